"""Write the graph as a vault of Obsidian: one note an entity in a folder of its kind, and a note that leads to all."""

import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from avgraph.errors import WriteError
from avgraph.export.apps.notes import Link, Note, make_note, read_note, retire_note, write_note
from avgraph.files import file_name, locked, make_folder, open_whole
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import NodeType
from avgraph.text.ids import short_hash
from avgraph.views.find import NAMED_TYPES
from avgraph.views.papers import papers_of

FOLDERS = {
    NodeType.PAPER: "Papers",
    NodeType.AUTHOR: "People",
    NodeType.INSTITUTION: "Institutions",
    NodeType.TASK: "Tasks",
    NodeType.DATASET: "Datasets",
    NodeType.VENUE: "Venues",
}
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Names that Windows keeps for devices, whatever their extension."""
_MARKS_OF_LINKS = re.compile(r"[#^\[\]|%<>]")
"""What ends the name of a note in a link, or opens a comment or markup."""
_HOME = "source"
_MOST_LEADING = 30


def write_vault(graph: Graph, folder: Path, base: str) -> int:
    """Write the vault into a folder and return the number of bytes.

    A note is known by its property ``avgraph-id``, wherever in the folder its user has put it and whatever it is called. What stands below
    the marker, properties of other names, and notes of no entity are the user's. Of an entity that the list no longer has the note goes, unless
    a user wrote into it; where the graph is a part of the list, no note goes. Raises WriteError before anything is written.
    """
    make_folder(folder)
    with locked(folder):
        former, taken = _read_vault(folder, graph.source.name)
        nodes = [node for node in graph.nodes.values() if node.type in FOLDERS]
        paths = _name_notes(graph, nodes, {path: note.id for path, note in former.items()}, taken)
        notes = dict(_make_notes(graph, nodes, paths, former, base))
        size = sum(_write(_on_disk(folder, path), write_note(note)) for path, note in sorted(notes.items()))
        for path, note in sorted(former.items()) if not graph.source.is_part else ():
            if note.id not in paths:
                if note.is_untouched:
                    _on_disk(folder, path).unlink()
                else:
                    _write(_on_disk(folder, path), write_note(retire_note(note)))
    return size


def _on_disk(folder: Path, path: str) -> Path:
    """Return the path of a note, whose name is in UTF-8 on the disk, whatever the locale."""
    return folder / os.fsdecode(path.encode("utf-8", "surrogateescape"))


def _read_vault(folder: Path, name_of_list: str) -> tuple[dict[str, Note], set[str]]:
    """Return the notes of entities of a list by their paths, and the paths of all files as systems compare them that know no case."""
    notes: dict[str, Note] = {}
    taken: set[str] = set()
    for path in sorted(folder.rglob("*")):
        name = os.fsencode(path.relative_to(folder).as_posix()).decode("utf-8", "surrogateescape")
        if any(part.startswith(".") for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        taken.add(_key(name))
        if path.suffix != ".md":
            continue
        try:
            note = read_note(path, path.read_bytes().decode())
        except (OSError, UnicodeDecodeError) as error:
            raise WriteError(f"{path}: cannot be read as a note: {error}") from None
        if note.id and note.list == name_of_list:
            notes[name] = note
    return notes, taken


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _name_notes(graph: Graph, nodes: list[Node], former: Mapping[str, str], taken: set[str]) -> dict[str, str]:
    """Return the path of each entity's note, by id: that of the former note, else one that no other file has on any system."""
    paths: dict[str, str] = {}
    for path, identifier in former.items():
        paths.setdefault(identifier, path)
    wanted = {_HOME: f"{note_name(graph.source.title)}.md"}
    wanted |= {node.id: f"{FOLDERS[node.type]}/{note_name(node.label)}.md" for node in nodes}
    for identifier, path in wanted.items():
        if identifier in paths:
            continue
        free, tried = path, 0
        while _key(free) in taken:
            tried += 1
            free = f"{path.removesuffix('.md')} ({short_hash(graph.source.name, identifier, str(tried))}).md"
        taken.add(_key(free))
        paths[identifier] = free
    return {identifier: paths[identifier] for identifier in wanted}


def note_name(label: str) -> str:
    """Return a label as the name of a file that Windows, macOS and the links of Obsidian know.

    >>> note_name("What? C#: a [study]"), note_name("Con. 1"), note_name("...")
    ('What- C-- a -study', '_Con. 1', 'list')
    """
    name = file_name(_MARKS_OF_LINKS.sub("-", unicodedata.normalize("NFC", label)))
    return f"_{name}" if _RESERVED.match(name) else name


def _make_notes(
    graph: Graph, nodes: list[Node], paths: Mapping[str, str], former: Mapping[str, Note], base: str
) -> Iterator[tuple[str, Note]]:
    def link(identifier: str, text: str) -> str:
        # In the text of a link nothing can be escaped.
        shown = _MARKS_OF_LINKS.sub(" ", " ".join(text.split())).strip() or identifier
        return f"[[{paths[identifier].removesuffix('.md')}|{shown}]]" if identifier in paths else shown

    papers = {node.id: papers_of(graph, node) for node in nodes}
    for node in nodes:
        yield paths[node.id], make_note(graph, node, papers[node.id], link, base, former.get(paths[node.id]))
    home = former.get(paths[_HOME])
    own = {name: value for name, value in home.properties.items() if not name.startswith("avgraph-")} if home else {}
    properties = {"avgraph-id": _HOME, "avgraph-list": graph.source.name}
    yield (
        paths[_HOME],
        Note(properties | own, _lead(nodes, {node: len(own) for node, own in papers.items()}, link), home.own if home else ""),
    )


def _lead(nodes: list[Node], counts: Mapping[str, int], link: Link) -> str:
    """Return what leads to the notes: of each kind those with most papers."""
    lines = [""]
    for kind in NAMED_TYPES:
        own = sorted((node for node in nodes if node.type is kind), key=lambda node: (-counts.get(node.id, 0), node.label, node.id))
        if own and kind is not NodeType.PAPER:
            lines += [f"## {FOLDERS[kind]} ({len(own):,})", ""]
            lines += [f"- {link(node.id, node.label)} ({counts.get(node.id, 0)})" for node in own[:_MOST_LEADING]]
            lines.append("")
    return "\n".join([*lines, ""])


def _write(path: Path, text: str) -> int:
    """Write a note where it differs from what is there, and return its bytes; what its user writes meanwhile is not lost."""
    content = text.encode("utf-8", "replace")
    before = path.read_bytes() if path.is_file() else None
    if before == content:
        return len(content)
    with open_whole(path, replacing=before) as file:
        file.write(content)
    return len(content)
