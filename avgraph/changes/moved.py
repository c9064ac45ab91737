"""Find what says the same and stands elsewhere."""

from avgraph.changes.change import MovedEntry
from avgraph.changes.changed_lines import longest_increasing
from avgraph.changes.match import Matching
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import Relation


def find_moved(old: Graph, new: Graph, matching: Matching) -> tuple[MovedEntry, ...]:
    """Return the entries that stand elsewhere among the others under one heading: the fewest whose moving explains it."""
    pairs = [(old.nodes[a], new.nodes[b]) for a, b in matching.of_old.items() if a.startswith("entry/")]
    pairs.sort(key=lambda pair: (pair[0].lines, pair[0].id))
    staying = set(longest_increasing([entry.lines for _, entry in pairs]))
    moved = []
    for place, (before, entry) in enumerate(pairs):
        headings = (each.edges.get(Relation.UNDER_HEADING, ()) for each in (before, entry))
        # What stands under another heading is a change of its paper.
        if place not in staying and all(map(matching.is_same, *headings)) and before.lines and entry.lines:
            first, last = entry.lines[0]
            moved.append(MovedEntry(entry.label, before.lines[0][0], first, last - first + 1))
    return tuple(moved)
