"""Tell what a link leads to by its words, host and path, and what texts are words of links and no titles."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from urllib.parse import urlsplit

from avgraph.model.entries import LinkKind
from avgraph.reading.headers import field_of_header
from avgraph.reading.words import load_words
from avgraph.text.links import is_container, read_identifiers, split_address

_WORDS = load_words("links")
_KINDS = {word: LinkKind(kind) for kind, words in _WORDS["words"].items() for word in words}
_SYMBOLS = {symbol: LinkKind(kind) for kind, symbols in _WORDS["symbols"].items() for symbol in symbols}
_BESIDE = frozenset(_WORDS["beside"]["words"])
_ALONE = frozenset(_WORDS["beside"]["alone"])
_HOSTS = {host: LinkKind(kind) for kind, hosts in _WORDS["hosts"].items() for host in hosts}
_LONGEST_PHRASE = max(word.count(" ") + 1 for word in chain(_KINDS, _ALONE))
_FIRST_WORDS = frozenset(phrase.partition(" ")[0] for phrase in chain(_KINDS, _ALONE, _BESIDE))
_TOKEN = re.compile(r"c\+\+|[^\W\d_]+")
SHORTCODE = re.compile(r":(?:[a-z][a-z0-9_+-]{1,40}|[+-]1|100|1234|(?:1st|2nd|3rd|8ball)[a-z_]{0,20}):")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_AND = re.compile("[\u4e0e\u53ca\u548c]")
_LONGEST_TEXT = 120
"""Longest text of a link, in characters, that can be nothing but link words."""
_REMARK = re.compile(r"(?P<words>[^()]{2,30}?)\s*\([^()]{1,40}\)\W*")
"""Words of a link and a remark on it: ``Code (not yet)``."""
_PRECEDENCE = (
    LinkKind.BADGE, LinkKind.CODE, LinkKind.SLIDES, LinkKind.VIDEO, LinkKind.DATA, LinkKind.PROJECT, LinkKind.PAPER, LinkKind.OTHER,
)  # fmt: skip
"""Of several words the first kind decides: "code & data", "demo video", "paper link"."""
_DOCUMENT = re.compile(r"\.(?:pdf|ps|ps\.gz|djvu|epdf)$", re.IGNORECASE)
_PICTURE = re.compile(r"\.(?:svg|png|gif|jpe?g|webp)$", re.IGNORECASE)
_RECORDING = re.compile(r"\.(?:mp4|mov|avi|webm|mp3|wav)$", re.IGNORECASE)
_PRESENTATION = re.compile(r"\.(?:pptx?|key|odp)$", re.IGNORECASE)
_ARCHIVE = re.compile(r"\.(?:csv|h5|json|npz|tar|tgz|zip|gz)$", re.IGNORECASE)
_FILES = (
    (_DOCUMENT, LinkKind.PAPER), (_PICTURE, LinkKind.BADGE), (_RECORDING, LinkKind.VIDEO), (_PRESENTATION, LinkKind.SLIDES), (_ARCHIVE, LinkKind.DATA),
)  # fmt: skip
_LINK_FIELDS = frozenset(kind.value for kind in LinkKind) - {"badge", "other"}
_NOTES = re.compile(r"/(?:blob|tree)/.+\.(?:md|markdown|rst|ipynb)$", re.IGNORECASE)
"""A page of notes in a repository, which is no code of a paper."""
_ROOT = re.compile(r"(?:https?://)?[^/?#]*/?")
"""The page of a host itself, which holds all its papers."""
_REPOSITORY_OF_DATA = re.compile(r"10\.(?:5281/zenodo|6084/m9\.figshare|17632|7910/dvn)\b", re.IGNORECASE)
"""Identifiers of Zenodo, figshare, Mendeley Data, Dataverse, which hold data and code."""
_EVENT = re.compile(r"/(?:tutorials?|workshops?|invited-?talks?|keynotes?)(?:/|$)", re.IGNORECASE)
"""Pages of conferences that are of no paper."""
_NO_PAGE = re.compile(r"#|(?:mailto|javascript|tel|data):", re.IGNORECASE)


def word_kind(text: str) -> LinkKind | None:
    """Return what the words of a link say that it leads to; None where `text` is not made of such words.

    >>> word_kind("PyTorch code"), word_kind("[PDF]"), word_kind("Demo video"), word_kind("\U0001f4bb"), word_kind("Learning to Code")
    (<LinkKind.CODE: 'code'>, <LinkKind.PAPER: 'paper'>, <LinkKind.VIDEO: 'video'>, <LinkKind.CODE: 'code'>, None)
    """
    kinds = _kinds_of_words(text)
    return min(kinds, key=_PRECEDENCE.index) if kinds else None


def is_link_word(text: str) -> bool:
    """Tell whether a text is made of words of links, at least one of which says what the link leads to.

    >>> is_link_word("project page"), is_link_word("Code (PyTorch)"), is_link_word("here"), is_link_word("Codebook Transfer")
    (True, True, False, False)
    """
    return word_kind(text) is not None


def holds_only_link_words(text: str) -> bool:
    """Tell whether a text names no paper, because it holds nothing but words of links, numbers, addresses and marks.

    >>> holds_only_link_words("[1]"), holds_only_link_words("here"), holds_only_link_words("Paper / Code"), holds_only_link_words("Papers We Love")
    (True, True, True, False)
    """
    if len(text) > _LONGEST_TEXT:
        return False
    return _kinds_of_words(text) is not None


@lru_cache(maxsize=1 << 13)
def _kinds_of_words(text: str) -> frozenset[LinkKind] | None:
    """Return the kinds that the words of a text name, whatever remark follows in a bracket; none where it holds no such word, None where it holds others."""
    if len(text) > _LONGEST_TEXT:
        return None
    kinds = _kinds_of_all_words(text)
    remarked = _REMARK.fullmatch(text) if kinds is None and "(" in text else None
    named = _kinds_of_all_words(remarked["words"]) if remarked else None
    return named if named and named != {LinkKind.OTHER} else kinds


def _kinds_of_all_words(text: str) -> frozenset[LinkKind] | None:
    folded = text.casefold()
    if "://" in folded or "www." in folded:
        folded = _ADDRESS.sub(" ", folded)
    folded = folded if folded.isascii() else _AND.sub(" ", folded)
    folded = SHORTCODE.sub(" ", folded) if folded.count(":") > 1 else folded
    first = _TOKEN.search(folded)
    if first is None:
        return frozenset(_SYMBOLS[char] for char in folded if char in _SYMBOLS)
    if first[0] not in _FIRST_WORDS:
        return None
    tokens = _TOKEN.findall(folded, first.start())
    kinds, beside = set(), []
    place = 0
    while place < len(tokens):
        for length in range(min(_LONGEST_PHRASE, len(tokens) - place), 0, -1):
            phrase = " ".join(tokens[place : place + length])
            if phrase in _KINDS:
                kinds.add(_KINDS[phrase])
                break
            if phrase in _ALONE or phrase in _BESIDE:
                beside.append(phrase)
                break
        else:
            return None
        place += length
    is_alone = kinds or not beside or " ".join(tokens) in _ALONE or any(phrase in _ALONE for phrase in beside)
    return frozenset(kinds) if is_alone else None


@lru_cache(maxsize=1 << 15)
def link_kind(url: str, text: str = "") -> LinkKind | None:
    """Return what a link leads to, by its host and path and by its text; None for an anchor or an address of no page.

    A host says more than the text, but for slides, videos and data that lie beside a paper or its code.

    >>> link_kind("https://github.com/x/y", "Project"), link_kind("papers/lamport.pdf"), link_kind("#contents")
    (<LinkKind.CODE: 'code'>, <LinkKind.PAPER: 'paper'>, None)
    """
    address = url.strip()
    if not address or _NO_PAGE.match(address):
        return None
    by_word = word_kind(text)
    plain = split_address(address)
    if plain is not None:
        host, path = plain[0].removeprefix("www."), plain[1]
    else:
        try:
            parts = urlsplit(address)
            host, path = (parts.hostname or "").removeprefix("www."), parts.path
        except ValueError:
            return by_word or LinkKind.OTHER
    by_file = next((kind for pattern, kind in _FILES if pattern.search(path)), None) if "." in path[-8:] else None
    if not host:
        return by_word or by_file or LinkKind.OTHER
    by_host = _host_kind(host, path)
    if by_host is LinkKind.CODE and _NOTES.search(path):
        return by_word if by_word not in (None, LinkKind.PAPER) else LinkKind.OTHER
    if by_host is LinkKind.PAPER:
        return _at_publisher(address, by_word)
    return _by_host(by_host, by_word, by_file)


@lru_cache(maxsize=1 << 10)
def header_kind(header: str) -> LinkKind | None:
    """Return what the links of a column lead to that say nothing of it themselves; None where its header says nothing either.

    >>> header_kind("Code Link"), header_kind("Paper"), header_kind("Year")
    (<LinkKind.CODE: 'code'>, <LinkKind.PAPER: 'paper'>, None)
    """
    if not header:
        return None
    field = field_of_header(header)
    return LinkKind(field) if field in _LINK_FIELDS else word_kind(header) if field in ("name", "link") else None


def _at_publisher(address: str, by_word: LinkKind | None) -> LinkKind:
    """Return the kind of a link to a host of papers."""
    if by_word in (LinkKind.CODE, LinkKind.DATA) and _REPOSITORY_OF_DATA.search(address):
        return by_word
    if read_identifiers(address):
        return LinkKind.PAPER
    if _ROOT.fullmatch(address):
        return LinkKind.OTHER
    if _EVENT.search(address) and not _DOCUMENT.search(address):
        return by_word if by_word not in (None, LinkKind.PAPER) else LinkKind.OTHER
    if by_word in (LinkKind.CODE, LinkKind.DATA, LinkKind.SLIDES, LinkKind.VIDEO):
        return by_word
    return LinkKind.PAPER if by_word is LinkKind.PAPER or not is_container(address) else by_word or LinkKind.OTHER


def _by_host(by_host: LinkKind | None, by_word: LinkKind | None, by_file: LinkKind | None) -> LinkKind:
    """Return the kind of a link to a host of anything but papers."""
    if by_host in (LinkKind.BADGE, LinkKind.VIDEO, LinkKind.SLIDES):
        return by_host
    if by_host is LinkKind.CODE:
        if by_word in (LinkKind.DATA, LinkKind.SLIDES, LinkKind.VIDEO):
            return by_word
        return LinkKind.PAPER if by_file is LinkKind.PAPER else LinkKind.BADGE if by_file is LinkKind.BADGE else LinkKind.CODE
    if by_word is not None and by_word is not LinkKind.OTHER:
        return by_word
    return by_file or by_host or by_word or LinkKind.OTHER


def is_at_publisher(url: str) -> bool:
    """Tell whether a link leads to a paper for certain: to a publisher or preprint server, or with an identifier, and not to a file alone.

    >>> is_at_publisher("https://arxiv.org/abs/1901.00001"), is_at_publisher("https://example.org/slides.pdf")
    (True, False)
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return False
    return _host_kind(host, parts.path) is LinkKind.PAPER or bool(read_identifiers(url))


def _host_kind(host: str, path: str) -> LinkKind | None:
    """Return what the pages of a host are, by the longest entry that fits host and start of path."""
    folder = path.lstrip("/").partition("/")[0].lower()
    for end in _ends(host.lower()):
        kind = _HOSTS.get(f"{end}/{folder}") or _HOSTS.get(end)
        if kind is not None:
            return kind
    return None


def _ends(host: str) -> Iterator[str]:
    """Yield a host and the domains that it is part of."""
    while "." in host:
        yield host
        host = host.partition(".")[2]
