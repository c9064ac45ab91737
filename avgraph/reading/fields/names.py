"""Turn the text of an author field into printed names in order, whatever separates them."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from avgraph.reading.fields.name_pairs import GRADES, SEMICOLON, SUFFIX, from_commas, from_semicolons, is_grade, split_at_and
from avgraph.reading.markdown.footnotes import SUPERSCRIPTS
from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.words import WORDS, is_nothing

_ET_AL = re.compile(
    r"(?:[(\[\uff08]\s*)?(?:(?:&|\band)\s+al\b\.?|(?:\b(?:and|&)\s+)?\bet[.,]?\s{0,3}al\b(?:ii|\.)?|(?-i:\bel al)\.?(?=\W*$)|\bet\s+alii\b)(?:\s*[)\]\uff09])?",
    re.IGNORECASE,
)
_ONE_CUT_OFF = re.compile(r"^[^,]+, ?[^,]*[^\s,] et al\b")
"""``Byron, Ada et al.``, without a comma before the last words, as between family names (``Byron, Dorn, et al.``)."""
_AL_HINT = re.compile(r"[\sTt.,][Aa][Ll]")
_CUT_OFF = re.compile(
    r"(?<![\s,;(\[])[\s,;(\[]*(?:\b(?:(?:and|&|\+)\s+)?(?:\d{1,4}\s+)?(?:many\s+)?(?:others|more(?:\s+authors)?|colleagues|coll?\.|co-?workers)\b"
    r"|\bu\.\s?a\.|\by otros\b|\be outros\b|\bi\s+in\.|\u0438\s+\u0434\u0440\b|\.\.\.|\u2026|\u7b49\u4eba?|\u307b\u304b|\s\u4ed6|\s\uc678)[\s.,;)\]]*$",
    re.IGNORECASE,
)
_MARK_BETWEEN = re.compile(
    r"(?<=[a-z\u00df-\u024f])\s?[*\u2020\u2021\u00a7\u00b6]+ (?=[A-Z\u00c0-\u00de][\w.'\u2019-]* [A-Z\u00c0-\u00de])"
)
"""The mark of a footnote before another name of two words."""
_ADDRESS = re.compile(
    r"[<(\[\uff08]?\s*(?:e-?mail:?\s*|mailto:)?[\w.+{},-]{0,100}[\w}]@[\w-]+(?:\.[\w-]+)+\s*[>)\]\uff09]?|<?\bhttps?://[^\s,;<>()]+>?"
    r"|[<(\[\uff08]?\s*(?:orcid:?\s*)?\b\d{4}-\d{4}(?:-\d{4}-\d{3}[\dX])?\b\s*[>)\]\uff09]?",
    re.IGNORECASE,
)
_LONGEST_CUT_OFF = 120
"""Characters at the end of a list that tell whether it is cut off."""
_BRACKETED_MARK = rf"(?:[a-z]|\d{{1,3}}[^\w\s()\[\]{{}},]{{0,3}}|[^\w\s()\[\]{{}},]{{1,3}}|[{SUPERSCRIPTS}]{{1,3}})"
_MARKS_IN_BRACKETS = re.compile(rf"[(\[{{\uff08]\s*(?:{_BRACKETED_MARK}(?:\s*[,\s]\s*{_BRACKETED_MARK}){{0,11}})?\s*[)\]}}\uff09]")
_BRACKETS = re.compile(r"\s*[(\[\uff08]([^()\[\]\uff08\uff09]{1,120})[)\]\uff09]")
_REMARKS = frozenset(WORDS["remarks"])
_DEGREES = frozenset(WORDS["degrees"])
_TITLES = frozenset(WORDS["titles"])
_TITLE = re.compile(rf"^(?:(?:{'|'.join(sorted(map(re.escape, _TITLES), key=len, reverse=True))})(?:\.\s*|\s+)(?=\S))+", re.IGNORECASE)
_LAST_LETTER = re.compile(r"(?<=\w\s)[a-z](?:\s?,\s?[a-z\d])*$")
_SENTENCE_END = re.compile(r"[a-z]{3}\.$")
_NUMBER_OF_PERSON = re.compile(r"\s0\d{3}$")
_NAME_LIMIT = 120
"""Longest name of a person, in characters; what is longer is no name."""
# What nearly every author field is: names of two words and more in letters alone, each after a comma and a space. No word
# means anything else, and no name is made of initials.
_LETTER = r"[^\W\d_]"
_PLAIN_NAME = rf"{_LETTER}(?:{_LETTER}|[.'\u2019-])*(?: {_LETTER}(?:{_LETTER}|[.'\u2019-])*)* {_LETTER}{_LETTER}(?:{_LETTER}|['\u2019-])*"
_PLAIN = re.compile(rf"(?!.*[{SUPERSCRIPTS}])(?!.*\u7b49\u4eba?$){_PLAIN_NAME}(?:, {_PLAIN_NAME})*")
_NO_NAMES = (
    GRADES | _TITLES | {"and", "al", "alii", "et", "others", "colleagues", "more", "co-workers", "coworkers", "unknown", "anonymous"}
)
_NO_NAMES |= {word for phrase in WORDS["nothing"] for word in phrase.split() if len(word) > 2}


def split_names(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the printed names in `text` in order, and whether the list was cut off ("et al.").

    >>> split_names("Asif Ekbal and Pushpak Bhattacharyya")
    (('Asif Ekbal', 'Pushpak Bhattacharyya'), False)
    >>> split_names("Hori, C.; Cherian, A.")
    (('C. Hori', 'A. Cherian'), False)
    """
    names, is_cut_off = locate_names(LocatedText.at(text, 0))
    return tuple(name.string for name in names), is_cut_off


def split_plain_names(text: str) -> list[str] | None:
    """Return the names in a text that is nothing but names with a comma and a space between them, else None."""
    if not _PLAIN.fullmatch(text) or not _NO_NAMES.isdisjoint(text.lower().replace(",", " ").replace(".", " ").split()):
        return None
    names = text.split(", ")
    return names if max(map(len, names)) <= _NAME_LIMIT else None


def locate_names(text: LocatedText) -> tuple[list[LocatedText], bool]:
    """Return the printed names in `text` in order, and whether the list was cut off ("et al.").

    Separators are semicolons, commas, their full-width, ideographic and Arabic forms, middle dots, bars and
    "and", also mixed. In ``Family, I.; Family, I.`` the given names are put first. Marks of footnotes, titles,
    grades, addresses and remarks go; spelling stays as printed.
    """
    flat = text.fold_spaces().resolve_accents().sub(_MARK_BETWEEN, ", ")
    flat, is_cut_off = _without_rest(_without_remarks(flat))
    has_semicolons = SEMICOLON.search(flat.string) is not None
    names = from_semicolons(flat) if has_semicolons else from_commas(flat, is_one=_ONE_CUT_OFF.search(text.string) is not None)
    return _clean(names), is_cut_off


def _without_remarks(flat: LocatedText) -> LocatedText:
    """Return a list of names without addresses of people, marks in brackets, and remarks on people."""
    string = flat.string
    if "@" in string or "://" in string or re.search(r"\d{4}-\d{4}", string):
        flat = flat.sub(_ADDRESS, " ")
    if not re.search(r"[(\[{\uff08]", string):
        return flat
    flat = flat.sub(_MARKS_IN_BRACKETS, " ")
    parts, start = [], 0
    for match in _BRACKETS.finditer(flat.string):
        if not _REMARKS.isdisjoint(re.findall(r"[\w.-]*\w", match[1].lower())) or is_nothing(match[1]):
            parts.append(flat.cut(start, match.start()))
            start = match.end()
    return join_texts(" ", [*parts, flat.cut(start)]) if parts else flat


def _without_rest(flat: LocatedText) -> tuple[LocatedText, bool]:
    """Return a list of names without its "et al.", and whether it has one."""
    string = flat.string
    match = _ET_AL.search(string) if _AL_HINT.search(string) else None
    if match:
        flat = flat.sub(_ET_AL, ", ").strip(" ,;")
    last = _CUT_OFF.search(flat.string, max(0, len(flat.string) - _LONGEST_CUT_OFF))
    return (flat.cut(0, last.start()) if last else flat), bool(match or last)


def _clean(names: Iterable[LocatedText]) -> list[LocatedText]:
    cleaned: list[LocatedText] = []
    for name in names:
        for part in split_at_and(name):
            bare = _bare_name(part)
            if not any(map(str.isalpha, bare.string)) or is_grade(bare.string) or is_nothing(bare.string) or len(bare.string) > _NAME_LIMIT:
                continue
            if len(bare.string) == 1 and bare.string.islower() and bare.string.isascii():
                continue
            if SUFFIX.match(bare.string) and cleaned and not SUFFIX.match(cleaned[-1].string.rpartition(" ")[2]):
                cleaned[-1] = join_texts(" ", (cleaned[-1], bare))
            elif not SUFFIX.match(bare.string):
                cleaned.append(bare)
    return cleaned


def _bare_name(part: LocatedText) -> LocatedText:
    """Return a name without marks, title and degrees around it."""
    bare = strip_marks(part)
    bare = bare.without_start(_TITLE)
    if bare.string.endswith(".") and _SENTENCE_END.search(bare.string):
        bare = bare.cut(0, len(bare.string) - 1)
    if not bare.string[-2:-1].isalpha() and _LAST_LETTER.search(bare.string):
        bare = bare.sub(_LAST_LETTER, "").strip()
    while len(words := bare.string.rsplit(" ", 1)) == 2 and words[1].lower().strip(".") in _DEGREES and " " in words[0]:
        bare = strip_marks(bare.cut(0, len(words[0])))
    return bare


def strip_marks(text: LocatedText) -> LocatedText:
    """Return a name without the marks of footnotes and affiliations at both ends, told by their Unicode category."""
    string = text.string
    start, end = 0, len(string)
    while start < end and _is_mark(string[start], " .:-"):
        start += 1
    if not _NUMBER_OF_PERSON.search(string):
        while end > start and _is_mark(string[end - 1], " ,;:-"):
            end -= 1
    return text.cut(start, end)


@lru_cache(maxsize=4096)
def _is_mark(char: str, others: str) -> bool:
    """Tell whether a character stands around a name and belongs to none."""
    if char in others or char.isspace() or char in "\ufe0e\ufe0f":
        return True
    if char in ".'\u2019?)(\uff09\"\u201d\u02bc\u02bb!":
        return False
    category = unicodedata.category(char)
    return category[0] in "NSPC" or unicodedata.decomposition(char).startswith("<super>")
