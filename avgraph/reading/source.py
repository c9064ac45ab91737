"""Turn a path, standard input or the bundled list into text and the facts about where it comes from."""

import codecs
import os
import re
import sys
from hashlib import sha256
from pathlib import Path

from avgraph.errors import UnreadableSourceError
from avgraph.files import TABLES, find_tables
from avgraph.model.entries import FileFormat, Source
from avgraph.model.rules import Span
from avgraph.reading.graph_tables import join_tables
from avgraph.text.controls import show_controls
from avgraph.text.folding import slug
from avgraph.text.ids import short_hash

BUNDLED_NAME = "audio-visual-learning"
"""Name of the list that ships with the package and is read when no source is given."""
_BUNDLED_TITLE = "Audio-visual learning"
_BUNDLED_ORIGIN = "https://github.com/GeWu-Lab/awesome-audiovisual-learning"
_BUNDLED_VERSION = "commit f9d1d58 of 2023-11-08"
SIZE_LIMIT = 2**31
"""Largest source that is read, in bytes."""
_MARKS_OF_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_GENERIC_NAMES = frozenset(
    ("readme", "index", "list", "main", "papers", "awesome", "readme_en", "readme-en", "default", "home", "document")
)
"""Names of files, their endings left out, that say nothing of the list within."""
_NUMBERED = re.compile(r"\d+(?:[.):]\s|\.\d)")
_BADGE = re.compile(r"\[?!\[[^\[\]]*\]\([^()]*\)(?:\]\([^()]*\))?|<img\b[^<>]*>")
_TOP = 50_000
"""Characters of a list among which its title is looked for."""
_GENERIC_TITLES = frozenset(
    ("contents", "table of contents", "toc", "introduction", "overview", "about", "readme", "papers", "paper list", "list")
)


def load_source(path: str | Path | None = None, content: bytes | None = None, shown: str | None = None) -> tuple[Source, str]:
    """Return the source at `path` and its text: a file, ``-`` for standard input, None for the bundled list.

    `content` is what the file held at another time, which messages call `shown`.

    Raises UnreadableSourceError where there is no such file, it cannot be opened, is not UTF-8 or is
    larger than 2 GiB.
    """
    if path is None:
        raw = (Path(__file__).parents[1] / "data" / f"{BUNDLED_NAME}.md").read_bytes()
        source = Source(BUNDLED_NAME, f"{BUNDLED_NAME}.md", sha256(raw).hexdigest(), _BUNDLED_TITLE, _BUNDLED_ORIGIN, _BUNDLED_VERSION)
        return source, raw.decode("utf-8")
    tables = find_tables(path) if content is None and str(path) != "-" else None
    if tables is not None and (joined := _join(tables)):
        return joined
    shown = "<stdin>" if str(path) == "-" else _printable(shown or str(path))
    raw = _read_bytes(path, shown) if content is None else content
    try:
        # Spreadsheets write tables in UTF-16, with a mark; a list in Markdown is UTF-8.
        is_table = raw.startswith(_MARKS_OF_UTF16) and not _is_markdown("", shown)
        text = raw.decode("utf-16" if is_table else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        encoding = "UTF-16" if error.encoding.startswith("utf-16") else "UTF-8"
        message = f"{shown}:{line}: not {encoding} (byte {raw[error.start]:#04x}); save the list as UTF-8"
        raise UnreadableSourceError(message) from None
    if shown == "<stdin>":
        return Source("stdin", shown, sha256(raw).hexdigest(), "stdin"), text
    name, title = _name_of(Path(path), text)
    return Source(name, shown, sha256(raw).hexdigest(), title), text


def _join(folder: Path) -> tuple[Source, str] | None:
    """Return the source of a folder with the tables of a graph, and their papers; None where they are no such tables."""
    shown = [_printable(str(folder / name)) for name in TABLES]
    raw = [_read_bytes(folder / name, each) for name, each in zip(TABLES, shown, strict=True)]
    text = join_tables(*(each.decode("utf-8-sig", "replace") for each in raw))
    stem = _printable(folder.stem) or "list"
    return (Source(stem, shown[0], sha256(b"".join(raw)).hexdigest(), stem, is_joined=True), text) if text else None


def load_example() -> str:
    """Return the text of an example list that a new keeper can start from."""
    return (Path(__file__).parents[1] / "data" / "example.md").read_text(encoding="utf-8")


def _name_of(path: Path, text: str) -> tuple[str, str]:
    """Return the name of a list and its title: its first heading says the title, and the name where that of the file is one of many."""
    stem = _printable(path.stem) or "list"
    title = _title_heading(text) if _is_markdown(text, path.name) else None
    if stem.casefold().partition(".")[0] not in _GENERIC_NAMES:
        return stem, title or stem
    title = title or _printable(path.absolute().parent.name) or stem
    words = slug(title)
    # What a slug cannot say tells two lists apart as well.
    is_whole = words == re.sub(r"[\W_]+", "-", title.casefold()).strip("-")
    return (words if is_whole else f"{words}-{short_hash(title)}".strip("-")), title


def _is_markdown(text: str, path: str) -> bool:
    # Imported where it is needed, as what follows here: a list whose dump is cached is opened without being read.
    from avgraph.reading.formats import file_format

    return file_format(text, path) is FileFormat.MARKDOWN


def _title_heading(text: str) -> str | None:
    """Return the first heading of a list if it is of level 1, unless many lists have it or it is one of a row of numbers or years."""
    from avgraph.reading.markdown.heading_text import topic_name
    from avgraph.reading.markdown.inline import plain_text
    from avgraph.reading.markdown.lines import BlockKind
    from avgraph.reading.tagged.blocks import cut_blocks

    heading = next((block for block in cut_blocks(split_lines(text[:_TOP])[0]) if block.kind is BlockKind.HEADING), None)
    title = topic_name(plain_text(_BADGE.sub("", heading.text))) if heading and heading.level == 1 else ""
    is_of_many = slug(title).replace("-", " ") in _GENERIC_TITLES or _NUMBERED.match(title) or not any(map(str.isalpha, title))
    return None if is_of_many else title


def _printable(name: str) -> str:
    """Return a name of a file as text: what is not UTF-8 or cannot be seen is replaced."""
    return show_controls(os.fsencode(name).decode("utf-8", "replace"))


def _read_bytes(path: str | Path, shown: str) -> bytes:
    try:
        if shown == "<stdin>":
            raw = sys.stdin.buffer.read(SIZE_LIMIT + 1)
        else:
            with open(path, "rb") as file:  # noqa: PTH123  (a path of any kind, also a pipe)
                raw = file.read(SIZE_LIMIT + 1)
    except IsADirectoryError:
        message = f"{shown}: a folder; give the file of the list"
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
    shown = show_controls(text)
    lines = shown.split("\n")
    spans = []
    if shown != text:
        for number, (line, other) in enumerate(zip(text.split("\n"), lines, strict=True), 1):
            odd = [column for column, (a, b) in enumerate(zip(line, other, strict=True), 1) if a != b] if line != other else []
            spans += [Span(number, odd[0], number, odd[-1] + 1)] if odd else []
    return lines, spans
