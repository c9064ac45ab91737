"""Turn the text of an author field into printed names in order, whatever separates them."""

import re
from collections.abc import Iterable

from avgraph.reading.located import LocatedText, join_texts

_SEMICOLON = re.compile(r"[;\uff1b]")
_COMMA = re.compile(r"[,\uff0c\u3001\u00b7\u2022\u30fb|\t]|\s[/]\s")
_AND = re.compile(r"\s+(?:and|&)\s+|\s+(?:and|&)$|^(?:and|&)\s+", re.IGNORECASE)
_ET_AL = re.compile(r"(?<![\s,;])[\s,;]*\b(?:et\.? ?al\b\.?|and others|others)\s*$|(?:\.\.\.|\u2026)\s*$", re.IGNORECASE)
_FOOTNOTE_MARKS = (
    " \t*\u2217\u2020\u2021\u00a7\u00b6#^\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u2709\u25b3\u25ca0123456789"
)
_FOOTNOTE_START = re.compile(r"^[\s*\u2217\u2020\u2021\u00a7\u00b6#^\u00b9\u00b2\u00b3\u2070-\u2079.:]+|^\d{1,2}(?=[A-Z][a-z])")
_REMARK = re.compile(r"\((?:equal[^()]*|corresponding[^()]*|\d[\d,\s]*|\*+)\)", re.IGNORECASE)
_NAMESAKE_NUMBER = re.compile(r"[^\W\d_] 0\d{3}$")
"""The number by which bibliographies tell people of one name apart: Wei Wang 0001."""
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_DEGREE = re.compile(
    r"^(?:ph\.? ?d|m\.? ?d|m\.? ?sc|b\.? ?sc|(?:senior |fellow |student |life )*(?:member|fellow),? ieee|ieee)\.?$", re.IGNORECASE
)
_INITIALS = re.compile(r"^(?:[^\W\d_](?:\.|(?=[\s-])|$)[\s-]*){1,4}$")
# What nearly every author field is: names of two words and more in letters alone, each after a comma and a space. No word
# means anything else, and no name is made of initials.
_LETTER = r"[^\W\d_]"
_PLAIN_NAME = rf"{_LETTER}(?:{_LETTER}|[.'\u2019-])*(?: {_LETTER}(?:{_LETTER}|[.'\u2019-])*)* {_LETTER}{_LETTER}(?:{_LETTER}|['\u2019-])*"
_PLAIN = re.compile(rf"(?!.*(?i:\b(?:and|al|others|ieee)\b))(?!.*[\u00b9\u00b2\u00b3\u2070-\u2079]){_PLAIN_NAME}(?:, {_PLAIN_NAME})*")


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
    return text.split(", ") if _PLAIN.fullmatch(text) else None


def locate_names(text: LocatedText) -> tuple[list[LocatedText], bool]:
    """Return the printed names in `text` in order, and whether the list was cut off ("et al.").

    Separators are semicolons, commas, their full-width forms, middle dots, bars and "and", also
    mixed. In ``Family, I.; Family, I.`` the given names are put first. Footnote marks go; spelling
    stays as printed.
    """
    flat = text.fold_spaces()
    cut = _ET_AL.search(flat.string)
    if cut:
        flat = flat.cut(0, cut.start())
    if "(" in flat.string:
        flat = flat.sub(_REMARK, " ")
    has_semicolons = _SEMICOLON.search(flat.string) is not None
    names = _from_semicolons(flat) if has_semicolons else _family_first_pairs(_split_outside_parentheses(flat, _COMMA))
    return _clean(names), cut is not None


def _from_semicolons(text: LocatedText) -> list[LocatedText]:
    parts = [part.strip(" ,") for part in _split_outside_parentheses(text, _SEMICOLON)]
    pairs = [[half.strip() for half in _split_outside_parentheses(part, _COMMA)] for part in parts if part.string]
    family_first = all(len(pair) == 2 and all(len(half.string.split()) <= 3 for half in pair) for pair in pairs)
    names: list[LocatedText] = []
    for pair in pairs:
        if len(pair) == 2 and pair[0].string and pair[1].string and _is_given_name(pair[1].string, family_first=family_first):
            names.append(join_texts(" ", (pair[1], pair[0])))
        else:
            names += pair
    return names


def _is_given_name(text: str, *, family_first: bool) -> bool:
    return not _SUFFIX.match(text) and (family_first or _INITIALS.match(text) is not None)


def _family_first_pairs(tokens: list[LocatedText]) -> list[LocatedText]:
    """Join ``Hori``, ``C.``, ``Cherian``, ``A.`` in pairs where every second token is initials."""
    trimmed = [token.strip() for token in tokens if token.string.strip()]
    families, given = trimmed[::2], trimmed[1::2]
    if (
        len(trimmed) >= 2
        and len(trimmed) % 2 == 0
        and all(_INITIALS.match(name.string) for name in given)
        and not any(_INITIALS.match(name.string) for name in families)
    ):
        return [join_texts(" ", pair) for pair in zip(given, families, strict=True)]
    return trimmed


def _split_outside_parentheses(text: LocatedText, separator: re.Pattern[str]) -> list[LocatedText]:
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


def _clean(names: Iterable[LocatedText]) -> list[LocatedText]:
    cleaned: list[LocatedText] = []
    for name in names:
        for part in name.split(_AND):
            bare = part.strip()
            bare = (
                (bare if _NAMESAKE_NUMBER.search(bare.string) else bare.rstrip(_FOOTNOTE_MARKS))
                .without_start(_FOOTNOTE_START)
                .strip(" ,;:\u00b7\u2022")
            )
            if not any(map(str.isalpha, bare.string)) or _DEGREE.match(bare.string):
                continue
            if _SUFFIX.match(bare.string) and cleaned:
                cleaned[-1] = join_texts(" ", (cleaned[-1], bare))
            else:
                cleaned.append(bare)
    return cleaned
