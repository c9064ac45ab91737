"""Read identifiers out of links, fold links to keys, and tell web addresses from other text."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from avgraph.model.vocabulary import Attribute

_TRACKING = re.compile(r"^(utm_.*|ref|ref_src|source|fbclid|gclid|mc_[ce]id|spm|from|share)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class IdentifierScheme:
    """Identifiers of papers that links hold."""

    name: str
    attribute: Attribute
    """The attribute of a paper that holds them."""
    pattern: re.Pattern[str]
    """Where in path and query of an address an identifier stands: the last group that matches."""
    hosts: tuple[str, ...]
    """The hosts of such addresses, subdomains included."""


IDENTIFIER_SCHEMES = (
    IdentifierScheme(
        "doi", Attribute.DOI, re.compile(r"(10\.\d{4,9}/[^\s?#]+)"),
        (
            "doi.org", "dl.acm.org", "link.springer.com", "onlinelibrary.wiley.com", "tandfonline.com", "journals.sagepub.com",
            "frontiersin.org", "pubs.aip.org", "science.org", "spiedigitallibrary.org",
        ),
    ),
    IdentifierScheme(
        "arxiv", Attribute.ARXIV_ID,
        re.compile(r"^/(?:abs|pdf|html|format|ps)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?(?:\?|$)"),
        ("arxiv.org",),
    ),
    IdentifierScheme(
        "ieee", Attribute.IEEE_NUMBER, re.compile(r"/document/0*(\d+)|[?&]ar[Nn]umber=0*(\d+)"), ("ieeexplore.ieee.org",)
    ),
    IdentifierScheme("openreview", Attribute.OPENREVIEW_ID, re.compile(r"[?&]id=([\w-]+)"), ("openreview.net",)),
    IdentifierScheme(
        "acl", Attribute.ACL_ID, re.compile(r"/([A-Z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+)(?:v\d+)?(?:\.pdf)?/?(?:\?|$)"),
        ("aclanthology.org", "aclweb.org"),
    ),
    IdentifierScheme("cvf", Attribute.CVF_ID, re.compile(r"/([^/]+)_paper\.(?:html|pdf)(?:\?|$)"), ("openaccess.thecvf.com",)),
    IdentifierScheme(
        "neurips", Attribute.NEURIPS_ID, re.compile(r"/(?:hash|file)/([0-9a-f]{32})-"),
        ("proceedings.neurips.cc", "papers.nips.cc", "papers.neurips.cc"),
    ),
    IdentifierScheme("pmlr", Attribute.PMLR_ID, re.compile(r"/(v\d+/[\w-]+?)(?:\.html|/[\w-]+\.pdf)?/?(?:\?|$)"), ("proceedings.mlr.press",)),
    IdentifierScheme("pmc", Attribute.PMC_ID, re.compile(r"/(PMC\d+)"), ("ncbi.nlm.nih.gov",)),
)  # fmt: skip
"""Every scheme, in the order in which identifiers are written. A new one is a line here, and an attribute."""
_SCHEME_OF_HOST = {host: scheme for scheme in IDENTIFIER_SCHEMES for host in scheme.hosts}
_DOI_TAIL = re.compile(r"(?:/(?:full|abstract|pdf|epdf|fulltext\.html|meta)|\.pdf)/?$", re.IGNORECASE)


def _host_and_path(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    host = parts.netloc.rpartition("@")[2].partition(":")[0].lower().removeprefix("www.")
    return host, parts.path, parts.query


def read_identifiers(url: str) -> dict[str, str]:
    """Return the identifiers that a link itself holds, by the names of `IDENTIFIER_SCHEMES`.

    Versions, file endings, tracking queries and trailing slashes are left out.

    >>> read_identifiers("https://arxiv.org/pdf/2207.07036v2.pdf")
    {'arxiv': '2207.07036'}
    >>> read_identifiers("https://dl.acm.org/doi/abs/10.1145/3387164")
    {'doi': '10.1145/3387164'}
    """
    split = _host_and_path(url)
    if split is None:
        return {}
    host, path, query = split
    while host not in _SCHEME_OF_HOST and "." in host:
        host = host.partition(".")[2]
    scheme = _SCHEME_OF_HOST.get(host)
    match = scheme and scheme.pattern.search(unquote(path) + (f"?{query}" if query else ""))
    if not scheme or not match:
        return {}
    value = match[match.lastindex or 1]
    return {scheme.name: _DOI_TAIL.sub("", value).rstrip("/").lower() if scheme.attribute is Attribute.DOI else value}


def fold_url(url: str) -> str:
    """Return the key under which addresses of one page meet: no scheme, tracking, fragment, last slash.

    >>> fold_url("http://www.example.org/a/?utm_source=x#top") == fold_url("https://example.org/a")
    True
    """
    split = _host_and_path(url)
    if split is None:
        return url.strip()
    host, path, query = split
    fields = "&".join(f"{k}={v}" for k, v in sorted(parse_qsl(query, keep_blank_values=True)) if not _TRACKING.match(k))
    return f"{host}{path.rstrip('/')}{'?' + fields if fields else ''}"


_IRI_FORBIDDEN = re.compile(
    r"[\x00-\x20<>\"{}|\\^`\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufe00-\ufe0f\ufeff\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U00010000-\U0010ffff]"
)


def web_iri(url: str) -> str | None:
    """Return `url` as an IRI that may be written as a node, or None for text that is not a web address.

    Only http, https and ftp addresses with a host qualify; characters that RFC 3987 forbids are
    percent-encoded. Anything else (``javascript:``, a bare word) stays text.

    >>> web_iri("javascript:alert(1)") is None
    True
    """
    text = url.strip()
    if not re.match(r"(?i)(?:https?|ftp)://[^\s/?#@<>\"{}|\\^`]", text):
        return None
    text = _IRI_FORBIDDEN.sub(lambda m: "".join(f"%{b:02X}" for b in m[0].encode()), text)
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    try:
        parts = urlsplit(text)
        port_is_valid = parts.port is None or parts.port >= 0
    except ValueError:
        return None
    if not port_is_valid or "[" in text or "]" in text:
        head, mark, tail = text.partition("://")
        host, slash, rest = tail.partition("/")
        if "[" in host or "]" in host:
            return None
        text = f"{head}{mark}{host}{slash}{rest.replace('[', '%5B').replace(']', '%5D')}"
    before, hash_mark, fragment = text.partition("#")
    return before + hash_mark + fragment.replace("#", "%23")
