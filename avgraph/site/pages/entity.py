"""The page of one entity: what `avgraph show` says of it, where the list says so, and every statement about it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from avgraph.model.vocabulary import AVG, RDF, RDFS, local_name, shorten
from avgraph.site.content.statements import DETAILS, DETAILS_OF_OTHERS
from avgraph.site.pages.addresses import HEADINGS, Site
from avgraph.site.pages.environment import render_page
from avgraph.site.pages.markup import Item, TableRow
from avgraph.site.pages.structured import structured_data
from avgraph.text.links import web_iri
from avgraph.views.statistics import span_of_years
from avgraph.views.wording import name_subject, name_types, name_value, rank, rank_subject

_MOST_VALUES = 300
_MOST_COUNTED = 12
"""Values of what is counted that are seen at once."""
_MOST_PAPERS = 300
_MOST_UNFOLDED = 1_000
"""Values of what is counted that a page holds; a list has them all."""
_INVERSE = {"listsPaper": "hasEntry", "hasEntry": "listsPaper", "ofPaper": "hasAuthorship", "hasAuthorship": "ofPaper"}
_NAMES = ("title", "name", "prefLabel")
Row = Mapping[str, Mapping[str, str]]


def entity_page(
    path: str,
    site: Site,
    about: Sequence[Row],
    references: Sequence[Row],
    description: Mapping[str, Any] | None = None,
    quotes: Sequence[Mapping[str, Any]] = (),
    source: str | None = None,
    *,
    has_data: bool = True,
) -> str:
    """Return the page of an entity, by its id.

    `about` and `references` are the statements about it and with it (rows of SPARQL results), `description` is what `avgraph show` says of it,
    `quotes` are the lines of the `source` that it is read from; `has_data` tells whether it is given as data as well.
    """
    kind = path.partition("/")[0]
    return render_page(
        "entity.html",
        site,
        kind=kind if kind in HEADINGS else None,
        path=path,
        iri=site.base + path,
        query=site.query(f"SELECT ?property ?value WHERE {{\n  <{site.base}{path}> ?property ?value .\n}}"),
        data=site.data(*_formats(kind, description)) if has_data else [],
        source=source,
        described=_describe(description, site) if description else None,
        quotes=quotes,
        structured=Markup(structured_data(description, site)) if description else None,  # noqa: S704  (escaped there)
        **_tabulate(path, site, about, references),
    )


def _formats(kind: str, description: Mapping[str, Any] | None) -> tuple[str, ...]:
    """Return what else the page is given as."""
    rdf = ("turtle", "jsonld", "ntriples", "rdfxml")
    is_cited = description is not None and (description["papers"] or kind == "paper")
    return (*rdf, *(("json",) if description else ()), *(("bibtex",) if is_cited else ()))


def _tabulate(path: str, site: Site, about: Sequence[Row], references: Sequence[Row]) -> dict[str, Any]:
    """Return what the template says of the statements: `label` and `type` in words, tables, and what is in those for who looks closely."""
    iri = site.base + path
    label = next((row["value"]["value"] for row in about if row["predicate"]["value"] == RDFS + "label"), shorten(path))
    types = [row["value"]["value"] for row in about if row["predicate"]["value"] == RDF + "type"]
    known = {(local_name(row["predicate"]["value"]), row["value"]["value"]) for row in about}
    own = [row for row in _once(about) if not _repeats(row, label)]
    others = [row for row in _once(references) if (_INVERSE.get(local_name(row["predicate"]["value"])), row["value"]["value"]) not in known]
    main, details = _divide(own, DETAILS if AVG + "Paper" in types else ("names",))
    others, details_of_others = _divide(others, (*DETAILS_OF_OTHERS, "hasTopConcept"))
    counted = _count([(details, name_value), (details_of_others, name_subject)])
    return {
        "label": label,
        "type": name_types(types),
        "about": _table(main, iri, site),
        "references": _table(others, iri, site, is_reference=True),
        "details": [_table(details, iri, site), _table(details_of_others, iri, site, is_reference=True)],
        "summary": ", ".join(f"{name}: {count:,}" for name, count in counted),
    }


def _describe(description: Mapping[str, Any], site: Site) -> dict[str, Any]:
    """Return what the template says of a description: `facts` as rows, `years` as bars, `papers`, and in words how many and since when."""
    facts, years = [], []
    for name, texts in description["facts"].items():
        values = tuple(
            _fact_value(text, node, count, site, None if name.startswith("Possibly") else description["id"])
            for text, node, count in zip(texts, description["ids"][name], description["counts"][name], strict=True)
        )
        if name == "Years":
            counts = {int(value.text): value.count for value in values}
            years = [(year, counts.get(year, 0)) for year in span_of_years(counts)]
        else:
            facts.append(_fact(name, values, description["id"], site))
    works = description["works"][:_MOST_PAPERS]
    count = len(description["papers"])
    span = f", {years[0][0]} to {years[-1][0]}" if len(years) > 1 else f", {years[0][0]}" if years else ""
    return {
        "facts": facts,
        "years": years,
        "papers": list(zip(description["papers"], works, strict=False)),
        "count": count,
        "summary": f"{count:,} paper{'s' if count != 1 else ''}{span}" if count else "",
        "forms": tuple(description["forms"]),
        "places": len(description["places"]),
        "most": _MOST_COUNTED,
    }


def _fact(name: str, values: tuple[Item, ...], own: str, site: Site) -> TableRow:
    """Return a row of the facts, of many counted values the first and a link to the list of all."""
    # The list of an institution's people holds those who may be elsewhere, too.
    is_cut = len(values) > _MOST_UNFOLDED and values[0].is_counted and not (name == "Authors" and own.startswith("institution/"))
    kind = values[0].kind
    every = site.narrowed(kind, [_narrowing(own)]) if is_cut else None
    return TableRow(name, "", values[:_MOST_UNFOLDED] if is_cut else values, len(values), every, is_cut)


def _fact_value(text: str, node: str | None, count: int | None, site: Site, own: str | None) -> Item:
    """Return a value of a fact; of what is counted over the papers of an entity, where its id is given, these papers are linked."""
    if count is not None:
        text = text.removesuffix(f" ({count})")
    if node is not None:
        papers = site.narrowed("paper", [_narrowing(own), _narrowing(node)]) if own and count is not None else None
        shown = None if site.is_folder and count == 1 else count
        kind = node.partition("/")[0]
        return Item(text, site.link(node), is_local=True, is_counted=count is not None, count=shown, papers=papers, kind=kind)
    link = _web_link(text) if text.startswith(("http://", "https://", "ftp://")) else None
    return Item(text, link, is_literal=link is None, is_address=link is not None, is_counted=count is not None, count=count)


def _narrowing(node: str) -> tuple[str, str]:
    """Return the parameter of a list that narrows it to papers of an entity."""
    return node.partition("/")[0], node


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
    return Counter(name(row["predicate"]["value"]) for rows, name in groups for row in rows).items()


def _table(rows: Iterable[Row], iri: str, site: Site, *, is_reference: bool = False) -> list[TableRow]:
    by_predicate: dict[str, list[Row]] = {}
    for row in rows:
        by_predicate.setdefault(row["predicate"]["value"], []).append(row)
    table = []
    for predicate in sorted(by_predicate, key=rank_subject if is_reference else rank):
        values = by_predicate[predicate]
        pattern = f"?entity <{predicate}> <{iri}>" if is_reference else f"<{iri}> <{predicate}> ?entity"
        table.append(
            TableRow(
                (name_subject if is_reference else name_value)(predicate),
                shorten(predicate),
                tuple(_value(row, site) for row in values[:_MOST_VALUES]),
                len(values),
                site.query(f"SELECT ?entity WHERE {{ {pattern} }}") if len(values) > _MOST_VALUES else None,
                len(values) > _MOST_VALUES,
            )
        )
    return table


def _value(row: Row, site: Site) -> Item:
    text, label = row["value"]["value"], row["label"]["value"] if "label" in row else None
    year = row["year"]["value"] if "year" in row else None
    if row["value"]["type"] != "uri":
        return Item(text, is_literal=True, year=year)
    if text.startswith(site.base):
        node = text.removeprefix(site.base)
        name, place = _place(node)
        link = site.line(place[0], place[1], place[2]) if place else site.link(node)
        return Item(label or name, link, is_local=True, is_address=label is None, year=year)
    address = _web_link(text)
    return Item(text) if address is None else Item(label or shorten(text), address, is_address=label is None, year=year)


def _web_link(text: str) -> str | None:
    """Return an address of the web as a link; what is none, such as javascript:, is never made one."""
    address = web_iri(text)
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~", errors="replace") if address else None


def _place(node: str) -> tuple[str, tuple[str, int, int] | None]:
    """Return the id of an entity, or the lines of a source in words (RFC 5147: counted between lines, from 0) with the source and both lines."""
    match = re.fullmatch(r"(source/(.+))#line=(\d{1,9}),(\d{1,9})", node)
    if not match:
        return node, None
    first, last = int(match[3]) + 1, max(int(match[3]) + 1, int(match[4]))
    return f"{match[2]}, line {first}" if first == last else f"{match[2]}, lines {first} to {last}", (match[1], first, last)
