"""Turn the text of an institution field into printed organisation names, glued and listed ones apart."""

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from functools import lru_cache

from avgraph.reading.markdown.footnotes import RAISED, SUPERSCRIPTS
from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.words import WORDS, is_nothing, load_words
from avgraph.text.folding import fold

_LIST = re.compile(r"[;\uff1b\uff0c\u3001\u2022|]|\s[\u00b7/]\s")
_SUPERSCRIPT = f"{SUPERSCRIPTS}{RAISED}"
_FOOTNOTE_START = re.compile(rf"^(?:[\s*#^{_SUPERSCRIPT}]|[^\w\s.'\"(\[&]|\[\w{{1,2}}\]|\(\w{{1,2}}\)|\d{{1,2}}[.):]\s+|(?:and|&)\s+)+")
_FOOTNOTE_END = re.compile(
    rf"(?:[\s*#^{_SUPERSCRIPT}]|[^\w\s.'\"()\[\]{{}}\"'!?+%&/\u2019\u201d\u00bb]|\[\w{{1,2}}\]|\(\d{{1,2}}\)|\(\s*\))+$"
)
_NUMBER_START = re.compile(r"^(?P<number>\d{1,2})\s*(?=[A-Z])")
_NUMBERED = tuple(sorted(WORDS["numbered"]))
# Marks of affiliations that stand before names and part them: ¹MIT ²Yale, (1) MIT (2) Yale, 1 MIT, 2 Yale.
_PARTING_MARK = re.compile(rf"(?:(?<=^)|(?<=[\s,;]))[{_SUPERSCRIPT}]+\s?(?=\w)")
_MARK = re.compile(rf"(?:[{_SUPERSCRIPT}][\s,]*)+(?=[^\s,]|$)")
_LAST_MARK = re.compile(rf"[{_SUPERSCRIPT}]\s*$")
_INNER_MARK = re.compile(RAISED)
_ORDINAL = re.compile(
    r"(?:(?<=^)|(?<=[\s,;]))(?P<open>[(\[]?)(?P<number>\d{1,2}|[a-z])(?P<close>[)\].:]?)(?P<gap>\s?)(?=[A-Z\u00c0-\u00de])"
)
_EVERY_COMMA = re.compile(",")
# What nearly every institution field is: names in letters and their marks, each after a semicolon and a space.
_PLAIN_NAME = r"(?!and\s)[^\W\d_][\w ,.'\u2019()&-]*(?:[^\W_]\)?|\b(?:Inc|Ltd|Co)\.)"
_PLAIN = re.compile(rf"(?!.*(?:  |&[A-Za-z]|[{_SUPERSCRIPT}_]|\(\w{{1,2}}\)))(?!a[).: ]\s?[A-Z]){_PLAIN_NAME}(?:; {_PLAIN_NAME})*")
_SMALL_WORDS = frozenset(("&", "and", "at", "da", "de", "del", "di", "for", "für", "in", "of", "the", "und"))
_MOST_WORDS = 9
NAME_LIMIT = 400
"""Longest name of an institution, in characters."""
_WORDS = load_words("organisations")
LEGAL_FORM = f"(?:{'|'.join(map(re.escape, _WORDS['legal_forms']))})".replace(".", ".?")
"""Pattern of a legal form of a company, with or without the stops within it, in any case."""
_LEGAL_ONLY = re.compile(rf"^{LEGAL_FORM}\.?(?:[\s,]+{LEGAL_FORM}\.?)*[\s,]*$", re.IGNORECASE)
_LEGAL_END = re.compile(rf"(?:^|[\s,.]){LEGAL_FORM}\.?$", re.IGNORECASE)
_SCHOOL = r"(?:uc(?=\s[A-Z])|universit\w*|univeristy|unviersity|univ\.?|college|polytechni\w*|politecnico|politehnica|hochschule|academy|academia|[e\u00e9]cole|eth|mit|kaist|usc|ucla|nyu)"
_STRONG = re.compile(
    rf"\b(?:{_SCHOOL}|institut\w*|istituto|laborator\w*|labs?|school|hospital|foundation|consortium|research|academ(?:y|ies|ia|ics?|ies?|i[ae]|icians?|iya)|"
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
_COMPANY = rf"(?:{'|'.join(sorted(map(re.escape, WORDS['companies']), key=len, reverse=True))})"
_COMPANY_ALONE = re.compile(rf"(?:the\s+)?{_COMPANY}(?:\s+(?:{'|'.join(WORDS['company_parts'])}))*", re.IGNORECASE)
_COMPANY_START = re.compile(rf"(?:the\s+)?{_COMPANY}\b", re.IGNORECASE)
SHORT_NAMES = frozenset(name.casefold() for name in _WORDS["short_names"])
"""Short names of institutions, folded."""
_ORGANISATION = re.compile(
    rf"{_STRONG.pattern}|\b(?:{'|'.join(map(re.escape, _WORDS['no_names_of_people']))})\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 13)
def names_organisation(text: str) -> bool:
    """Tell whether `text` holds a word that organisations have and people have not.

    >>> names_organisation("Korea University; NVIDIA Corp."), names_organisation("Tingle Li, Hang Zhao")
    (True, False)
    """
    return _ORGANISATION.search(text) is not None


def names_company_alone(text: str) -> bool:
    """Tell whether the only words of organisations in a text are names of companies, which people can bear (``Huawei Shen``)."""
    return _ORGANISATION.search(text) is not None and _STRONG.search(text) is None


def is_organisation(text: str) -> bool:
    """Tell whether a text is nothing but the name of an organisation: of a company alone, or words with capitals one of which organisations have.

    >>> is_organisation("Korea University"), is_organisation("NVIDIA Research"), is_organisation("NVIDIA speech recognition")
    (True, True, False)
    """
    words = [word for word in text.split() if word not in _SMALL_WORDS]
    if not words or len(words) > _MOST_WORDS or ":" in text:
        return False
    return _COMPANY_ALONE.fullmatch(text) is not None or (_STRONG.search(text) is not None and all(word[0].isupper() for word in words))


def split_plain_list(text: str) -> list[str] | None:
    """Return the parts of a text that is nothing but names with a semicolon and a space between them, else None."""
    if not _PLAIN.fullmatch(text):
        return None
    names = text.split("; ")
    return names if not any(map(is_nothing, names)) and max(map(len, names)) <= NAME_LIMIT else None


def locate_organisations(text: LocatedText) -> list[LocatedText]:
    """Return the parts of an institution field that its separators and marks of affiliations part, commas and glue left alone."""
    flat = text.fold_spaces()
    if _PARTING_MARK.match(flat.string):
        flat = flat.sub(_PARTING_MARK, ";")
    elif len(_MARK.findall(flat.string)) > 1 and _LAST_MARK.search(flat.string):
        flat = flat.sub(_MARK, ";")
    flat = flat.sub(_INNER_MARK, " ")
    parts = [part for each in flat.split(_LIST) for part in _part_numbered(each)]
    names = _clean_all(parts)
    is_numbered = any(_NUMBER_START.match(part.string.strip()) and part.string.strip()[0] == "1" for part in parts)
    names = [_without_number(name, is_numbered=is_numbered) for name in names]
    return [name for name in names if name.string and not is_nothing(name.string) and max(map(len, name.string.split(","))) <= NAME_LIMIT]


def _part_numbered(text: LocatedText) -> list[LocatedText]:
    """Part ``(1) MIT (2) Yale``: marks in their order, the first of them at the start."""
    marks, expected = [], {"1", "a"}
    if _ORDINAL.match(text.string.lstrip()):
        for match in _ORDINAL.finditer(text.string):
            number = match["number"]
            if (
                number not in expected
                or _is_numbered_name(text.string[match.start() :])
                or (number.isalpha() and not match["gap"] + match["close"])
            ):
                continue
            marks.append(match)
            expected = {str(int(number) + 1)} if number.isdigit() else {chr(ord(number) + 1)}
    if len(marks) < 2:
        return [text]
    ends = [*(match.start() for match in marks[1:]), len(text.string)]
    return [text.cut(match.end(), end) for match, end in zip(marks, ends, strict=True)]


def _is_numbered_name(text: str) -> bool:
    return text.lower().startswith(_NUMBERED)


def _without_number(name: LocatedText, *, is_numbered: bool) -> LocatedText:
    """Return a name without the number of an affiliation before it; 4Paradigm and 3M begin with one."""
    match = _NUMBER_START.match(name.string)
    if not match or _is_numbered_name(name.string):
        return name
    rest = name.string[match.end() :]
    is_mark = is_numbered or (names_organisation(rest) and rest[1:2].islower()) or match.end() > len(match["number"])
    return name.cut(match.end()) if is_mark and not re.match(r"[A-Z]\b", rest) else name


def _clean_all(parts: Iterable[LocatedText]) -> list[LocatedText]:
    return [part for part in map(_clean, parts) if part.string]


def _clean(part: LocatedText) -> LocatedText:
    bare = part.strip(" \t,;:\u00b7").without_start(_FOOTNOTE_START)
    end = _FOOTNOTE_END.search(bare.string, max(0, len(bare.string) - 40))
    bare = (bare.cut(0, end.start()) if end else bare).strip(" \t,;:\u00b7")
    if bare.string.endswith(".") and not _LEGAL_END.search(bare.string) and re.search(r"[a-z]{4}\.$", bare.string):
        bare = bare.cut(0, len(bare.string) - 1)
    return bare if any(map(str.isalnum, bare.string)) else bare.cut(0, 0)


def known_alone(parts: Iterable[str]) -> frozenset[str]:
    """Return the folded forms that stand alone in a list: the evidence for taking glued forms apart."""
    return frozenset(fold(part) for part in parts if "," not in part)


def locate_glued(part: LocatedText, known: AbstractSet[str]) -> list[LocatedText]:
    """Return the organisations that one part of a list names.

    A comma parts two names where both stand alone elsewhere in the list (`known`, folded), or where
    the words on both sides are those of independent organisations; it stays within a name before a
    town, a legal suffix, or the organisation that a unit belongs to. Names written together
    without any mark are parted only where both stand alone elsewhere.

    >>> [name.string for name in locate_glued(LocatedText.at("University of Illinois, Facebook AI Research", 0), frozenset())]
    ['University of Illinois', 'Facebook AI Research']
    >>> len(locate_glued(LocatedText.at("Institute of Acoustics, Chinese Academy of Sciences", 0), frozenset()))
    1
    """
    if len(part.string) > NAME_LIMIT:
        return _clean_all(part.split(_EVERY_COMMA))
    wholes = _split_after_campus(part)
    names = [name for whole in wholes for segment in _split_at_commas(whole, known) for name in _split_at_and(segment, known)]
    return [name for whole in names for name in _split_without_mark(whole, known)]


def _split_after_campus(part: LocatedText) -> list[LocatedText]:
    """Part ``University of California, Berkeley and Stanford University``: "and" after a campus, before another school."""
    for match in re.finditer(r"\s*,?\s+(?:and|&)\s+", part.string):
        segments = part.string[: match.start()].split(",")
        right = part.string[match.end() :].split(",")[0]
        is_school = _SCHOOL_WORD.search(right) is not None or _COMPANY_ALONE.fullmatch(right.strip()) is not None
        has_campus = len(segments) > 1 and not _STRONG.search(segments[-1]) and _SCHOOL_WORD.search(segments[-2]) is not None
        if has_campus and is_school and len(segments[-1].split()) <= 3 and not _UNIT_START.match(right):
            return [part.cut(0, match.start()), *_split_after_campus(part.cut(match.end()))]
    return [part]


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
    if _COMPANY_ALONE.fullmatch(left) and _SCHOOL_WORD.search(right) and not _UNIT_START.match(right):
        return True
    if _COMPANY_ALONE.fullmatch(right) and (_COMPANY_ALONE.fullmatch(left) or (_SCHOOL_WORD.search(left) and not _UNIT_START.match(left))):
        return True
    if _is_short(left) and _is_short(right):
        return True
    company = _COMPANY_START.match(left)
    if company is not None and not _UNIT_START.match(right) and (_SCHOOL_WORD.search(right) or _starts_another(company[0], right)):
        return True
    if (
        _COMPANY_ALONE.fullmatch(right)
        and _STRONG.search(left)
        and not _UNIT_START.match(left)
        and fold(right.split(maxsplit=1)[0]) not in fold(left)
    ):
        return True
    is_unit_of = _UNIT_START.match(last) and _SCHOOL_WORD.search(right) and not _UNIT_START.match(right)
    if not is_unit_of and fold(right) in known and (fold(left) in known or fold(last) in known) and _STRONG.search(right):
        return True
    if not _STRONG.search(right) or _UNIT_START.match(right):
        # A town, an acronym of the parent, or a unit of what stands before it.
        return bool(_LEGAL_END.search(left) and _STRONG.search(right) and _SCHOOL_WORD.search(right))
    if _UNIT_START.match(left):
        return False
    if _SCHOOL_WORD.search(left):
        return True
    return bool(_COMPANY_END.search(left)) and not _UNIT_END.search(left)


def _is_short(text: str) -> bool:
    """Tell whether a text is the short name of an institution and of no town (``MIT``)."""
    return text.strip().casefold() in SHORT_NAMES and sum(map(str.isupper, text)) > 1


def _starts_another(company: str, text: str) -> bool:
    """Tell whether a text opens with the name of another company."""
    other = _COMPANY_START.match(text)
    return other is not None and fold(other[0]) != fold(company)


def _split_at_and(name: LocatedText, known: AbstractSet[str]) -> list[LocatedText]:
    for match in re.finditer(r"\s+(?:and|&)\s+", name.string):
        left, right = name.cut(0, match.start()), name.cut(match.end())
        if fold(left.string) in known and fold(right.string) in known:
            return [left, right]
        is_university = (
            re.search(r"\buniversity\b", right.string, re.IGNORECASE) is not None or _COMPANY_START.match(right.string) is not None
        )
        if _SCHOOL_WORD.search(left.string) and is_university and not _UNIT_START.match(left.string):
            return [left, right]
    return [name]


def _split_without_mark(name: LocatedText, known: AbstractSet[str]) -> list[LocatedText]:
    for match in _GLUE.finditer(name.string):
        left, right = name.string[: match.start()], name.string[match.start() :]
        if fold(right) in known and (fold(left) in known or _STRONG.search(left)) and _STRONG.search(right):
            return [name.cut(0, match.start()), name.cut(match.start())]
    for match in re.finditer(" ", name.string):
        left, right = name.string[: match.start()], name.string[match.end() :]
        if _PEER.search(left) and _PEER.search(right) and fold(left) in known and fold(right) in known:
            return [name.cut(0, match.start()), name.cut(match.end())]
    return [name]
