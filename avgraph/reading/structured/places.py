"""Find where the forms of a record are printed in its file."""

import re
from bisect import bisect_right

from avgraph.model.mentions import Mention, Mentions, pack_spans
from avgraph.model.rules import Span


class Places:
    """The lines of a text by their offsets."""

    def __init__(self, text: str) -> None:
        """Hold a text whose lines end with a line feed."""
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]

    def position(self, offset: int) -> tuple[int, int]:
        r"""Return line and column of an offset, both counted from 1.

        >>> Places("ab\ncd").position(4)
        (2, 2)
        """
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def line_start(self, line: int) -> int:
        """Return the offset where a line starts, counted from 0; of one before or after the text that of the nearest."""
        return self._starts[min(max(line, 0), len(self._starts) - 1)]

    def lines(self, start: int, end: int) -> tuple[int, int]:
        """Return the first and the last line of a stretch that is not empty lines at its end."""
        text = self.text[start:end].rstrip()
        return self.position(start)[0], self.position(start + max(0, len(text) - 1))[0]

    def span(self, start: int, end: int) -> Span:
        """Return a stretch as a span."""
        return Span(*self.position(start), *self.position(max(start, end)))

    def find(self, form: str, start: int, end: int) -> tuple[int, int]:
        """Return the offsets where a form is printed; an empty stretch at `start` where it is printed otherwise."""
        place = self.text.find(form, start, end) if form else -1
        return (start, start) if place < 0 else (place, place + len(form))

    def mention(self, form: str, start: int, end: int) -> Mention:
        """Return the mention of a form that is printed between two offsets."""
        first, last = self.find(form, start, end)
        return Mention(form, *self.position(first), *self.position(last))

    def mentions(self, forms: list[tuple[str, int]], as_listed: str, end: int) -> Mentions:
        """Return the mentions of a field: each form with the offset from which it is looked for, up to `end`. It has no label."""
        numbers: list[int] = []
        last = 0
        first = None
        for form, start in forms:
            begin, stop = self.find(form, max(start, last), end)
            if begin == stop:
                begin = stop = start
            last = max(last, stop)
            first = begin if first is None else first
            numbers += (*self.position(begin), *self.position(stop))
        whole = (*self.position(first), *self.position(last)) if first is not None else (0, 0, 0, 0)
        return Mentions(tuple(form for form, _ in forms), as_listed, pack_spans([0, 0, 0, 0, *whole, *numbers]))
