"""Split a list of names at what parts them, and put the given names first where family names are."""

import re
from collections.abc import Iterable, Sequence

from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.words import WORDS

SEMICOLON = re.compile(r"[;\uff1b\u061b]")
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
SUFFIX = re.compile(r"^(?:jr|jnr|sr|snr|ii|iii|iv|2nd|3rd|4th)\.?$", re.IGNORECASE)
GRADES = frozenset(WORDS["grades"])
_INITIALS = re.compile(r"^(?:[^\W\d_](?:\.|(?=[\s-])|$)[\s-]*){1,4}$")
_PARTICLE = re.compile(r"^(?:(?:al|bin|da|de|del|della|den|der|di|do|dos|du|el|la|le|ten|ter|van|von|zu)\s+)+", re.IGNORECASE)
_INITIALS_AFTER = re.compile(r"(?: [A-Z]\.?){1,2}$")
_SMALL_WORD = re.compile(r"\s(?:de|del|der|di|dos|du|el|la|le|van|von|y)(?=\s|$)")
_MOST_GIVEN = 5
"""Words of the given names of one person."""
_CAPITAL_WORD = re.compile(r"^[A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f\u0100-\u017f][\w'\u2019.-]*$")

_Part = tuple[LocatedText, LocatedText | None]
"""A part of a list of names, and the suffix (Jr.) that follows it."""


def from_semicolons(text: LocatedText) -> list[LocatedText]:
    """Return the names of a list that semicolons part; ``Hori, C.; Cherian, A.`` are pairs, family name first."""
    parts = [part.strip(" ,") for part in _split_outside_parentheses(text, SEMICOLON)]
    parts = [piece.strip(" ,") for part in parts for piece in split_at_and(part)]
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


def _with_suffixes(tokens: Iterable[LocatedText]) -> list[_Part]:
    parts: list[_Part] = []
    for token in (token.strip() for token in tokens):
        if SUFFIX.match(token.string) and parts:
            parts[-1] = (parts[-1][0], parts[-1][1] or token)
        elif token.string and not is_grade(token.string):
            parts.append((token, None))
    return parts


def _with_suffix(part: _Part) -> LocatedText:
    return join_texts(" ", (part[0], part[1])) if part[1] else part[0]


def _turned(family: _Part, given: _Part) -> LocatedText:
    """Return a name whose family name is printed first, its suffix at the end."""
    name, suffix = given[0], given[1] or family[1]
    words = name.string.rsplit(" ", 1)
    if suffix is None and len(words) == 2 and SUFFIX.match(words[1]):
        suffix, name = name.cut(len(name.string) - len(words[1])), name.cut(0, len(words[0]))
    return join_texts(" ", (name, family[0], *([suffix] if suffix else [])))


def from_commas(text: LocatedText, *, is_one: bool) -> list[LocatedText]:
    """Return the parts of a list; ``Hori, C., Cherian, A.``, ``Byron, Ada and Tring, Alan`` and one with others (`is_one`) are pairs, family name first."""
    halves = [_with_suffixes(_split_outside_parentheses(part, _COMMA)) for part in split_at_and(text)]
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


def split_at_and(text: LocatedText) -> list[LocatedText]:
    """Return the parts of a text between "and", "&" and their like."""
    return text.split(_AND) if _AND_HINT.search(text.string) else [text]


def is_grade(text: str) -> bool:
    """Tell whether a part of a list of names is a grade (``Senior Member``, ``IEEE``)."""
    words = text.lower().replace(",", " ").split()
    return bool(words) and all(word.strip(".()") in GRADES for word in words)
