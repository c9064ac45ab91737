"""Turn the text of an author field into printed names in order, whatever separates them."""

import re
from collections.abc import Iterable

_SEMICOLON = re.compile(r"[;\uff1b]")
_COMMA = re.compile(r"[,\uff0c\u3001\u00b7\u2022\u30fb|\t]|\s[/]\s")
_AND = re.compile(r"\s+(?:and|&)\s+|\s+(?:and|&)$|^(?:and|&)\s+", re.IGNORECASE)
_ET_AL = re.compile(r"(?<![\s,;])[\s,;]*\b(?:et\.? ?al\b\.?|and others|others)\s*$|(?:\.\.\.|\u2026)\s*$", re.IGNORECASE)
_FOOTNOTE_MARKS = (
    " \t*\u2217\u2020\u2021\u00a7\u00b6#^\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u2709\u25b3\u25ca0123456789"
)
_FOOTNOTE_START = re.compile(r"^[\s*\u2217\u2020\u2021\u00a7\u00b6#^\u00b9\u00b2\u00b3\u2070-\u2079.:]+|^\d{1,2}(?=[A-Z][a-z])")
_REMARK = re.compile(r"\((?:equal[^()]*|corresponding[^()]*|\d[\d,\s]*|\*+)\)", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_DEGREE = re.compile(
    r"^(?:ph\.? ?d|m\.? ?d|m\.? ?sc|b\.? ?sc|(?:senior |fellow |student |life )*(?:member|fellow),? ieee|ieee)\.?$", re.IGNORECASE
)
_INITIALS = re.compile(r"^(?:[^\W\d_](?:\.|(?=[\s-])|$)[\s-]*){1,4}$")
_SPACES = re.compile(r"\s+")


def split_names(text: str) -> tuple[tuple[str, ...], bool]:
    """Return the printed names in `text` in order, and whether the list was cut off ("et al.").

    Separators are semicolons, commas, their full-width forms, middle dots, bars and "and", also
    mixed. In ``Family, I.; Family, I.`` the given names are put first. Footnote marks go; spelling
    stays as printed.

    >>> split_names("Asif Ekbal and Pushpak Bhattacharyya")
    (('Asif Ekbal', 'Pushpak Bhattacharyya'), False)
    >>> split_names("Hori, C.; Cherian, A.")
    (('C. Hori', 'A. Cherian'), False)
    """
    flat = _SPACES.sub(" ", text).strip()
    cut = _ET_AL.search(flat)
    if cut:
        flat = flat[: cut.start()]
    if "(" in flat:
        flat = _REMARK.sub(" ", flat)
    has_semicolons = _SEMICOLON.search(flat) is not None
    names = _from_semicolons(flat) if has_semicolons else _family_first_pairs(_split_outside_parentheses(flat, _COMMA))
    return tuple(_clean(names)), cut is not None


def _from_semicolons(text: str) -> list[str]:
    parts = [part.strip(" ,") for part in _split_outside_parentheses(text, _SEMICOLON)]
    parts = [part for part in parts if part]
    pairs = [[half.strip() for half in _split_outside_parentheses(part, _COMMA)] for part in parts]
    family_first = all(len(pair) == 2 and len(pair[1].split()) <= 3 and len(pair[0].split()) <= 3 for pair in pairs)
    names: list[str] = []
    for pair in pairs:
        if len(pair) == 2 and all(pair) and not _SUFFIX.match(pair[1]) and (family_first or _INITIALS.match(pair[1])):
            names.append(f"{pair[1]} {pair[0]}")
        else:
            names += pair
    return names


def _family_first_pairs(tokens: list[str]) -> list[str]:
    """Join ``Hori``, ``C.``, ``Cherian``, ``A.`` in pairs where every second token is initials."""
    trimmed = [token.strip() for token in tokens if token.strip()]
    given = trimmed[1::2]
    if len(trimmed) >= 2 and len(trimmed) % 2 == 0 and all(map(_INITIALS.match, given)):
        families = trimmed[::2]
        if not any(map(_INITIALS.match, families)):
            return [f"{first} {family}" for family, first in zip(families, given, strict=True)]
    return trimmed


def _split_outside_parentheses(text: str, separator: re.Pattern[str]) -> list[str]:
    if "(" not in text and "\uff08" not in text:
        return separator.split(text)
    depth, start, parts = 0, 0, []
    marks = re.compile(rf"(?P<open>[(\uff08])|(?P<close>[)\uff09])|(?:{separator.pattern})", separator.flags)
    for found in marks.finditer(text):
        if found["open"]:
            depth += 1
        elif found["close"]:
            depth = max(0, depth - 1)
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def _clean(names: Iterable[str]) -> Iterable[str]:
    kept: list[str] = []
    for name in names:
        for part in _AND.split(name):
            bare = _FOOTNOTE_START.sub("", part.strip().rstrip(_FOOTNOTE_MARKS)).strip(" ,;:\u00b7\u2022")
            if not any(map(str.isalpha, bare)) or _DEGREE.match(bare):
                continue
            if _SUFFIX.match(bare) and kept:
                kept[-1] = f"{kept[-1]} {bare}"
            else:
                kept.append(bare)
    return kept
