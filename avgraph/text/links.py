"""Read identifiers out of links, fold links to keys, and tell web addresses from other text."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from avgraph.text.identifiers import ADDRESS_FORMS, CONTAINERS, IDENTIFIER_SCHEMES, IDENTIFIERS_IN_DOIS, LISTING, PAGE, matching_forms

__all__ = ["IDENTIFIER_SCHEMES", "TRACKING", "fold_url", "is_container", "paper_keys", "read_identifiers", "web_iri"]

TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|spm|ref_src", re.IGNORECASE)
"""Names of fields of a query that name no page."""
_REFERRER = re.compile(r"ref|source|from|share", re.IGNORECASE)
"""Fields of a query that name no page where their value is an address."""
_ADDRESS = re.compile(r"(?:https?:|[\w-]+\.)\S+", re.IGNORECASE)
_PLACE_WITHIN = re.compile(r"(?:page|view|zoom|toolbar)=.*|:~:text=.*|top|abstract|main|content|", re.IGNORECASE)
"""Fragments that lead to a place within a page whatever the page is; every other may name a paper on it."""
_SLASHES = re.compile(r"/{2,}")
_DELIMITER = re.compile(r"[\s?#]")
_PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_DOI_TAIL = re.compile(
    r"(?:/(?:full|full/html|full-text|abstract|pdf|epdf|fulltext\.html|meta|html|references|figures|metrics|summary)|\.(?:pdf|full|abstract|html))/?$",
    re.IGNORECASE,
)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LONGEST = 4_000
"""Longest address that identifies a paper, in characters."""


_WEB_ADDRESS = re.compile(r"https?://([A-Za-z0-9.-]+)(/[!-\"$->@-~]*)?(?:\?([!-\"$-~]*))?(?:#([!-~]*))?")
"""An address whose parts stand as they are printed, as nearly all do."""


def split_address(url: str) -> tuple[str, str, str, str] | None:
    """Return host in small letters, path, query and fragment of a plain web address; None for any other, which `urlsplit` splits.

    >>> split_address("https://arXiv.org/abs/1706.03762#S1"), split_address("papers/lamport.pdf")
    (('arxiv.org', '/abs/1706.03762', '', 'S1'), None)
    """
    match = _WEB_ADDRESS.fullmatch(url)
    return (match[1].lower(), match[2] or "", match[3] or "", match[4] or "") if match else None


@lru_cache(maxsize=1 << 10)
def _split(url: str) -> tuple[str, str, str, str] | None:
    """Return host, path, query and fragment of a web address, or None for what is none."""
    plain = split_address(url)
    if plain is not None and plain[0].strip("."):
        return plain[0].rstrip(".").removeprefix("www."), *plain[1:]
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return None
    host = host.rstrip(".").removeprefix("www.")
    return host if port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{port}", parts.path, parts.query, parts.fragment


def _target(path: str, query: str) -> str:
    """Return path and query as the forms of address have them: percent-encoding undone in the path, slashes single."""
    decoded = _DELIMITER.sub(lambda match: quote(match[0]), unquote(path))
    return (_SLASHES.sub("/", decoded) if "//" in decoded else decoded) + (f"?{query}" if query else "")


@lru_cache(maxsize=1 << 14)
def _read(url: str) -> tuple[tuple[str, str], ...]:
    """Return scheme and value of each identifier that an address holds; `PAGE` where it is one form of several and holds none."""
    split = _split(url) if len(url) <= _LONGEST else None
    if split is None or is_container(url):
        return ()
    form, match = next(matching_forms(ADDRESS_FORMS, split[0], _target(*split[1:3])), (None, None))
    if form is None or match is None:
        return ()
    value = _normal(form.scheme, form.template.format(*match.groups()))
    if form.scheme != "doi":
        return ((form.scheme, value),)
    within = [(scheme, _normal(scheme, match[1])) for scheme, pattern in IDENTIFIERS_IN_DOIS if (match := pattern.match(value))]
    # The DOI of a preprint says no more than its own identifier.
    return tuple(within) if within and within[0][0] == "arxiv" else (("doi", value), *within)


def _normal(scheme: str, value: str) -> str:
    """Return an identifier in its one spelling."""
    if scheme == "doi":
        return _DOI_TAIL.sub("", value.lower().replace("%2f", "/")).rstrip("/.,;")
    if scheme == "arxiv":
        # The subject class of an old identifier (math.GT/0309136) is no part of it.
        archive, slash, number = value.lower().partition("/")
        return f"{archive.partition('.')[0]}{slash}{number}" if slash else archive
    if scheme == "ieee":
        return value.lstrip("0") or "0"
    if scheme == "acl":
        return value.lower() if value[0].isdigit() else value.upper()
    if scheme == "pmc":
        return value.upper()
    return value if scheme in ("openreview", "cvf") else value.lower()


@lru_cache(maxsize=1 << 12)
def is_container(url: str) -> bool:
    """Tell whether an address is of what holds or accompanies papers: proceedings, a book, a group, a repository, a project's page.

    >>> is_container("https://github.com/someone/project"), is_container("https://arxiv.org/abs/2104.01778")
    (True, False)
    """
    split = _split(url)
    if split is None:
        return False
    host, path, query, fragment = split
    target = _target(path, query)
    if any(True for _ in matching_forms(CONTAINERS, host, target)):
        return True
    return LISTING.fullmatch(target) is not None and _PLACE_WITHIN.fullmatch(fragment) is not None


def read_identifiers(url: str) -> dict[str, str]:
    """Return the identifiers that a link itself holds, by the names of `IDENTIFIER_SCHEMES`.

    Versions, file endings, tracking queries and trailing slashes are left out.

    >>> read_identifiers("https://arxiv.org/pdf/2207.07036v2.pdf")
    {'arxiv': '2207.07036'}
    >>> read_identifiers("https://dl.acm.org/doi/abs/10.1145/3387164")
    {'doi': '10.1145/3387164'}
    """
    return {scheme: value for scheme, value in _read(url) if scheme != PAGE}


def paper_keys(url: str) -> tuple[tuple[str, str], ...]:
    """Return the keys under which links to one paper meet: its identifiers, or its page; none for what identifies no paper."""
    identifiers = read_identifiers(url)
    if identifiers:
        return tuple(identifiers.items())
    split = _split(url)
    if split is None or is_container(url) or not (split[1].strip("/") or split[2] or split[3]):
        return ()
    return (("url", fold_url(url)),)


def fold_url(url: str) -> str:
    """Return the key under which addresses of one page meet: no scheme, tracking or last slash, and no place within the page.

    >>> fold_url("http://www.example.org/a/?utm_source=x#top") == fold_url("https://example.org/a")
    True
    >>> fold_url("https://example.org/programme#p12") == fold_url("https://example.org/programme#p13")
    False
    """
    split = _split(url)
    if split is None:
        return url.strip()
    page = next((value for scheme, value in _read(url) if scheme == PAGE), None)
    if page is not None:
        return page
    host, path, query, fragment = split
    fields = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if not _is_tracking(name, value)]
    rest = f"?{urlencode(sorted(fields))}" if fields else ""
    place = "" if _PLACE_WITHIN.fullmatch(fragment) else f"#{fragment}"
    return f"{host}{_PERCENT.sub(_unquote_unreserved, path).rstrip('/')}{rest}{place}"


def _is_tracking(name: str, value: str) -> bool:
    return TRACKING.fullmatch(name) is not None or (_REFERRER.fullmatch(name) is not None and _ADDRESS.fullmatch(value) is not None)


def _unquote_unreserved(match: re.Match[str]) -> str:
    """Return an encoded character as itself where RFC 3986 says that it is the same (section 2.3)."""
    char = chr(int(match[1], 16))
    return char if char in _UNRESERVED else match[0].upper()


_IRI_FORBIDDEN = re.compile(
    r"[\x00-\x20<>\"{}|\\^`\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U00010000-\U0010ffff]"
)


_PLAIN_IRI = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?:/[\w.~!$&'()*+,;=:@/?-]*)?(?:#[\w.~!$&'()*+,;=:@/?-]*)?", re.ASCII)
"""An address that is an IRI as it stands, as nearly all are."""


def web_iri(url: str) -> str | None:
    """Return `url` as an IRI that may be written as a node, or None for text that is not a web address.

    Only http, https and ftp addresses with a host qualify; characters that RFC 3987 forbids are
    percent-encoded. Anything else (``javascript:``, a bare word) stays text.

    >>> web_iri("javascript:alert(1)") is None
    True
    """
    if _PLAIN_IRI.fullmatch(url):
        return url
    text = url.strip()
    if not re.match(r"(?i)(?:https?|ftp)://[^\s/?#@<>\"{}|\\^`]", text):
        return None
    text = _IRI_FORBIDDEN.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), text)
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    try:
        parts = urlsplit(text)
        _ = parts.port  # which raises ValueError for a wrong one
    except ValueError:
        return None
    if parts.netloc.count("@") > 1:
        return None
    if "[" in text or "]" in text:
        head, mark, tail = text.partition("://")
        host, slash, rest = tail.partition("/")
        if "[" in host or "]" in host:
            return None
        text = f"{head}{mark}{host}{slash}{rest.replace('[', '%5B').replace(']', '%5D')}"
    before, hash_mark, fragment = text.partition("#")
    return before + hash_mark + fragment.replace("#", "%23")
