"""Compare lists with spoilt versions of them, and tell what is wrong with patches and changes: ``python -m tests.mutated_pairs 1000``.

With a folder of versions of a list as well, neighbours are compared: ``python -m tests.mutated_pairs 0 FOLDER``.
"""

import io
import random
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from avgraph.assembly import build_graph
from avgraph.changes.change import ChangeKind, Changes
from avgraph.changes.compare import compare
from avgraph.changes.patch import apply_patch, generate_patch
from avgraph.errors import AvgraphError
from avgraph.export.rdf import write_ntriples
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import BASE_IRI, NodeType
from avgraph.reading.read import parse_reading_list
from avgraph.resolution.resolve import resolve
from tests.mutated_lists import BUNDLED, SOURCE, authority, spoil

_LINES = 120


def graph_of(text: str) -> Graph | None:
    """Return the graph of a list; None where it is refused."""
    try:
        listed = parse_reading_list(text, SOURCE)
    except AvgraphError:
        return None
    return build_graph(listed, resolve(listed, authority()))


def spoilt_pair(seed: int) -> tuple[str, str]:
    """Return a stretch of the bundled list, and the same spoilt."""
    chance = random.Random(seed)  # noqa: S311  (no secret)
    lines = BUNDLED.read_text(encoding="utf-8").split("\n")
    start = chance.randrange(55, len(lines) - _LINES)
    text = "\n".join(lines[start : start + _LINES])
    return text, spoil(text, chance)


def dump_of(graph: Graph) -> bytes:
    """Return the dump in N-Triples."""
    file = io.BytesIO()
    write_ntriples(graph, file, BASE_IRI)
    return file.getvalue()


def find_faults(old: Graph, new: Graph) -> Iterator[str]:
    """Yield what is wrong with the patch and the changes from one graph to another."""
    before, after = dump_of(old), dump_of(new)
    if apply_patch(before, generate_patch(before, after)) != after:
        yield "the patch does not lead to the new dump"
    forth, back = compare(old, new), compare(new, old)
    if forth.items and before == after:
        yield "equal dumps differ"
    for node_type in NodeType:
        if _ids(forth, node_type, ChangeKind.ADDED) != _ids(back, node_type, ChangeKind.REMOVED):
            yield f"{node_type}: added one way, not removed the other"
        counts = [len(graph.of_type(node_type)) for graph in (old, new)]
        if node_type not in (NodeType.AUTHORSHIP, NodeType.ENTRY) and counts[1] - counts[0] != _growth(forth, node_type):
            yield f"{node_type}: the changes do not explain {counts[0]} and {counts[1]}"
    for graph in (old, new):
        same = compare(graph, graph)
        if same.items or same.moved:
            yield "a graph differs from itself"


def _ids(changes: Changes, node_type: NodeType, kind: ChangeKind) -> set[str]:
    return {each.id for change in changes.of(node_type, kind) for each in (*change.old, *change.new)}


def _growth(changes: Changes, node_type: NodeType) -> int:
    """Return by how much the number of entities of a type grows, as the changes say."""
    kinds = (ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.JOINED, ChangeKind.PARTED)
    return sum(len(each.new) - len(each.old) for kind in kinds for each in changes.of(node_type, kind))


def main(count: int, folder: str = "") -> None:
    """Print the faults of `count` spoilt pairs, and of neighbours among the lists of a folder."""
    faults = refused = 0
    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(folder).glob("[0-9]*.md"))] if folder else []
    pairs = [*enumerate(map(spoilt_pair, range(count))), *(("neighbours", pair) for pair in pairwise(texts))]
    for name, (old, new) in pairs:
        graphs = graph_of(old), graph_of(new)
        if graphs[0] is None or graphs[1] is None:
            refused += 1
            continue
        for fault in find_faults(graphs[0], graphs[1]):
            faults += 1
            print(f"{name}: {fault}")
    print(f"{len(pairs):,} pairs, {refused:,} refused, {faults:,} faults")


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
