"""Choose the media type of an answer from an Accept header (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence


def choose(accept: str | None, offered: Sequence[str]) -> str | None:
    """Return the media type that the client likes best, of equals the one offered first, or nothing where none will do.

    >>> choose("text/csv;q=0.5, application/json", ("text/csv", "application/json"))
    'application/json'
    >>> choose("image/png", ("text/csv",)) is None
    True
    """
    if not accept or not accept.strip():
        return offered[0]
    ranges = [_read_range(part) for part in accept.split(",") if part.strip()]
    best, chosen = 0.0, None
    for media_type in offered:
        fitting = [(specificity, quality) for wanted, quality in ranges if (specificity := _fits(wanted, media_type))]
        # The most specific range says how much the type is liked, as */* may be ruled out for one type.
        quality = max(fitting, default=(0, 0.0))[1]
        if quality > best:
            best, chosen = quality, media_type
    return chosen


def _read_range(part: str) -> tuple[str, float]:
    wanted, *parameters = (piece.strip() for piece in part.lower().split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return wanted, min(1.0, max(0.0, float(value)))
            except ValueError:
                return wanted, 0.0
    return wanted, 1.0


def _fits(wanted: str, media_type: str) -> int:
    """Return how specific a range is that covers the type; 0 where it does not."""
    if wanted == media_type:
        return 3
    if wanted == media_type.partition("/")[0] + "/*":
        return 2
    return 1 if wanted in ("*/*", "*") else 0
