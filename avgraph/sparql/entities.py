"""Find entities by name where the graph is: in a store or at an endpoint, with queries."""

from collections.abc import Callable, Sequence
from typing import Any

from avgraph.errors import AmbiguousNameError, UnknownEntityError
from avgraph.model.vocabulary import NAME_ATTRIBUTES, shorten
from avgraph.text.folding import fold, fold_title
from avgraph.text.likeness import holds_words, nearest_names
from avgraph.text.links import IDENTIFIER_SCHEMES, read_identifiers, web_iri
from avgraph.views.find import MOST_SUGGESTED

FetchRows = Callable[..., list[tuple[Any, ...]]]
"""Returns the rows that answer a query, whose values are of given kinds; see `Engine.rows`."""
_LABELS = "|".join(("rdfs:label", *(shorten(attribute.iri) for attribute in NAME_ATTRIBUTES)))
_IDENTIFIERS = "|".join(shorten(scheme.attribute.iri) for scheme in IDENTIFIER_SCHEMES)
_MOST_COUNTED = 200
"""Entities whose papers are counted where a part of a name could be each of them."""


def find_iris(fetch_rows: FetchRows, kinds: Sequence[str], name: str, base: str) -> list[str]:
    """Return the IRIs of the entities of these kinds that a name names, sorted: by id or IRI, as printed, or in any form of it.

    Raises UnknownEntityError with the nearest names where there is none. What is printed so is looked up, which is quick
    on a store of any size; only where nothing is are the names of the kinds read and folded.
    """
    name = name.strip()
    classes = " ".join(f"avg:{kind}" for kind in kinds)
    node = as_node(name.strip("<>") if ":" in name else base + name)
    if node and fetch_rows(f"ASK {{ {node} a ?kind FILTER(?kind IN ({classes.replace(' ', ', ')})) }}")[0][0]:
        return [node.strip("<>")]
    matches = _find_exactly(fetch_rows, classes, name)
    if matches:
        return matches
    forms = fetch_rows(f"SELECT DISTINCT ?node ?name {{ VALUES ?kind {{ {classes} }} ?node a ?kind ; {_LABELS} ?name }}", "iri", "text")
    for key in (fold, fold_title) if "Paper" in kinds else (fold,):
        folded = key(name)
        matches = sorted({iri for iri, form in forms if folded and key(form) == folded})
        if matches:
            return matches
    parts = sorted({iri for iri, form in forms if holds_words(form, name)})
    if len(parts) > 1:
        raise _ambiguous(fetch_rows, name, parts)
    if not parts:
        raise UnknownEntityError(name, nearest_names(name, (form for _, form in forms)))
    return parts


def _ambiguous(fetch_rows: FetchRows, name: str, iris: Sequence[str]) -> AmbiguousNameError:
    """Return the error of a part of several names, those with the most papers first."""
    nodes = " ".join(f"<{iri}>" for iri in iris[:_MOST_COUNTED])
    rows = fetch_rows(
        f"SELECT ?node ?label (COUNT(DISTINCT ?paper) AS ?papers) {{ VALUES ?node {{ {nodes} }} ?node rdfs:label ?label "
        "OPTIONAL { ?paper a avg:Paper ; ?link ?node } } GROUP BY ?node ?label",
        *("iri", "text", "number"),
    )
    first = sorted(rows, key=lambda row: (-row[2], row[1], row[0]))[:MOST_SUGGESTED]
    return AmbiguousNameError(name, tuple(f"{label} ({papers})" if papers else label for _, label, papers in first), len(iris))


def _find_exactly(fetch_rows: FetchRows, classes: str, name: str) -> list[str]:
    link = web_iri(name)
    patterns = [
        f"?node {_LABELS} {as_literal(name)}",
        *(f"?node {_IDENTIFIERS} {as_literal(each)}" for each in sorted({name, *read_identifiers(name).values()})),
        *([f"?node schema:url <{link}>"] if link and as_node(link) else []),
    ]
    for pattern in patterns:
        rows = fetch_rows(f"SELECT DISTINCT ?node {{ VALUES ?kind {{ {classes} }} {pattern} ; a ?kind }}", "iri")
        if rows:
            return sorted(iri for (iri,) in rows)
    return []


def as_node(iri: str) -> str | None:
    """Return an IRI as SPARQL writes it, or nothing where it is none."""
    from pyoxigraph import NamedNode

    try:
        return str(NamedNode(iri))
    except ValueError:
        return None


def as_literal(text: str) -> str:
    """Return a text as SPARQL writes it."""
    from pyoxigraph import Literal as Value

    return str(Value(text.encode("utf-8", "replace").decode("utf-8")))
