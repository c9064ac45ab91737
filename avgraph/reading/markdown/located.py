"""Text whose characters know where they are printed, so that cleaning, joining and parting it lose no place."""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from avgraph.model.rules import Span
from avgraph.text.controls import show_controls

_UNEVEN_SPACES = re.compile(r"\s\s|[^\S ]")
_SPACES = re.compile(r"\s+")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}(?![0-9]);?|#[xX][0-9a-fA-F]{1,6}(?![0-9a-fA-F]);?|[^\t\n\f <&#;]{1,32};?)")

_ACCENTS = {
    "'": "\u0301",
    "`": "\u0300",
    "^": "\u0302",
    '"': "\u0308",
    "~": "\u0303",
    "=": "\u0304",
    ".": "\u0307",
    "c": "\u0327",
    "v": "\u030c",
    "u": "\u0306",
    "H": "\u030b",
    "k": "\u0328",
    "r": "\u030a",
}
_TIE = re.compile(r"(?<=[A-Z]\.)~(?=[A-Z])")
"""``I.~J. Byron``"""
_BRACED_ACCENT = re.compile(r"""\{(?:\\?(?P<accent>['`^"~=.])|\\(?P<command>[cvuHkr])(?:\s+|(?=\{)))\{?\\?(?P<letter>[A-Za-z])\}?\}""")


@dataclass(slots=True, eq=False)
class LocatedText:
    """A string with the offsets in the printed text where each of its characters starts and ends.

    >>> text = LocatedText.at("Jos&eacute; Mart&iacute;", 10).unescape()
    >>> text.string, text.span, text.cut(5, 10).span
    ('José Martí', (10, 34), (22, 34))
    """

    string: str
    starts: Sequence[int]
    """A range where the string is printed as it is."""
    ends: Sequence[int]

    @classmethod
    def at(cls, string: str, start: int) -> "LocatedText":
        """Return a string that is printed as it is, from the offset `start` on."""
        end = start + len(string)
        return cls(string, range(start, end), range(start + 1, end + 1))

    @classmethod
    def over(cls, string: str, start: int, end: int) -> "LocatedText":
        """Return a string each of whose characters stands for the whole stretch from `start` to `end`."""
        return cls(string, [start] * len(string), [end] * len(string))

    def __reduce__(self) -> tuple[Any, ...]:
        """Be sent to another process in little: of a string that is printed as it is, where it starts is enough."""
        if isinstance(self.starts, range) and isinstance(self.ends, range):
            return _printed, (self.string, self.starts.start)
        return LocatedText, (self.string, self.starts, self.ends)

    @property
    def span(self) -> tuple[int, int]:
        """The offset of the first printed character, and that after the last; names can be printed in another order."""
        if not self.string:
            return (0, 0)
        if isinstance(self.starts, range):
            return self.starts[0], self.ends[-1]
        return min(self.starts), max(self.ends)

    def cut(self, start: int, end: int | None = None) -> "LocatedText":
        """Return the slice of the string from `start` to `end`."""
        if start == 0 and (end is None or end >= len(self.string)):
            return self
        return LocatedText(self.string[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self, characters: str | None = None) -> "LocatedText":
        """Return the text without these characters, or white space, at both ends."""
        bare = self.string.strip(characters)
        if len(bare) == len(self.string):
            return self
        start = len(self.string) - len(self.string.lstrip(characters))
        return self.cut(start, start + len(bare))

    def rstrip(self, characters: str | None = None) -> "LocatedText":
        """Return the text without these characters, or white space, at its end."""
        return self.cut(0, len(self.string.rstrip(characters)))

    def without_start(self, pattern: re.Pattern[str]) -> "LocatedText":
        """Return the text without what `pattern` matches at its start."""
        match = pattern.match(self.string)
        return self.cut(match.end()) if match else self

    def split(self, pattern: re.Pattern[str]) -> "list[LocatedText]":
        """Return the parts between the matches of `pattern`."""
        if pattern.search(self.string) is None:
            return [self]
        parts, start = [], 0
        for match in pattern.finditer(self.string):
            parts.append(self.cut(start, match.start()))
            start = match.end()
        return [*parts, self.cut(start)]

    def sub(self, pattern: re.Pattern[str], new: str) -> "LocatedText":
        r"""Return the text with `new` for each match of `pattern`; ``\1`` keeps the first group."""
        return self._sub_each(pattern, lambda match: self.cut(*match.span(1)) if new == r"\1" else self._replaced(match, new))

    def _sub_each(self, pattern: re.Pattern[str], replacement: "Callable[[re.Match[str]], LocatedText]") -> "LocatedText":
        """Return the text with what a function makes of each match of `pattern` in its place."""
        parts: list[LocatedText] = []
        start = 0
        for match in pattern.finditer(self.string):
            parts += (self.cut(start, match.start()), replacement(match))
            start = match.end()
        return join_texts("", [*parts, self.cut(start)]) if parts else self

    def _replaced(self, match: re.Match[str], new: str) -> "LocatedText":
        return LocatedText.over(new, min(self.starts[slice(*match.span())]), max(self.ends[slice(*match.span())]))

    def fold_spaces(self) -> "LocatedText":
        """Return the text with one space for each run of white space, and none at its ends."""
        if " ".join(self.string.split()) == self.string:
            return self
        return (self.sub(_SPACES, " ") if _UNEVEN_SPACES.search(self.string) else self).strip()

    def unescape(self) -> "LocatedText":
        """Return the text with its HTML entities resolved."""
        return self._sub_each(_ENTITY, lambda match: self._replaced(match, unescape(match[0]))) if "&" in self.string else self

    def resolve_accents(self) -> "LocatedText":
        """Return the text with the accents that bibliographies write in braces (BibTeX) on their letters, and a space for their ``~``.

        >>> LocatedText.at("Cl{'e}ment H{u}", 0).resolve_accents().string
        'Clément H{u}'
        """
        if "~" in self.string and _TIE.search(self.string):
            return self.sub(_TIE, " ").resolve_accents()
        return self._sub_each(_BRACED_ACCENT, lambda match: self._replaced(match, _accented(match))) if "{" in self.string else self


def _accented(match: re.Match[str]) -> str:
    """Return the letter that a match of `_BRACED_ACCENT` stands for."""
    return unicodedata.normalize("NFC", match["letter"] + _ACCENTS[match["accent"] or match["command"]])


def unescape(text: str) -> str:
    r"""Return `text` with its HTML entities resolved; numbers too long for a character stay, and control characters are shown.

    >>> unescape("&eacute;&#129;&#123456789;")
    'é\ufffd&#123456789;'
    """
    return show_controls(_ENTITY.sub(lambda match: html.unescape(match[0]), text)) if "&" in text else text


def join_texts(separator: str, texts: "Iterable[LocatedText]") -> LocatedText:
    """Return the texts as one; the separator counts as printed where the text before it ends."""
    texts = list(texts)
    if len(texts) == 1:
        return texts[0]
    if not separator and (whole := _unbroken(texts)) is not None:
        return whole
    string: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for text in texts:
        if string and separator:
            place = ends[-1] if ends else (text.starts[0] if text.string else 0)
            string.append(separator)
            starts += [place] * len(separator)
            ends += [place] * len(separator)
        string.append(text.string)
        starts += text.starts
        ends += text.ends
    return LocatedText("".join(string), starts, ends)


def _unbroken(texts: "Sequence[LocatedText]") -> LocatedText | None:
    """Return as one the texts that are printed as they are, each where the one before it ends; None for any others."""
    texts = [text for text in texts if text.string]
    for index, text in enumerate(texts):
        if not isinstance(text.starts, range) or not isinstance(text.ends, range):
            return None
        if index and text.starts[0] != texts[index - 1].ends[-1]:
            return None
    return LocatedText.at("".join(text.string for text in texts), texts[0].starts[0]) if texts else None


class LineTable:
    """Turns offsets in the text of an entry into lines and columns."""

    __slots__ = ("_first", "_starts")

    def __init__(self, lines: Sequence[str], first_line: int) -> None:
        """Take the lines, of which the first has the number `first_line`."""
        self._first = first_line
        self._starts = starts = [0]
        for line in lines[:-1]:
            starts.append(starts[-1] + len(line) + 1)

    def span(self, start: int, end: int) -> tuple[int, int, int, int]:
        """Return line, column, end line and end column, as `Span` counts them, of a stretch of the text."""
        starts = self._starts
        row = bisect_right(starts, start) - 1
        line = self._first + row if row else self._first
        if row + 1 == len(starts) or end < starts[row + 1]:
            # One integer for both: of each mention there are ten million.
            return line, start - starts[row] + 1, line, end - starts[row] + 1
        last = bisect_right(starts, end - 1) - 1
        return line, start - starts[row] + 1, self._first + last, end - starts[last] + 1


def line_span(line: str, number: int) -> Span:
    """Return the span of a line without the white space at its ends."""
    start, end = len(line) - len(line.lstrip()), len(line.rstrip())
    return Span(number, min(start, end) + 1, number, end + 1)


_printed = LocatedText.at
