"""Content negotiation: the media types of results, and which of them a client prefers. Workers import it, so it needs no Starlette."""

from collections.abc import Sequence

ROWS = (
    "application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values",
    "application/json", "application/xml", "text/xml",
)  # fmt: skip
"""Media types of rows and of yes and no, as pyoxigraph knows them; the first is the default."""
TRIPLES = (
    "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "application/n-quads", "application/trig",
    "text/n3", "application/json", "application/xml",
)  # fmt: skip
"""Media types of triples; the first is the default."""


def choose_media_type(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type that the client prefers by its Accept header (RFC 9110, section 12.5.1), of equals the one offered first.

    Nothing where none will do.

    >>> choose_media_type("text/csv;q=0.5, application/json", ("text/csv", "application/json"))
    'application/json'
    >>> choose_media_type("image/png", ("text/csv",)) is None
    True
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_read_range(part) for part in accept.split(",") if part.strip()]
    best, chosen = 0.0, None
    for media_type in offered:
        matches = [(specificity, quality) for media_range, quality in ranges if (specificity := _specificity(media_range, media_type))]
        # The most specific range says how much the type is liked, as */* may be ruled out for one type.
        quality = max(matches, default=(0, 0.0))[1]
        if quality > best:
            best, chosen = quality, media_type
    return chosen


def _read_range(part: str) -> tuple[str, float]:
    media_range, *parameters = (piece.strip() for piece in part.lower().split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media_range, min(1.0, max(0.0, float(value)))
            except ValueError:
                return media_range, 0.0
    return media_range, 1.0


def _specificity(media_range: str, media_type: str) -> int:
    """Return how specific a range is that covers the type; 0 where it does not."""
    if media_range == media_type:
        return 3
    if media_range == media_type.partition("/")[0] + "/*":
        return 2
    return 1 if media_range in ("*/*", "*") else 0
