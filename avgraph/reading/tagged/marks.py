"""Tell by superscripts which author belongs to which institution: ``Ada Lovelace<sup>1</sup>``, ``<sup>1</sup>University of London``."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.tagged.pieces import Piece, PieceKind

_RAISED = re.compile(r"<sup\b[^<>]*>(?P<marks>[^<>]{1,40})</sup>", re.IGNORECASE)
_MARK = re.compile(r"[^\W_]{1,3}|[^\w\s,;]")


def tie_by_marks(
    authors: Sequence[LocatedText], institutions: Sequence[LocatedText], pieces: Sequence[Piece]
) -> tuple[tuple[int, int], ...]:
    """Return the places of authors and institutions that superscripts tie; `pieces` are those of the entry.

    A mark stands after an author and before an institution.
    """
    if not authors or not institutions:
        return ()
    places: dict[str, int] = {}
    starts = [name.span[0] for name in institutions]
    for _, end, marks in _raised(pieces, PieceKind.INSTITUTIONS):
        place = bisect_left(starts, end)
        if place < len(starts):
            places.update((mark, place) for mark in marks if mark not in places)
    starts = [name.span[0] for name in authors]
    ties = {
        (author, places[mark]): None
        for start, _, marks in _raised(pieces, PieceKind.AUTHORS)
        if (author := bisect_right(starts, start) - 1) >= 0
        for mark in marks
        if mark in places
    }
    return tuple(sorted(ties))


def _raised(pieces: Sequence[Piece], kind: PieceKind) -> Iterator[tuple[int, int, list[str]]]:
    """Yield where each superscript of a field stands, and its marks."""
    for piece in pieces:
        if piece.kind is kind:
            for match in _RAISED.finditer(piece.text):
                yield piece.start + match.start(), piece.start + match.end(), _MARK.findall(match["marks"])
