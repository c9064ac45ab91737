"""Write a graph or a view to a path so that what was there before stays whole until the new one is."""

import contextlib
import io
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

from avgraph.errors import UsageError, WriteError
from avgraph.export.formats import FORMATS, load_writer
from avgraph.files import file_name, locked, make_folder, open_whole, refuse_input_as_output
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI
from avgraph.progress import Advance, ProgressCallback, no_progress


def default_path(name: str, format_name: str) -> Path:
    """Return where a format goes when no path is given: ``exports/<name>.<extension>``."""
    return Path("exports") / file_name(name, f".{FORMATS[format_name].extension}")


def format_of_path(path: Path) -> str:
    """Return the name of the format that a path's extension stands for, of two the longer. Raises WriteError for an unknown one.

    >>> format_of_path(Path("map.vosviewer.json")), format_of_path(Path("papers.json"))
    ('vosviewer', 'csljson')
    """
    fitting = [(form.extension, name) for name, form in FORMATS.items() if path.name.lower().endswith(f".{form.extension}")]
    if fitting:
        return max(fitting, key=lambda each: len(each[0]))[1]
    known = ", ".join(f".{form.extension}" for form in FORMATS.values())
    raise WriteError(f"{path}: no format has the extension {path.suffix!r}; known are {known} (or name the format)")


class _Counted(io.RawIOBase):
    """A file that counts the bytes that are written to it; a pipe cannot tell how many they were."""

    def __init__(self, file: IO[bytes], advance: Advance) -> None:
        self.file = file
        self.advance = advance
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        size = self.file.write(content)
        self.size += size
        self.advance(size)
        return size


def _writers_of(graph: Graph, format_name: str, base: str, *, materialize: bool) -> dict[str, Callable[[IO[bytes]], object]]:
    form = FORMATS[format_name]
    return {name: partial(form.write, graph, base=base, name=name, materialize=materialize) for name in form.writers}


def write_files(path: Path, writers: Mapping[str, Callable[[IO[bytes]], object]], progress: ProgressCallback = no_progress) -> int:
    """Write a file, whose writer has the empty name, or the files of a folder, and return the number of bytes.

    The files of a folder take their places when all of them are complete, and those of one call are never mixed with those of another.
    """
    advance = progress("writing", None)
    size = 0
    with contextlib.ExitStack() as stack:
        if "" not in writers:
            make_folder(path)
            stack.enter_context(locked(path))
        for name, write in writers.items():
            file = _Counted(stack.enter_context(open_whole(path / name if name else path)), advance)
            write(cast("IO[bytes]", file))
            size += file.size
    return size


def choose_format(path: object, format_name: str | None, *, inputs: Iterable[str | Path | None] = (), materialize: bool = False) -> str:
    """Return the format in which a graph goes to a path: the named one, else that of the extension, else turtle.

    Raises UsageError for one that is not there or that `materialize` is not for, WriteError where the path is one of the `inputs`.
    """
    is_path = isinstance(path, str | Path) and str(path) != "-"
    target = Path(str(path))
    name = format_name or (format_of_path(target) if is_path else "turtle")
    if name not in FORMATS:
        raise UsageError(f"no format {name!r}; formats are {', '.join(FORMATS)}")
    if materialize and not FORMATS[name].is_rdf:
        raise UsageError(f"--materialize is for RDF formats; {name} is none")
    if is_path:
        refuse_input_as_output(target, inputs)
    return name


def export_graph(
    graph: Graph,
    path: str | Path | IO[bytes] | None,
    format_name: str,
    base: str = BASE_IRI,
    progress: ProgressCallback = no_progress,
    *,
    inputs: Iterable[str | Path | None] = (),
    materialize: bool = False,
) -> Path | None:
    """Write the graph to a path, by default that of the list and the format, and return the path; or to a binary file.

    Raises WriteError where the path is one of the `inputs`.
    """
    default = default_path(graph.source.name, format_name)
    if not FORMATS[format_name].folder_writer:
        return write_to(path, default, _writers_of(graph, format_name, base, materialize=materialize), format_name, inputs, progress)
    if path is not None and not isinstance(path, str | Path):
        raise WriteError(f"{format_name} is a folder; give a path with -o")
    target = Path(path or default)
    refuse_input_as_output(target, inputs)
    load_writer(FORMATS[format_name].folder_writer)(graph, target, base)
    return target


def write_to(
    path: str | Path | IO[bytes] | None,
    default: Path,
    writers: Mapping[str, Callable[[IO[bytes]], object]],
    format_name: str,
    inputs: Iterable[str | Path | None],
    progress: ProgressCallback = no_progress,
) -> Path | None:
    """Write what has one writer, or one for each file of a folder, to a path, else the `default` one, and return the path; or to a binary file.

    Raises WriteError where the path is one of the `inputs`, or a folder would go to a binary file.
    """
    if path is not None and not isinstance(path, str | Path):
        if "" not in writers:
            raise WriteError(f"{format_name} is a folder of {len(writers)} files; give a path with -o")
        writers[""](path)
        return None
    target = default if path is None else Path(path)
    inputs = list(inputs)
    for name in writers:
        refuse_input_as_output(target / name, inputs)
    write_files(target, writers, progress)
    return target
