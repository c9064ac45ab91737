"""Show the lines of the list that an entity is read from: as they stand where the list is at hand, else as the graph holds them."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import Any

from avgraph.model.vocabulary import local_name
from avgraph.sparql.engine import Engine

MOST_LINES = 20_000
"""Lines of a list that are shown on one page."""
_AROUND = 30
"""Lines before and after a place that was asked for."""
_MOST_QUOTED = 30
_LONGEST_QUOTE = 12
_PLACE = re.compile(r"#line=([0-9]{1,9}),([0-9]{1,9})$")


EntryReader = Callable[[int, int], list[tuple[int, str]]]
"""What the entries of the lines from one to another say, each with its line."""


def quote_places(lines: Sequence[str] | None, read_entries: EntryReader, places: Iterable[Sequence[int]]) -> list[dict[str, Any]]:
    """Return the text of places, each by its `first` and `last` line: `lines` of text, of long places the first; and how many more `left` there are.

    Where the list is not at hand, it is what `read_entries` reads.
    """
    quotes = []
    for first, last in list(places)[:_MOST_QUOTED]:
        shown = min(last, first + _LONGEST_QUOTE - 1)
        text = list(lines[first - 1 : shown]) if lines else [text for _, text in read_entries(first, shown)]
        quotes.append({"first": first, "last": last, "lines": text, "left": last - shown})
    return quotes


def read_source(lines: Sequence[str] | None, engine: Engine, around: int | None) -> dict[str, Any]:
    """Return the lines of a list, all or those around one: `lines` as number and text, `places` that IRIs lead to, `count` of all, `is_text`.

    A place has its `first` and `last` line and the `entities` that are read from it. Where the list is not at hand, what its entries say
    stands at their lines.
    """
    places = _read_places(engine)
    count = len(lines) if lines else max((last for _, last in places), default=0)
    first, last = (1, min(count, MOST_LINES)) if around is None else (max(1, around - _AROUND), min(count, around + _AROUND))
    numbered = [(number, lines[number - 1]) for number in range(first, last + 1)] if lines else read_entries(engine, first, last)
    return {
        "lines": numbered,
        "first": first,
        "last": last,
        "count": count,
        "is_text": lines is not None,
        "places": [
            {"first": start, "last": end, "entities": entities}
            for (start, end), entities in sorted(places.items())
            if start <= last and end >= first
        ],
    }


def _read_places(engine: Engine) -> dict[tuple[int, int], list[dict[str, str]]]:
    """Return the places that IRIs lead to, those that overlap another left out, with what is read from them: papers rather than entries."""
    places: defaultdict[tuple[int, int], list[dict[str, str]]] = defaultdict(list)
    rows = engine.rows(
        "SELECT DISTINCT ?place ?node ?label ?kind { ?read prov:hadPrimarySource|^prov:wasPrimarySourceOf ?place OPTIONAL { ?read avg:listsPaper ?paper } "
        "BIND(COALESCE(?paper, ?read) AS ?node) ?node rdfs:label ?label ; a ?kind FILTER(STRSTARTS(STR(?kind), STR(avg:))) } ORDER BY ?place ?node"
    )
    for place, node, label, kind in rows:
        match = _PLACE.search(place)
        if match:
            entity = {"id": node.removeprefix(engine.base), "label": label, "kind": local_name(kind)}
            places[int(match[1]) + 1, max(int(match[1]) + 1, int(match[2]))].append(entity)
    ordered = sorted(places)
    overlapping = {later for earlier, later in pairwise(ordered) if later[0] <= earlier[1]}
    return {place: places[place] for place in ordered if place not in overlapping}


def read_entries(engine: Engine, first: int, last: int) -> list[tuple[int, str]]:
    """Return what the entries of some lines say, and the tasks whose headings stand there, each with a line."""
    numbered: list[tuple[int, str]] = []
    rows = engine.rows(
        "SELECT ?line ?tag (COALESCE(?own, ?title) AS ?name) ?authors ?places { ?entry avg:line ?line "
        f"FILTER(?line >= {first} && ?line <= {last}) OPTIONAL {{ ?entry avg:tag ?tag }} OPTIONAL {{ ?entry avg:titleAsListed ?own }} "
        "OPTIONAL { ?entry avg:listsPaper/rdfs:label ?title } OPTIONAL { ?entry avg:authorsAsListed ?authors } "
        "OPTIONAL { ?entry avg:institutionsAsListed ?places } } ORDER BY ?line ?name"
    )
    for line, *texts in rows:
        numbered += [(line, text) for text in texts if text]
    return numbered
