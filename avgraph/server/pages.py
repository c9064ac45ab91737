"""The pages of the server (Jinja2): where people ask, errors, and what is known of one entity and refers to it."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from avgraph.model.vocabulary import AVG, RDF, RDFS, local_name, shorten
from avgraph.server.settings import Settings
from avgraph.text.links import web_iri
from avgraph.views.projections import VIEWS
from avgraph.views.wording import name_subject, name_types, name_value, rank, rank_subject

_REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_MOST_VALUES = 300
_MOST_ROWS = 5 * _MOST_VALUES
_DETAILS = ("hasAuthorship", "hasEntry", "names")
_DETAILS_OF_OTHERS = (
    "author",
    "ofPaper",
    "statedAffiliation",
    "candidateAffiliation",
    "listsPaper",
    "underHeading",
    "names",
    "hasTopConcept",
)
"""Local names of predicates for those who look closely: how the list says what the page says."""
_INVERSE = {"listsPaper": "hasEntry", "hasEntry": "listsPaper", "ofPaper": "hasAuthorship", "hasAuthorship": "ofPaper"}
_NAMES = ("title", "name", "prefLabel")
_DRAWN_IN = {
    "Author": "coauthors",
    "Institution": "institutions",
    "Task": "tasks",
    "Paper": "knowledge",
    "Dataset": "knowledge",
    "Venue": "knowledge",
}

_OUTGOING = f"""SELECT DISTINCT ?predicate ?value ?label ?place {{
  {{ NODE ?predicate ?value }} UNION
  {{ NODE avg:hasEntry ?entry . ?entry ?predicate ?value FILTER(?predicate IN (avg:summaryAsListed, avg:keyword)) }}
  OPTIONAL {{ ?value rdfs:label ?label }}
  OPTIONAL {{ NODE avg:hasAuthorship ?authorship . ?authorship avg:author ?value ; avg:position ?inOrder }}
  OPTIONAL {{ ?value avg:position ?own }}
  BIND(COALESCE(?inOrder, ?own) AS ?place)
}} ORDER BY (?predicate IN (DETAILS)) ?predicate ?place ?label ?value LIMIT {_MOST_ROWS}"""
_INCOMING = f"""SELECT ?predicate ?value ?label ?year {{
  ?value ?predicate NODE . OPTIONAL {{ ?value rdfs:label ?label }} OPTIONAL {{ ?value avg:year ?year }}
}} ORDER BY (?predicate IN (DETAILS)) ?predicate DESC(?year) ?label ?value LIMIT {_MOST_ROWS}"""
Row = Mapping[str, Mapping[str, str]]


def outgoing(node: str) -> str:
    """Return the query for the statements about an entity, given as SPARQL writes it; authors in the order of the paper."""
    return _OUTGOING.replace("DETAILS", ", ".join(f"avg:{name}" for name in _DETAILS)).replace("NODE", node)


def incoming(node: str) -> str:
    """Return the query for the statements whose object an entity is."""
    names = ", ".join(f"avg:{name}" for name in _DETAILS_OF_OTHERS if name != "hasTopConcept")
    return _INCOMING.replace("DETAILS", names).replace("NODE", node)


@cache
def _environment() -> Environment:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(
        loader=folder,
        autoescape=True,
        finalize=_readable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals["views"] = VIEWS
    made.filters["breakable"] = _breakable
    return made


def render_page(template: str, **values: object) -> str:
    """Return a page; every value is escaped."""
    return _environment().get_template(template).render(values)


def _readable(value: Any) -> Any:
    """Return text that a page can show.

    Half a surrogate pair, which has no bytes, becomes a question mark; a character that reorders what stands around it,
    with which a label could pass for another, is named.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    named = _REVERSING.sub(lambda match: f"[U+{ord(match[0]):04X}]", value)
    return named.encode("utf-8", "replace").decode("utf-8")


def _breakable(text: str) -> Markup:
    """Return an address as HTML that breaks after its parts, not within them."""
    return Markup("<wbr>").join(_readable(part) for part in re.split(r"(?<=[/#._-])(?=[^/])", text))


@dataclass(frozen=True, slots=True)
class _Value:
    """A value of a predicate, or one of its subjects."""

    text: str
    link: str | None = None
    is_local: bool = False
    is_literal: bool = False
    is_address: bool = False
    """Whether the text may break after its parts."""
    year: str | None = None


@dataclass(frozen=True, slots=True)
class _Predicate:
    """A row of the table."""

    name: str
    short_iri: str
    values: tuple[_Value, ...]
    count: int
    query_for_all: str | None
    """Link to the query for all values, where there are more than are shown."""


def entity_page(
    iri: str, settings: Settings, about: Sequence[Row], references: Sequence[Row], description: Mapping[str, Any] | None = None
) -> str:
    """Return the page of an entity from the rows of `outgoing` and `incoming`, and what `avgraph show` says of it."""
    base = settings.base
    label = next((row["value"]["value"] for row in about if row["predicate"]["value"] == RDFS + "label"), shorten(iri.removeprefix(base)))
    types = [row["value"]["value"] for row in about if row["predicate"]["value"] == RDF + "type"]
    known = {(local_name(row["predicate"]["value"]), row["value"]["value"]) for row in about}
    own = [row for row in _once(about) if not _repeats(row, label)]
    others = [row for row in _once(references) if (_INVERSE.get(local_name(row["predicate"]["value"])), row["value"]["value"]) not in known]
    main, details = _divide(own, _DETAILS if _kind(types) == "Paper" else ("names",))
    others, details_of_others = _divide(others, _DETAILS_OF_OTHERS)
    view = _DRAWN_IN.get(_kind(types))
    return render_page(
        "entity.html",
        label=label,
        name=settings.name,
        type=name_types(types),
        iri=iri,
        query=_query_link(f"SELECT ?property ?value WHERE {{\n  <{iri}> ?property ?value .\n}}"),
        in_explorer=view and f"/explore/{view}#node={quote(iri.removeprefix(base))}",
        about=_table(main, iri, base),
        derived=_derived(description, {name_value(row["predicate"]["value"]).casefold() for row in about})
        if description and description["papers"]
        else [],
        references=_table(others, iri, base, is_reference=True),
        details=[_table(details, iri, base), _table(details_of_others, iri, base, is_reference=True)],
        summary=", ".join(f"{name}: {count:,}" for name, count in _count([(details, name_value), (details_of_others, name_subject)])),
    )


def _once(rows: Iterable[Row]) -> list[Row]:
    """Return the first row of each predicate and value: an author who stands at two places of a paper is one."""
    first: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        first.setdefault((row["predicate"]["value"], row["value"]["type"], row["value"]["value"]), row)
    return list(first.values())


def _repeats(row: Row, label: str) -> bool:
    """Tell whether a row says what the head of the page says."""
    predicate = row["predicate"]["value"]
    return predicate in (RDF + "type", RDFS + "label") or (local_name(predicate) in _NAMES and row["value"]["value"] == label)


def _divide(rows: Iterable[Row], details: Sequence[str]) -> tuple[list[Row], list[Row]]:
    parts: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        parts[local_name(row["predicate"]["value"]) in details].append(row)
    return parts


def _count(groups: Iterable[tuple[Sequence[Row], Callable[[str], str]]]) -> Iterable[tuple[str, int]]:
    counts: dict[str, int] = {}
    for rows, name in groups:
        for row in rows:
            title = name(row["predicate"]["value"])
            counts[title] = counts.get(title, 0) + 1
    return counts.items()


def _table(rows: Iterable[Row], iri: str, base: str, *, is_reference: bool = False) -> list[_Predicate]:
    by_predicate: dict[str, list[Row]] = {}
    for row in rows:
        by_predicate.setdefault(row["predicate"]["value"], []).append(row)
    table = []
    for predicate in sorted(by_predicate, key=rank_subject if is_reference else rank):
        values = by_predicate[predicate]
        pattern = f"?entity <{predicate}> <{iri}>" if is_reference else f"<{iri}> <{predicate}> ?entity"
        table.append(
            _Predicate(
                (name_subject if is_reference else name_value)(predicate),
                shorten(predicate),
                tuple(_value(row, base) for row in values[:_MOST_VALUES]),
                len(values),
                _query_link(f"SELECT ?entity WHERE {{ {pattern} }}") if len(values) > _MOST_VALUES else None,
            )
        )
    return table


def _derived(description: Mapping[str, Any], stated: Collection[str]) -> list[_Predicate]:
    """Return the facts of a description that no statement says alone: co-authors, tasks of the papers, and their like."""
    facts = [(name, texts, description["ids"][name]) for name, texts in description["facts"].items() if name.casefold() not in stated]
    return [
        _Predicate(
            name,
            "counted over its papers",
            tuple(_Value(text, f"/id/{quote(node)}" if node else None, is_local=True) for text, node in zip(texts, nodes, strict=True)),
            1,
            None,
        )
        for name, texts, nodes in facts
        if any(nodes)
    ]


def _value(row: Row, base: str) -> _Value:
    text, label = row["value"]["value"], row["label"]["value"] if "label" in row else None
    year = row["year"]["value"] if "year" in row else None
    if row["value"]["type"] != "uri":
        return _Value(text, is_literal=True, year=year)
    if text.startswith(base):
        path, mark, fragment = text.removeprefix(base).partition("#")
        link = f"/id/{quote(path, errors='replace')}{mark}{quote(fragment, safe='=,', errors='replace')}"
        return _Value(label or _place(text.removeprefix(base)), link, is_local=True, is_address=label is None, year=year)
    # What is no address of the web, such as javascript:, is never made a link.
    address = web_iri(text)
    if address is None:
        return _Value(text)
    link = quote(address, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
    return _Value(label or shorten(text), link, is_address=label is None, year=year)


def _query_link(text: str) -> str:
    return f"/#query={quote(text, safe='', errors='replace')}"


def _place(path: str) -> str:
    """Return the id of an entity, or the lines of a source in words (RFC 5147: counted between lines, from 0)."""
    match = re.fullmatch(r"source/(.+)#line=(\d+),(\d+)", path)
    if not match:
        return path
    first, last = int(match[2]) + 1, int(match[3])
    return f"{match[1]}, line {first}" if first >= last else f"{match[1]}, lines {first} to {last}"


def _kind(types: Sequence[str]) -> str:
    """Return the class of the entity beneath which the ontology has no other that it is of."""
    own = [local_name(each) for each in types if each.startswith(AVG)]
    return next((each for each in own if each in _DRAWN_IN), own[0] if own else "")
