"""Turn the text of an institution field into printed organisation names, glued and listed ones apart."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from avgraph.reading.located import LocatedText, join_texts
from avgraph.text.folding import fold

_LIST = re.compile(r"[;\uff1b\uff0c\u3001\u2022|]|\s[\u00b7/]\s")
_FOOTNOTE_START = re.compile(
    r"^(?:[\s*\u2217\u2020\u2021\u00a7\u00b6^\u00b9\u00b2\u00b3\u2070-\u2079]|\[\d{1,2}\]|\(\d{1,2}\)|\d{1,2}[.):]\s+|\d{1,2}\s*(?=[A-Z][a-z])|(?:and|&)\s+)+"
)
_FOOTNOTE_MARKS = " *\u2217\u2020\u2021\u00a7\u00b6^\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079"
_EVERY_COMMA = re.compile(",")
# What nearly every institution field is: names in letters and their marks, each after a semicolon and a space.
_PLAIN_NAME = r"(?!and\s)[^\W\d_][\w ,.'()&-]*[^\W_]\)?"
_PLAIN = re.compile(rf"(?!.*(?:  |&[A-Za-z]|[\u00b9\u00b2\u00b3\u2070-\u2079_])){_PLAIN_NAME}(?:; {_PLAIN_NAME})*")
_LENGTH_LIMIT = 400
"""Longest name that is searched for a second one, in characters; whatever is longer stays as printed."""
_LEGAL = (
    r"(?:inc|incorporated|ltd|limited|llc|llp|corp|corporation|co|company|gmbh|ag|plc|pty|s\.?a|s\.?p\.?a|b\.?v|n\.?v|a/s|oy|ab|kk|k\.k)"
)
_LEGAL_ONLY = re.compile(rf"^{_LEGAL}\.?(?:[\s,]+{_LEGAL}\.?)*[\s,]*$", re.IGNORECASE)
_LEGAL_END = re.compile(rf"(?:^|[\s,.]){_LEGAL}\.?$", re.IGNORECASE)
_SCHOOL = r"(?:universit\w*|univeristy|unviersity|univ\.?|college|polytechni\w*|politecnico|politehnica|hochschule|academy|academia|[e\u00e9]cole|eth|mit|kaist|usc|ucla|nyu)"
_STRONG = re.compile(
    rf"\b(?:{_SCHOOL}|institut\w*|istituto|laborator\w*|labs?|school|hospital|foundation|consortium|research|academ\w+|"
    r"cent(?:er|re|rum|ro)s?|corporation|corp|inc|ltd|gmbh|company|technologies|observatory|society|council|agency|ministry|consiglio|group)\b",
    re.IGNORECASE,
)
_PEER = re.compile(rf"\b(?:{_SCHOOL}|institut\w*|istituto|laborator\w*|labs?|school)\b", re.IGNORECASE)
_SCHOOL_WORD = re.compile(rf"\b{_SCHOOL}(?:\b|(?<=\.))", re.IGNORECASE)
_UNIT_START = re.compile(
    r"^(?:the\s+)?(?:(?:state|national|provincial|joint|beijing|shanghai|ministry of \w+)\s+)?(?:key\s+)?"
    r"(?:institutes?|school|department|dept\.?|faculty|college|division|cent(?:er|re)|laborator(?:y|ies)|lab|group|chair|unit|section)\b",
    re.IGNORECASE,
)
_UNIT_END = re.compile(r"\b(?:group|lab|laboratory|department|division|unit|team|school|cent(?:er|re))$", re.IGNORECASE)
_COMPANY_END = re.compile(rf"(?:\bresearch|\btechnologies|\blabs|{_LEGAL_END.pattern})$", re.IGNORECASE)
_GLUE = re.compile(r"(?<=[a-z\u00df-\u00ff])(?=[A-Z][a-z])")
_ORGANISATION = re.compile(
    rf"{_STRONG.pattern}|\b(?:google|microsoft|meta|facebook|amazon|apple|nvidia|tencent|alibaba|baidu|huawei|bytedance|adobe|ibm|intel|samsung|sony|openai|deepmind|sensetime|inria|cnrs|csiro|naver)\b",
    re.IGNORECASE,
)


def names_organisation(text: str) -> bool:
    """Tell whether `text` holds a word that organisations have and people have not.

    >>> names_organisation("Korea University; NVIDIA Corp."), names_organisation("Tingle Li, Hang Zhao")
    (True, False)
    """
    return _ORGANISATION.search(text) is not None


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of an institution field that its separators mark, commas and glue left alone.

    >>> split_list("A\u22c6STAR;Singapore Institute of Technology; 7Peng Cheng Laboratory")
    ('A\u22c6STAR', 'Singapore Institute of Technology', 'Peng Cheng Laboratory')
    """
    return tuple(part.string for part in locate_organisations(LocatedText.at(text, 0)))


def split_plain_list(text: str) -> list[str] | None:
    """Return the parts of a text that is nothing but names with a semicolon and a space between them, else None."""
    return text.split("; ") if _PLAIN.fullmatch(text) else None


def locate_organisations(text: LocatedText) -> list[LocatedText]:
    """Return the parts of an institution field that its separators mark, commas and glue left alone."""
    return _clean_all(text.fold_spaces().split(_LIST))


def _clean_all(parts: Iterable[LocatedText]) -> list[LocatedText]:
    return [part for part in map(_clean, parts) if part.string]


def _clean(part: LocatedText) -> LocatedText:
    bare = part.strip(" \t,;:\u00b7").without_start(_FOOTNOTE_START).rstrip(_FOOTNOTE_MARKS).strip(" \t,;:\u00b7")
    if bare.string.endswith(".") and not _LEGAL_END.search(bare.string) and re.search(r"[a-z]{4}\.$", bare.string):
        bare = bare.cut(0, len(bare.string) - 1)
    return bare if any(map(str.isalnum, bare.string)) else bare.cut(0, 0)


def known_alone(parts: Iterable[str]) -> frozenset[str]:
    """Return the folded forms that stand alone in a list: the evidence for taking glued forms apart."""
    return frozenset(fold(part) for part in parts if "," not in part)


def split_glued(part: str, known: AbstractSet[str]) -> tuple[str, ...]:
    """Return the organisations that one part of a list names.

    >>> split_glued("University of Illinois, Facebook AI Research", frozenset())
    ('University of Illinois', 'Facebook AI Research')
    >>> split_glued("Institute of Acoustics, Chinese Academy of Sciences", frozenset())
    ('Institute of Acoustics, Chinese Academy of Sciences',)
    """
    return tuple(name.string for name in locate_glued(LocatedText.at(part, 0), known))


def locate_glued(part: LocatedText, known: AbstractSet[str]) -> list[LocatedText]:
    """Return the organisations that one part of a list names.

    A comma parts two names where both stand alone elsewhere in the list (`known`, folded), or where
    the words on both sides are those of independent organisations; it stays within a name before a
    town, a legal suffix, or the organisation that a unit belongs to. Names written together
    without any mark are parted only where both stand alone elsewhere.
    """
    if len(part.string) > _LENGTH_LIMIT:
        return _clean_all(part.split(_EVERY_COMMA))
    names = [name for segment in _split_at_commas(part, known) for name in _split_at_and(segment, known)]
    return [name for whole in names for name in _split_without_mark(whole, known)]


def _split_at_commas(part: LocatedText, known: AbstractSet[str]) -> list[LocatedText]:
    if "," not in part.string:
        return [part]
    segments = _clean_all(part.split(_EVERY_COMMA))
    names: list[LocatedText] = []
    first = 0
    for index in range(1, len(segments) + 1):
        left = join_texts(", ", segments[first:index])
        if index == len(segments) or _are_apart(left.string, segments[index - 1].string, segments[index].string, known):
            names.append(left)
            first = index
    return names


def _are_apart(left: str, last: str, right: str, known: AbstractSet[str]) -> bool:
    """Tell whether the comma between `left` (whose last segment is `last`) and `right` parts two names."""
    if _LEGAL_ONLY.match(right):
        return False
    if fold(right) in known and (fold(left) in known or fold(last) in known) and _STRONG.search(right):
        return True
    if not _STRONG.search(right) or _UNIT_START.match(right):
        # A town, an acronym of the parent, or a unit of what stands before it.
        return bool(_LEGAL_END.search(left) and _STRONG.search(right) and _SCHOOL_WORD.search(right))
    if _UNIT_START.match(left):
        return False
    if _SCHOOL_WORD.search(left):
        return True
    return bool(_COMPANY_END.search(left)) and not _UNIT_END.search(left)


def _split_at_and(name: LocatedText, known: AbstractSet[str]) -> list[LocatedText]:
    for found in re.finditer(r"\s+(?:and|&)\s+", name.string):
        left, right = name.cut(0, found.start()), name.cut(found.end())
        if fold(left.string) in known and fold(right.string) in known:
            return [left, right]
        is_university = re.search(r"\buniversity\b", right.string, re.IGNORECASE) is not None
        if _SCHOOL_WORD.search(left.string) and is_university and not _UNIT_START.match(left.string):
            return [left, right]
    return [name]


def _split_without_mark(name: LocatedText, known: AbstractSet[str]) -> list[LocatedText]:
    for found in _GLUE.finditer(name.string):
        left, right = name.string[: found.start()], name.string[found.start() :]
        if fold(right) in known and (fold(left) in known or _STRONG.search(left)) and _STRONG.search(right):
            return [name.cut(0, found.start()), name.cut(found.start())]
    for found in re.finditer(" ", name.string):
        left, right = name.string[: found.start()], name.string[found.end() :]
        if _PEER.search(left) and _PEER.search(right) and fold(left) in known and fold(right) in known:
            return [name.cut(0, found.start()), name.cut(found.end())]
    return [name]
