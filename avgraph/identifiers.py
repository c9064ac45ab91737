"""Normalise names and links, read identifiers out of links, and mint the ids of the graph."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from urllib.parse import parse_qsl, unquote, urlsplit

_ONE_FORM = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´ʹʼˈ′＇", "'"),
        **dict.fromkeys("“”„‟«»″＂", '"'),
        **dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-"),
        # Marks that cannot be seen never tell two names apart (soft hyphen, zero width, direction).
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e"),
    }
)
_SPACES = re.compile(r"\s+")
_DASH_SPACES = re.compile(r"\s*-\s*")
_NOT_WORD = re.compile(r"[\W_]+")
_PLAIN_KEY = re.compile(r"[a-z0-9]+(?:(?:\. |[ .-])[a-z0-9]+)*")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_TRANSLITERATION = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i",
        "ħ": "h", "ŋ": "n", "&": " and ", "+": " plus ", "@": " at ", "'": "",
    }
)  # fmt: skip
SLUG_LENGTH = 60
"""Longest readable part of an id, in characters."""


def fold(form: str) -> str:
    """Return the key under which forms that differ in nothing that matters meet.

    Case, white space, apostrophes, dashes, Unicode form (NFKC) and a leading "the" are folded;
    letters and diacritics are kept, since those can tell two names apart.

    >>> fold("The  Xi’an Jiaotong University") == fold("Xi'an jiaotong university")
    True
    """
    return _fold_short(form) if len(form) <= _MEMORABLE else _fold(form)


def _fold(form: str) -> str:
    text = form.translate(_ONE_FORM)
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(_ONE_FORM)
    text = _SPACES.sub(" ", text.casefold()).strip()
    if "-" in text:
        text = _DASH_SPACES.sub("-", text)
    without_article = text.removeprefix("the ")
    return without_article or text


_MEMORABLE = 200
"""Longest form whose key is remembered, in characters."""
_fold_short = lru_cache(maxsize=1 << 16)(_fold)


def fold_title(title: str) -> str:
    """Return the key under which spellings of one title meet: its letters and digits alone.

    >>> fold_title("Audio- Visual Event Perception") == fold_title("Audio-Visual event perception")
    True
    """
    return _NOT_WORD.sub("", fold(title)) or fold(title)


def slug(text: str) -> str:
    """Return `text` in lower-case ASCII words joined by hyphens, cut at a word after 60 characters.

    >>> slug("Învățare în Context: A Review")
    'invatare-in-context-a-review'
    """
    folded = text.translate(_ONE_FORM).casefold().translate(_TRANSLITERATION)
    if not folded.isascii():
        folded = "".join(char for char in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(char))
    words = _NOT_SLUG.sub("-", folded).strip("-")
    if len(words) <= SLUG_LENGTH:
        return words
    return words[:SLUG_LENGTH].rsplit("-", 1)[0]


def short_hash(*parts: str) -> str:
    """Return eight hexadecimal digits that depend on `parts` alone."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def readable_id(key: str) -> str | None:
    """Return a folded name as the readable end of an id, or None where that would lose something.

    Spaces become underscores, so that no two names have one readable id (a hyphen tells two names
    apart); initials keep their dots.

    >>> readable_id("di hu"), readable_id("tae-hyun oh"), readable_id("hyun s. yang"), readable_id("oneaţă")
    ('di_hu', 'tae-hyun_oh', 'hyun_s._yang', None)
    """
    return key.replace(" ", "_") if len(key) <= SLUG_LENGTH and _PLAIN_KEY.fullmatch(key) else None


def nearest_names(name: str, forms: Iterable[str], most: int = 5) -> tuple[str, ...]:
    """Return the forms nearest to a misspelt name, best first: spelt alike, then holding all its words.

    >>> nearest_names("Di Hoo", ["Di Hu", "Ada Lovelace"])
    ('Di Hu',)
    """
    from difflib import get_close_matches

    labels: dict[str, str] = {}
    for form in forms:
        labels.setdefault(slug(form).replace("-", " "), form)
    key = slug(name).replace("-", " ")
    words = set(key.split())
    alike = get_close_matches(key, [label for label in labels if abs(len(label) - len(key)) <= max(3, len(key) // 3)], most, 0.72)
    holding = sorted((label for label in labels if words and words <= set(label.split())), key=lambda label: (len(label), label))
    return tuple(dict.fromkeys(labels[label] for label in (*alike, *holding)))[:most]


def mint_id(kind: str, key: str) -> str:
    """Return the id of the entity of `kind` with the folded name `key`; it depends on the key alone.

    Where the name is plain ASCII the id is readable throughout; else it is the name's slug and a
    hash of the key, since the slug has lost something that could tell two names apart (a
    diacritic, a comma, the end of a long name). Two keys never share an id.

    >>> mint_id("author", "di hu"), mint_id("author", "dan oneaţă")
    ('author/di_hu', 'author/dan-oneata-269267f3')
    """
    readable = readable_id(key)
    if readable is not None:
        return f"{kind}/{readable}"
    words = slug(key)
    return f"{kind}/{words}-{short_hash(key)}" if words else f"{kind}/{short_hash(key)}"


_TRACKING = re.compile(r"^(utm_.*|ref|ref_src|source|fbclid|gclid|mc_[ce]id|spm|from|share)$", re.IGNORECASE)
_DOI_TAIL = re.compile(r"(?:/(?:full|abstract|pdf|epdf|fulltext\.html|meta)|\.pdf)/?$", re.IGNORECASE)
_DOI = re.compile(r"(10\.\d{4,9}/[^\s?#]+)")
_SCHEMES: dict[str, tuple[str, re.Pattern[str]]] = {
    "arxiv.org": (
        "arxiv",
        re.compile(r"^/(?:abs|pdf|html|format|ps)/(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]{2})?/\d{7})(?:v\d+)?(?:\.pdf)?/?(?:\?|$)"),
    ),
    "ieeexplore.ieee.org": ("ieee", re.compile(r"/document/0*(\d+)|[?&]ar[Nn]umber=0*(\d+)")),
    "openreview.net": ("openreview", re.compile(r"[?&]id=([\w-]+)")),
    "aclanthology.org": ("acl", re.compile(r"/([A-Z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+)(?:v\d+)?(?:\.pdf)?/?(?:\?|$)")),
    "aclweb.org": ("acl", re.compile(r"/([A-Z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+)(?:v\d+)?(?:\.pdf)?/?(?:\?|$)")),
    "openaccess.thecvf.com": ("cvf", re.compile(r"/([^/]+)_paper\.(?:html|pdf)(?:\?|$)")),
    "proceedings.neurips.cc": ("neurips", re.compile(r"/(?:hash|file)/([0-9a-f]{32})-")),
    "papers.nips.cc": ("neurips", re.compile(r"/(?:hash|file)/([0-9a-f]{32})-")),
    "papers.neurips.cc": ("neurips", re.compile(r"/(?:hash|file)/([0-9a-f]{32})-")),
    "proceedings.mlr.press": ("pmlr", re.compile(r"/(v\d+/[\w-]+?)(?:\.html|/[\w-]+\.pdf)?/?(?:\?|$)")),
    "ncbi.nlm.nih.gov": ("pmc", re.compile(r"/(PMC\d+)")),
    "doi.org": ("doi", _DOI),
    "dl.acm.org": ("doi", _DOI),
    "link.springer.com": ("doi", _DOI),
    "onlinelibrary.wiley.com": ("doi", _DOI),
    "tandfonline.com": ("doi", _DOI),
    "journals.sagepub.com": ("doi", _DOI),
    "frontiersin.org": ("doi", _DOI),
    "pubs.aip.org": ("doi", _DOI),
    "science.org": ("doi", _DOI),
    "spiedigitallibrary.org": ("doi", _DOI),
}
"""For each host, the scheme of its identifiers and where they stand in path and query."""


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
    """Return the identifiers that a link itself holds, by scheme.

    Schemes are ``arxiv``, ``doi``, ``ieee``, ``openreview``, ``acl``, ``cvf``, ``neurips``, ``pmlr``
    and ``pmc``. Versions, file endings, tracking queries and trailing slashes are left out.

    >>> read_identifiers("https://arxiv.org/pdf/2207.07036v2.pdf")
    {'arxiv': '2207.07036'}
    >>> read_identifiers("https://dl.acm.org/doi/abs/10.1145/3387164")
    {'doi': '10.1145/3387164'}
    """
    split = _host_and_path(url)
    if split is None:
        return {}
    host, path, query = split
    while host not in _SCHEMES and "." in host:
        host = host.partition(".")[2]
    if host not in _SCHEMES:
        return {}
    scheme, pattern = _SCHEMES[host]
    found = pattern.search(unquote(path) + (f"?{query}" if query else ""))
    if found is None:
        return {}
    value = found[found.lastindex or 1]
    return {scheme: _DOI_TAIL.sub("", value).rstrip("/").lower() if scheme == "doi" else value}


def fold_url(url: str) -> str:
    """Return the key under which addresses of one page meet: no scheme, tracking, fragment, last slash.

    >>> fold_url("http://www.example.org/a/?utm_source=x#top") == fold_url("https://example.org/a")
    True
    """
    split = _host_and_path(url)
    if split is None:
        return url.strip()
    host, path, query = split
    kept = "&".join(f"{k}={v}" for k, v in sorted(parse_qsl(query, keep_blank_values=True)) if not _TRACKING.match(k))
    return f"{host}{path.rstrip('/')}{'?' + kept if kept else ''}"


_IRI_FORBIDDEN = re.compile(
    r"[\x00-\x20<>\"{}|\\^`\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff\U00010000-\U0010ffff]"
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
