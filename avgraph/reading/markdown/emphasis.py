"""Match the marks of emphasis in a row of pieces, and give runs their style; linear in the pieces."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from avgraph.reading.markdown.located import LocatedText, join_texts
from avgraph.reading.markdown.runs import Run, RunKind


@dataclass(slots=True, eq=False)
class Delimiter:
    """A run of asterisks or underscores, or the tag of an element of style."""

    mark: str
    count: int
    located: LocatedText
    can_open: bool
    can_close: bool

    @classmethod
    def between(cls, before: str, marks: str, after: str, located: LocatedText) -> "Delimiter":
        """Return a delimiter by the characters around it; more is taken for emphasis than CommonMark does, as keepers mean it."""
        count = len(marks)
        opens, closes = not after.isspace(), not before.isspace()
        if marks[0] == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        elif count == 2 and not opens and not closes:
            opens = closes = True
        return cls(marks[0], count, located, opens, closes)


Piece = Run | LocatedText | Delimiter


def style_pieces(pieces: Sequence[Piece]) -> list[Run]:
    """Return the runs of a row: text joined where nothing parts it, marks that style it gone, marks that match nothing kept as text."""
    if len(pieces) == 1 and isinstance(pieces[0], LocatedText):
        return [Run(RunKind.TEXT, pieces[0], *pieces[0].span)]
    bold, italic = _matched(pieces) if any(isinstance(piece, Delimiter) for piece in pieces) else (None, None)
    runs: list[Run] = []
    texts: list[LocatedText] = []
    style = (False, False)

    def flush() -> None:
        if texts:
            text = join_texts("", texts)
            runs.append(Run(RunKind.TEXT, text, *text.span, *style))
            texts.clear()

    for index, piece in enumerate(pieces):
        here = (bold[index] > 0, italic[index] > 0) if bold is not None and italic is not None else (False, False)
        if isinstance(piece, Run):
            flush()
            piece.is_bold, piece.is_italic = piece.is_bold or here[0], piece.is_italic or here[1]
            runs.append(piece)
            continue
        if isinstance(piece, Delimiter):
            if piece.mark in "bi" or not piece.count:
                continue
            located = piece.located.cut(0, piece.count)
        else:
            located = piece
        if here != style:
            flush()
            style = here
        texts.append(located)
    flush()
    return runs


def _matched(pieces: Sequence[Piece]) -> tuple[list[int], list[int]]:
    """Return for each piece how many marks of bold and of italics are open; what is left of a delimiter's count matches nothing."""
    changes = {1: [0] * (len(pieces) + 1), 2: [0] * (len(pieces) + 1)}
    stack: list[int] = []
    places: dict[str, list[int]] = {"*": [], "_": [], "b": [], "i": []}
    """By mark, the places in the stack of the delimiters that can open."""
    for index, piece in enumerate(pieces):
        if not isinstance(piece, Delimiter):
            continue
        own = places[piece.mark]
        while piece.can_close and piece.count and own:
            place = own[-1]
            opener = pieces[stack[place]]
            assert isinstance(opener, Delimiter)  # noqa: S101  (only such are on the stack)
            count = 2 if min(piece.count, opener.count) >= 2 else 1
            changes[count][stack[place]] += 1
            changes[count][index] -= 1
            piece.count -= count
            opener.count -= count
            del stack[place + 1 :]
            for marks in places.values():
                while marks and marks[-1] > place:
                    marks.pop()
            if not opener.count:
                stack.pop()
                own.pop()
        if piece.can_open and piece.count:
            own.append(len(stack))
            stack.append(index)
    return list(accumulate(changes[2])), list(accumulate(changes[1]))
