"""Turn a path, standard input or the bundled list into text and the facts about where it comes from."""

import sys
from hashlib import sha256
from pathlib import Path

from avgraph.errors import UnreadableSourceError
from avgraph.model.entries import Source
from avgraph.model.rules import Span

BUNDLED_NAME = "audio-visual-learning"
"""Name of the list that ships with the package and is read when no source is given."""
_BUNDLED_TITLE = "Audio-visual learning"
_BUNDLED_ORIGIN = "https://github.com/GeWu-Lab/awesome-audiovisual-learning"
_BUNDLED_VERSION = "commit f9d1d58 of 2023-11-08"
SIZE_LIMIT = 2**31
"""Largest source that is read, in bytes."""

# Control characters other than tab and line ends cannot stand in XML and steer terminals. Their
# visible pictures (Unicode block 2400) keep which one it was.
CONTROL_PICTURES = {
    **{code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    0x85: 0x2424,
    0xFFFE: 0xFFFD,
    0xFFFF: 0xFFFD,
}


def load_source(path: str | Path | None = None) -> tuple[Source, str]:
    """Return the source at `path` and its text: a file, ``-`` for standard input, None for the bundled list.

    Raises UnreadableSourceError where there is no such file, it cannot be opened, is not UTF-8 or is
    larger than 2 GiB.
    """
    if path is None:
        raw = (Path(__file__).parents[1] / "data" / f"{BUNDLED_NAME}.md").read_bytes()
        source = Source(BUNDLED_NAME, f"{BUNDLED_NAME}.md", sha256(raw).hexdigest(), _BUNDLED_TITLE, _BUNDLED_ORIGIN, _BUNDLED_VERSION)
        return source, raw.decode("utf-8")
    shown = "<stdin>" if str(path) == "-" else str(path)
    raw = _read_bytes(path, shown)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"{shown}:{line}: not UTF-8 (byte {raw[error.start]:#04x}); save the list as UTF-8"
        raise UnreadableSourceError(message) from None
    name = "stdin" if shown == "<stdin>" else Path(path).stem or "list"
    return Source(name, shown, sha256(raw).hexdigest(), name), text


def _read_bytes(path: str | Path, shown: str) -> bytes:
    try:
        if shown == "<stdin>":
            raw = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        else:
            with open(path, "rb") as file:  # noqa: PTH123  (a path of any kind, also a pipe)
                raw = file.read(SIZE_LIMIT + 1)
    except IsADirectoryError:
        message = f"{shown}: a folder; give the Markdown file of the list"
        raise UnreadableSourceError(message) from None
    except FileNotFoundError:
        message = f"{shown}: no such file"
        raise UnreadableSourceError(message) from None
    except PermissionError:
        message = f"{shown}: no permission to read it"
        raise UnreadableSourceError(message) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"{shown}: cannot be read: {reason}"
        raise UnreadableSourceError(message) from None
    if len(raw) > SIZE_LIMIT:
        message = f"{shown}: larger than {SIZE_LIMIT // 2**30} GiB, the limit for one list"
        raise UnreadableSourceError(message)
    return raw


def split_lines(text: str) -> tuple[list[str], list[Span]]:
    r"""Return the lines of `text`, and for each line with control characters the span from the first of them to the last.

    Lines end as editors count them: line feed, carriage return, or both. Control characters are
    replaced by their visible pictures.

    >>> split_lines("a\r\nb\x01")
    (['a', 'b\u2401'], [Span(line=2, column=2, end_line=2, end_column=3)])
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = text.removesuffix("\n")
    shown = text.translate(CONTROL_PICTURES)
    lines = shown.split("\n")
    spans = []
    if shown != text:
        for number, (line, other) in enumerate(zip(text.split("\n"), lines, strict=True), 1):
            odd = [column for column, (a, b) in enumerate(zip(line, other, strict=True), 1) if a != b] if line != other else []
            spans += [Span(number, odd[0], number, odd[-1] + 1)] if odd else []
    return lines, spans
