"""Write a graph to a path so that what was there before stays whole until the new one is."""

import contextlib
import io
from pathlib import Path
from typing import IO, Any, cast

from avgraph.errors import UsageError, WriteError
from avgraph.export.formats import FORMATS, Format
from avgraph.files import beside
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.progress import Advance, ProgressCallback, no_progress


def default_path(graph: Graph, format_name: str) -> Path:
    """Return where a format goes when no path is given: ``exports/<list name>.<extension>``."""
    return Path("exports") / f"{graph.source.name}.{FORMATS[format_name].extension}"


def format_of_path(path: Path) -> str:
    """Return the name of the format that a path's extension stands for. Raises WriteError for an unknown one."""
    extension = path.suffix.removeprefix(".").lower()
    for name, form in FORMATS.items():
        if form.extension == extension:
            return name
    known = ", ".join(f".{form.extension}" for form in FORMATS.values())
    message = f"{path}: no format has the extension {path.suffix!r}; known are {known} (or name the format)"
    raise WriteError(message)


class _Watched(io.RawIOBase):
    """A file that tells how many bytes are written to it."""

    def __init__(self, file: IO[bytes], advance: Advance) -> None:
        self.file = file
        self.advance = advance

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        size = self.file.write(content)
        self.advance(size)
        return size


def write_graph(
    graph: Graph, path: Path, format_name: str, base: str = BASE_IRI, progress: ProgressCallback = no_progress, *, materialize: bool = False
) -> int:
    """Write the graph to `path` and return the number of bytes, of which `progress` is told.

    The file is written beside its place and renamed, so that an interruption or a full disk leaves
    the previous one as it was. Raises WriteError where the path cannot be written.
    """
    form = FORMATS[format_name]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if form.is_folder:
            return _write_folder(graph, path, form, base)
        if path.is_dir():
            message = f"{path}: a folder; give the path of a file"
            raise WriteError(message)
        with beside(path) as (file, _):
            watched = file if progress is no_progress else cast("IO[bytes]", _Watched(file, progress("writing", None)))
            form.write(graph, watched, base, materialize=materialize)
            return file.tell()
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror or error}"
        raise WriteError(message) from None


def _write_folder(graph: Graph, path: Path, form: Format, base: str) -> int:
    path.mkdir(exist_ok=True)
    size = 0
    with contextlib.ExitStack() as renamed_last:
        for name in form.writers:
            file, _ = renamed_last.enter_context(beside(path / name))
            form.write(graph, file, base, name)
            size += file.tell()
    return size


def choose_format(path: object, format_name: str | None, *, source: str | Path | None = None, materialize: bool = False) -> str:
    """Return the format in which a graph goes to a path: the named one, else that of the extension, else turtle.

    Raises UsageError for one that is not there or that `materialize` is not for, WriteError where the path is the `source` of the graph.
    """
    is_path = isinstance(path, str | Path) and str(path) != "-"
    target = Path(str(path))
    name = format_name or (format_of_path(target) if is_path else "turtle")
    if name not in FORMATS:
        message = f"no format {name!r}; formats are {', '.join(FORMATS)}"
        raise UsageError(message)
    if materialize and not FORMATS[name].is_rdf:
        message = f"--materialize is for RDF formats; {name} is none"
        raise UsageError(message)
    if is_path and source is not None and str(source) != "-" and target.exists() and Path(source).exists() and target.samefile(source):
        message = f"{target}: the list itself; write the graph to another path"
        raise WriteError(message)
    return name


def export_graph(
    graph: Graph,
    path: str | Path | IO[bytes] | None,
    format_name: str,
    base: str,
    progress: ProgressCallback = no_progress,
    *,
    materialize: bool = False,
) -> Path | None:
    """Write the graph to a path, by default that of the list and the format, and return the path; or to a binary file."""
    form = FORMATS[format_name]
    if path is not None and not isinstance(path, str | Path):
        if form.is_folder:
            message = f"{format_name} is a folder of {len(form.writers)} files; give a path with -o"
            raise WriteError(message)
        form.write(graph, path, base, materialize=materialize)
        return None
    target = default_path(graph, format_name) if path is None else Path(path)
    write_graph(graph, target, format_name, base, progress, materialize=materialize)
    return target
