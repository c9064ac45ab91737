"""Hold where an entry names something, and with which form."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple, overload

from avgraph.model.rules import Span


class Mention(NamedTuple):
    """One place where an entry names something, with the form that is printed there.

    The printed text can be longer than the form: it holds entities, emphasis or a line break that reading resolves.
    """

    form: str
    """What the printed text says, Markdown resolved."""
    line: int
    """The line where it starts, counted from 1."""
    column: int
    """The code point in that line where it starts, counted from 1."""
    end_line: int
    """The line where it ends."""
    end_column: int
    """The code point after its last one."""

    @property
    def span(self) -> Span:
        """Where it is printed."""
        return Span(self.line, self.column, self.end_line, self.end_column)


@dataclass(frozen=True, slots=True)
class Mentions(Sequence[Mention]):
    """The mentions of one field of an entry in order, in little memory: a list of a million papers has ten million.

    >>> authors = Mentions.at_line(4, ("Di Hu", "Xuelong Li"))
    >>> authors.forms, authors[1].line
    (('Di Hu', 'Xuelong Li'), 4)
    """

    forms: tuple[str, ...] = ()
    """What each mention says."""
    as_listed: str = ""
    """The text of the field as it stands in the list, lines joined by a space."""
    places: bytes = field(default=b"", repr=False)
    """Spans of the field's label, of its text, of each mention and of each repeat, four native unsigned integers each; see `pack_spans`."""

    @classmethod
    def at_line(cls, line: int, forms: tuple[str, ...], as_listed: str = "") -> "Mentions":
        """Return mentions of which no more than the line is known."""
        return cls(forms, as_listed, pack_spans([line, 1, line, 1] * (2 + len(forms))))

    @property
    def label(self) -> Span:
        """Where the label of the field is printed; empty where it has none."""
        return self._span(0)

    @property
    def text(self) -> Span:
        """Where the text of the field is printed, from its label or first mention to its end."""
        return self._span(1)

    @property
    def repeats(self) -> tuple[Span, ...]:
        """Where a name is printed that the field names before; it counts as one mention."""
        return tuple(map(self._span, range(2 + len(self), len(self.places) // _SPAN_BYTES)))

    @property
    def spans(self) -> list[Span]:
        """Where each name is printed, repeats included, as they stand."""
        return sorted((*(mention.span for mention in self), *self.repeats))

    def replaced(self, spans: Mapping[str, tuple[int, ...]], repeats: Iterable[tuple[int, ...]]) -> "Mentions":
        """Return the field with other mentions, a form and its span each."""
        return Mentions(tuple(spans), self.as_listed, self.places[: 2 * _SPAN_BYTES] + pack_spans(chain(*spans.values(), *repeats)))

    def _span(self, index: int) -> Span:
        return Span(*memoryview(self.places).cast("I")[4 * index : 4 * index + 4]) if self.places else Span(0, 0, 0, 0)

    def __len__(self) -> int:
        """Return how many mentions there are."""
        return len(self.forms)

    def __iter__(self) -> Iterator[Mention]:
        """Yield the mentions, as they stand."""
        numbers = memoryview(self.places).cast("I")
        for place, form in enumerate(self.forms):
            yield Mention(form, *numbers[4 * place + 8 : 4 * place + 12])

    @overload
    def __getitem__(self, index: int) -> Mention: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Mention, ...]: ...
    def __getitem__(self, index: int | slice) -> Mention | tuple[Mention, ...]:
        """Return one mention, or those of a slice."""
        if isinstance(index, slice):
            return tuple(self[each] for each in range(*index.indices(len(self))))
        place = range(len(self))[index]
        return Mention(self.forms[place], *memoryview(self.places).cast("I")[4 * place + 8 : 4 * place + 12])


_SPAN_BYTES = 4 * array("I").itemsize


def pack_spans(numbers: Iterable[int]) -> bytes:
    """Return spans, each as line, column, end line and end column, in little memory."""
    return array("I", numbers).tobytes()
