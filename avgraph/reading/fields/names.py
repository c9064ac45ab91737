"""Turn the text of an author field into printed names in order, whatever separates them."""

import re
from collections.abc import Iterable, Sequence

from avgraph.reading.fields.person import bare_name
from avgraph.reading.markdown.footnotes import SUPERSCRIPTS
from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.words import WORDS, is_nothing

_SEMICOLON = re.compile(r"[;\uff1b\u061b]")
# A middle dot stands within names of Catalan (l·l) and within foreign names in Chinese and Japanese, and between names elsewhere.
_HAN, _KATAKANA = r"\u3400-\u9fff", r"\u30a0-\u30fa\u30fc-\u30ff\uff66-\uff9f"
_MIDDLE_DOT = (
    rf"(?<=\s)[\u00b7\u30fb\u2022\u22c5\u2027\uff65]|[\u00b7\u30fb\u2022\u22c5\u2027\uff65](?=\s|$)|\u2022"
    rf"|(?<![{_HAN}])[\u00b7\u22c5\u2027](?![a-z\u00df-\u00ff\s])|[\u30fb\uff65](?![{_KATAKANA}])|(?<![{_KATAKANA}])[\u30fb\uff65]"
)
_COMMA = re.compile(rf"[,\uff0c\u3001\u060c|\t]|\s[/]\s|{_MIDDLE_DOT}")
_PLAIN_COMMA = re.compile(r"[,|\t]|\s[/]\s")
"""The same in a text without the marks of other scripts (`_OTHER_COMMA`), several times as fast."""
_OTHER_COMMA = re.compile(r"[\uff0c\u3001\u060c\u00b7\u30fb\u2022\u22c5\u2027\uff65]")
_AND_HINT = re.compile(r"[Aa][Nn][Dd]|[&\uff06\u548c\u4e0e\u53ca\ubc0f]")
_AND = re.compile(r"\s+(?:and|&|\uff06|\u548c|\u4e0e|\u53ca|\ubc0f)\s+|\s+(?:and|&)$|^(?:and|&)\s+", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|jnr|sr|snr|ii|iii|iv|2nd|3rd|4th)\.?$", re.IGNORECASE)
_GRADES = frozenset(WORDS["grades"])
_INITIALS = re.compile(r"^(?:[^\W\d_](?:\.|(?=[\s-])|$)[\s-]*){1,4}$")
_PARTICLE = re.compile(r"^(?:(?:al|bin|da|de|del|della|den|der|di|do|dos|du|el|la|le|ten|ter|van|von|zu)\s+)+", re.IGNORECASE)
_INITIALS_AFTER = re.compile(r"(?: [A-Z]\.?){1,2}$")
_SMALL_WORD = re.compile(r"\s(?:de|del|der|di|dos|du|el|la|le|van|von|y)(?=\s|$)")
_MOST_GIVEN = 5
"""Words of the given names of one person."""
_CAPITAL_WORD = re.compile(r"^[A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f\u0100-\u017f][\w'\u2019.-]*$")

_ET_AL = re.compile(
    r"(?:[(\[\uff08]\s*)?(?:(?:&|\band)\s+al\b\.?|(?:\b(?:and|&)\s+)?\bet[.,]?\s{0,3}al(?:\b\.?|ii\b|l\b)|(?-i:\bel al)\.?(?=\W*$)|\bet\s+alii\b)(?:\s*[)\]\uff09])?",
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
_TITLES = frozenset(WORDS["titles"])
_NAME_LIMIT = 120
"""Longest name of a person, in characters; what is longer is no name."""
# What nearly every author field is: names of two words and more in letters alone, each after a comma and a space. No word
# means anything else, and no name is made of initials.
_LETTER = r"[^\W\d_]"
_PLAIN_NAME = rf"{_LETTER}(?:{_LETTER}|[.'\u2019-])*(?: {_LETTER}(?:{_LETTER}|[.'\u2019-])*)* {_LETTER}{_LETTER}(?:{_LETTER}|['\u2019-])*"
_PLAIN = re.compile(rf"(?!.*[{SUPERSCRIPTS}])(?!.*\u7b49\u4eba?$){_PLAIN_NAME}(?:, {_PLAIN_NAME})*")
_NO_NAMES = (
    _GRADES | _TITLES | {"and", "al", "alii", "et", "others", "colleagues", "more", "co-workers", "coworkers", "unknown", "anonymous"}
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
    has_semicolons = _SEMICOLON.search(flat.string) is not None
    names = _from_semicolons(flat) if has_semicolons else _from_commas(flat, is_one=_ONE_CUT_OFF.search(text.string) is not None)
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
        for part in _split_at_and(name):
            bare = bare_name(part)
            if (
                not any(map(str.isalpha, bare.string))
                or _is_grade(bare.string)
                or is_nothing(bare.string)
                or len(bare.string) > _NAME_LIMIT
            ):
                continue
            if len(bare.string) == 1 and bare.string.islower() and bare.string.isascii():
                continue
            if _SUFFIX.match(bare.string) and cleaned and not _SUFFIX.match(cleaned[-1].string.rpartition(" ")[2]):
                cleaned[-1] = join_texts(" ", (cleaned[-1], bare))
            elif not _SUFFIX.match(bare.string):
                cleaned.append(bare)
    return cleaned


def _from_semicolons(text: LocatedText) -> list[LocatedText]:
    parts = [part.strip(" ,") for part in _split_outside_parentheses(text, _SEMICOLON)]
    parts = [piece.strip(" ,") for part in parts for piece in _split_at_and(part)]
    pairs = [_with_suffixes(_split_outside_parentheses(part, _COMMA)) for part in parts if part.string]
    family_first = all(len(pair) == 2 and all(len(half.string.split()) <= 3 for half, _ in pair) for pair in pairs)
    family_first = family_first and any(" " not in half.string for pair in pairs for half, _ in pair)
    names: list[LocatedText] = []
    for pair in pairs:
        if len(pair) == 2 and (family_first or _INITIALS.match(pair[1][0].string)):
            names.append(_turned(*pair))
        else:
            names += map(_with_suffix, pair)
    return names


_Part = tuple[LocatedText, LocatedText | None]
"""A part of a list of names, and the suffix (Jr.) that follows it."""


def _with_suffixes(tokens: Iterable[LocatedText]) -> list[_Part]:
    parts: list[_Part] = []
    for token in (token.strip() for token in tokens):
        if _SUFFIX.match(token.string) and parts:
            parts[-1] = (parts[-1][0], parts[-1][1] or token)
        elif token.string and not _is_grade(token.string):
            parts.append((token, None))
    return parts


def _with_suffix(part: _Part) -> LocatedText:
    return join_texts(" ", (part[0], part[1])) if part[1] else part[0]


def _turned(family: _Part, given: _Part) -> LocatedText:
    """Return a name whose family name is printed first, its suffix at the end."""
    name, suffix = given[0], given[1] or family[1]
    words = name.string.rsplit(" ", 1)
    if suffix is None and len(words) == 2 and _SUFFIX.match(words[1]):
        suffix, name = name.cut(len(name.string) - len(words[1])), name.cut(0, len(words[0]))
    return join_texts(" ", (name, family[0], *([suffix] if suffix else [])))


def _from_commas(text: LocatedText, *, is_one: bool) -> list[LocatedText]:
    """Return the parts of a list; ``Hori, C., Cherian, A.``, ``Byron, Ada and Tring, Alan`` and one with others (`is_one`) are pairs, family name first."""
    halves = [_with_suffixes(_split_outside_parentheses(part, _COMMA)) for part in _split_at_and(text)]
    halves = [pair for pair in halves if pair]
    if (
        halves
        and all(len(pair) == 2 and _is_family_first(*pair) for pair in halves)
        and (len(halves) > 1 or is_one or _is_initials(halves[0]))
    ):
        return [_turned(*pair) for pair in halves]
    parts = [part for pair in halves for part in pair]
    families, given = parts[::2], parts[1::2]
    if _are_turned_before_last(halves):
        return [_turned(*pair) for pair in zip(families, given, strict=True)]
    if len(parts) >= 2 and len(parts) % 2 == 0:
        has_initials = all(_INITIALS.match(name.string) for name, _ in given)
        has_initials = has_initials and not any(_INITIALS.match(name.string) for name, _ in families)
        one_word = all(_CAPITAL_WORD.match(_PARTICLE.sub("", name.string)) for name, _ in families)
        one_word = one_word and all(_CAPITAL_WORD.match(_INITIALS_AFTER.sub("", _PARTICLE.sub("", name.string))) for name, _ in given)
        if has_initials or (one_word and len(parts) >= 4):
            return [_turned(*pair) for pair in zip(families, given, strict=True)]
    return [_with_suffix(part) for part in parts]


def _are_turned_before_last(halves: Sequence[Sequence[_Part]]) -> bool:
    """Tell whether every second part is a family name: the last one after "and" is surely (``Byron, Ada Eva, Hu, Di and Tring, Alan``)."""
    if len(halves) != 2 or len(halves[0]) % 2 or len(halves[1]) != 2 or not _is_family_first(*halves[1]):
        return False
    families, given = [name.string for name, _ in halves[0][::2]], [name.string for name, _ in halves[0][1::2]]
    words = [word for name in given for word in _SMALL_WORD.sub(" ", name).split()]
    single = sum(_CAPITAL_WORD.match(_PARTICLE.sub("", name)) is not None for name in families)
    are_short = all(len(name.split()) <= _MOST_GIVEN for name in given)
    return single > len(families) / 2 and are_short and all(map(_CAPITAL_WORD.match, words))


def _is_initials(pair: list[_Part]) -> bool:
    return _INITIALS.match(pair[1][0].string) is not None and not _INITIALS.match(pair[0][0].string)


def _is_family_first(family: _Part, given: _Part) -> bool:
    """Tell whether two parts can be a family name of one word, particles left out, and given names."""
    words = given[0].string.split()
    bare = _PARTICLE.sub("", family[0].string)
    return (
        _CAPITAL_WORD.match(bare) is not None
        and not _INITIALS.match(bare)
        and 1 <= len(words) <= 3
        and all(_CAPITAL_WORD.match(word) for word in words)
    )


def _split_outside_parentheses(text: LocatedText, separator: re.Pattern[str]) -> list[LocatedText]:
    if separator is _COMMA and _OTHER_COMMA.search(text.string) is None:
        separator = _PLAIN_COMMA
    if "(" not in text.string and "\uff08" not in text.string:
        return text.split(separator)
    depth, start, parts = 0, 0, []
    marks = re.compile(rf"(?P<open>[(\uff08])|(?P<close>[)\uff09])|(?:{separator.pattern})", separator.flags)
    for match in marks.finditer(text.string):
        if match["open"]:
            depth += 1
        elif match["close"]:
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text.cut(start, match.start()))
            start = match.end()
    return [*parts, text.cut(start)]


def _split_at_and(text: LocatedText) -> list[LocatedText]:
    return text.split(_AND) if _AND_HINT.search(text.string) else [text]


def _is_grade(text: str) -> bool:
    words = text.lower().replace(",", " ").split()
    return bool(words) and all(word.strip(".()") in _GRADES for word in words)
