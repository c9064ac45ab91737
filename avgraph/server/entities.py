"""The page of one entity: what is said of it, and who says something of it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from urllib.parse import quote

from avgraph.model.vocabulary import AVG, RDF, RDFS, local_name, shorten
from avgraph.server.settings import Settings
from avgraph.server.templates import escaped, fill
from avgraph.server.wording import name_subject, name_types, name_value, rank, rank_subject
from avgraph.text.links import web_iri
from avgraph.views.projections import VIEWS

_MOST_VALUES = 300
_MOST_ROWS = 5 * _MOST_VALUES
_DETAILS = ("hasAuthorship", "hasEntry", "names")
_DETAILS_OF_OTHERS = ("author", "ofPaper", "candidateAffiliation", "listsPaper", "underHeading", "names", "hasTopConcept")
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

_OUTGOING = f"""SELECT ?predicate ?value ?label ?place {{
  NODE ?predicate ?value . OPTIONAL {{ ?value rdfs:label ?label }}
  OPTIONAL {{ NODE avg:hasAuthorship ?authorship . ?authorship avg:author ?value ; avg:position ?inOrder }}
  OPTIONAL {{ ?value avg:position ?own }}
  BIND(COALESCE(?inOrder, ?own) AS ?place)
}} ORDER BY (?predicate IN (DETAILS)) ?predicate ?place ?label ?value LIMIT {_MOST_ROWS}"""
_INCOMING = f"""SELECT ?predicate ?value ?label ?year {{
  ?value ?predicate NODE . OPTIONAL {{ ?value rdfs:label ?label }} OPTIONAL {{ ?value avg:year ?year }}
}} ORDER BY (?predicate IN (DETAILS)) ?predicate DESC(?year) ?label ?value LIMIT {_MOST_ROWS}"""
Term = Mapping[str, str]
Row = Mapping[str, Term]


def outgoing(node: str) -> str:
    """Return the query for what is said of an entity, given as SPARQL writes it; authors in the order of the paper."""
    return _OUTGOING.replace("DETAILS", ", ".join(f"avg:{name}" for name in _DETAILS)).replace("NODE", node)


def incoming(node: str) -> str:
    """Return the query for what names an entity as its object."""
    names = ", ".join(f"avg:{name}" for name in _DETAILS_OF_OTHERS if name != "hasTopConcept")
    return _INCOMING.replace("DETAILS", names).replace("NODE", node)


def explorer_links() -> str:
    """Return links to the pages of the explorer."""
    return '<span class="soft">explore:</span>' + "".join(f'<a href="/explore/{view}">{view}</a>' for view in VIEWS)


def entity_page(iri: str, settings: Settings, said: Sequence[Row], heard: Sequence[Row]) -> str:
    """Return the page of an entity from the rows that `outgoing` and `incoming` ask for."""
    base = settings.base
    label = next((row["value"]["value"] for row in said if row["predicate"]["value"] == RDFS + "label"), shorten(iri.removeprefix(base)))
    types = [row["value"]["value"] for row in said if row["predicate"]["value"] == RDF + "type"]
    about = [row for row in _once(said) if not _repeats(row, label)]
    known = {(local_name(row["predicate"]["value"]), row["value"]["value"]) for row in said}
    others = [row for row in _once(heard) if (_INVERSE.get(local_name(row["predicate"]["value"])), row["value"]["value"]) not in known]
    main, close = _divided(about, _DETAILS if _kind(types) == "Paper" else ("names",))
    others, close_others = _divided(others, _DETAILS_OF_OTHERS)
    by_us, by_others = _table(main, iri, settings, name_value), _table(others, iri, settings, name_subject, is_heard=True)
    parts = {
        "label": escaped(label),
        "name": escaped(settings.name),
        "explorers": explorer_links(),
        "type": escaped(name_types(types)),
        "iri": _breakable(iri),
        "links": _links(iri, settings, types),
        "said": by_us,
        "heading": "<h2>What refers to it</h2>" if by_us and by_others else "",
        "heard": by_others,
        "details": _closer(close, close_others, iri, settings),
    }
    return fill("entity.html", parts)


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


def _divided(rows: Iterable[Row], details: Sequence[str]) -> tuple[list[Row], list[Row]]:
    parts: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        parts[local_name(row["predicate"]["value"]) in details].append(row)
    return parts


def _table(rows: Iterable[Row], iri: str, settings: Settings, name: Callable[[str], str], *, is_heard: bool = False) -> str:
    by_predicate: dict[str, list[Row]] = {}
    for row in rows:
        by_predicate.setdefault(row["predicate"]["value"], []).append(row)
    lines = []
    for predicate in sorted(by_predicate, key=rank_subject if is_heard else rank):
        values = by_predicate[predicate]
        title = f'<span title="{escaped(shorten(predicate))}">{escaped(name(predicate))}</span>'
        shown = "".join(f"<li>{_value(row, settings.base)}</li>" for row in values[:_MOST_VALUES])
        more = _more(iri, predicate, is_heard=is_heard) if len(values) > _MOST_VALUES else ""
        count = f' <span class="count">{len(values):,}{" or more" if more else ""}</span>' if len(values) > 1 else ""
        lines.append(f'<tr><th scope="row">{title}{count}</th><td><ul class="values">{shown}{more}</ul></td></tr>')
    return f"<table>{''.join(lines)}</table>" if lines else ""


def _more(iri: str, predicate: str, *, is_heard: bool) -> str:
    pattern = f"?entity <{predicate}> <{iri}>" if is_heard else f"<{iri}> <{predicate}> ?entity"
    return f'<li>The first {_MOST_VALUES} are here: <a href="{_asking(f"SELECT ?entity WHERE {{ {pattern} }}")}">ask for all</a></li>'


def _closer(said: Sequence[Row], heard: Sequence[Row], iri: str, settings: Settings) -> str:
    """Return what is for those who look closely, folded."""
    if not said and not heard:
        return ""
    counts: dict[str, int] = {}
    for rows, name in ((said, name_value), (heard, name_subject)):
        for row in rows:
            title = name(row["predicate"]["value"])
            counts[title] = counts.get(title, 0) + 1
    listed = ", ".join(f"{title}: {count:,}" for title, count in counts.items())
    tables = _table(said, iri, settings, name_value) + _table(heard, iri, settings, name_subject, is_heard=True)
    return f'<details class="closer"><summary>How the list says it <span class="count">{escaped(listed)}</span></summary>{tables}</details>'


def _links(iri: str, settings: Settings, types: Sequence[str]) -> str:
    text = f"SELECT ?property ?value WHERE {{\n  <{iri}> ?property ?value .\n}}"
    links = f'<a href="{_asking(text)}">Ask what is said of it</a>'
    view = _DRAWN_IN.get(_kind(types))
    if view:
        links += f'<a href="/explore/{view}#node={quote(iri.removeprefix(settings.base))}">See it in the explorer</a>'
    return links


def _asking(text: str) -> str:
    return f"/#query={quote(text, safe='', errors='replace')}"


def _value(row: Row, base: str) -> str:
    value = row["value"]
    text = value["value"]
    year = f' <span class="count">{escaped(row["year"]["value"])}</span>' if "year" in row else ""
    if value["type"] != "uri":
        return f"<span dir=auto>{escaped(text)}</span>{year}"
    if text.startswith(base):
        label = escaped(row["label"]["value"]) if "label" in row else _breakable(_place(text.removeprefix(base)))
        path, mark, fragment = text.removeprefix(base).partition("#")
        return f'<a dir=auto href="/id/{quote(path, errors="replace")}{mark}{escaped(quote(fragment, safe="=,"))}">{label}</a>{year}'
    # What is no address of the web, such as javascript:, is never made a link.
    link = web_iri(text)
    if link is None:
        return f"<span>{escaped(text)}</span>"
    label = escaped(row["label"]["value"]) if "label" in row else _breakable(shorten(text))
    address = quote(link, safe="%/:?#[]@!$&'()*+,;=~", errors="replace")
    return f'<a dir=auto href="{escaped(address)}" rel="noopener noreferrer">{label}</a>{year}'


def _place(path: str) -> str:
    """Return the id of an entity, or the lines of a source in words (RFC 5147: counted between lines, from 0)."""
    found = re.fullmatch(r"source/(.+)#line=(\d+),(\d+)", path)
    if not found:
        return path
    first, last = int(found[2]) + 1, int(found[3])
    return f"{found[1]}, line {first}" if first >= last else f"{found[1]}, lines {first} to {last}"


def _breakable(text: str) -> str:
    """Return an address as HTML that breaks after its parts, not within them."""
    return "<wbr>".join(escaped(part) for part in re.split(r"(?<=[/#._-])(?=[^/])", text))


def _kind(types: Sequence[str]) -> str:
    """Return the class of the entity beneath which the ontology has no other that it is of."""
    own = [local_name(each) for each in types if each.startswith(AVG)]
    return next((each for each in own if each in _DRAWN_IN), own[0] if own else "")
