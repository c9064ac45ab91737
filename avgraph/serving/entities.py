"""The page of one entity: what is said of it, and who says something of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from avgraph.identifiers import web_iri
from avgraph.ontology import load_ontology
from avgraph.serving.templates import escaped, fill
from avgraph.vocabulary import AVG, PREFIXES, RDF, RDFS

_MOST_VALUES = 300
OUTGOING = f"""SELECT ?predicate ?value ?label {{
  %s ?predicate ?value . OPTIONAL {{ ?value rdfs:label ?label }}
}} ORDER BY ?predicate ?label ?value LIMIT {5 * _MOST_VALUES}"""
"""What is said of an entity, whose IRI fills the place."""
INCOMING = f"""SELECT ?predicate ?value ?label ?year {{
  ?value ?predicate %s . OPTIONAL {{ ?value rdfs:label ?label }} OPTIONAL {{ ?value avg:year ?year }}
}} ORDER BY ?predicate DESC(?year) ?label ?value LIMIT {5 * _MOST_VALUES}"""
"""What names an entity as its object."""
Term = Mapping[str, str]
Row = Mapping[str, Term]

_LAST = ("hasAuthorship", "names", "ofPaper", "author", "candidateAffiliation", "hasEntry", "hadPrimarySource")
"""Local names of predicates whose values are for those who look closely."""
_PASSIVE = {
    "hasAuthor": "papers", "author": "authorships", "listsInstitution": "papers that list it", "addressesTask": "papers", "publishedIn": "papers",
    "introducesDataset": "introduced by", "mentionsDataset": "mentioned by", "affiliatedWith": "people", "broader": "narrower tasks",
    "hasEntry": "paper", "listsPaper": "entries", "ofPaper": "authorships in order", "subOrganizationOf": "units",
    "candidateAffiliation": "authorships that may belong here", "usedForTask": "datasets", "names": "named by entries", "underHeading": "entries",
    "hasAuthorship": "paper", "hasTopConcept": "top task of",
}  # fmt: skip
"""What the subjects of a predicate are to its object."""


def entity_page(iri: str, base: str, said: Sequence[Row], heard: Sequence[Row]) -> str:
    """Return the page of an entity from the rows of OUTGOING and INCOMING."""
    label = next((row["value"]["value"] for row in said if row["predicate"]["value"] == RDFS + "label"), iri.removeprefix(base))
    types = [row["value"]["value"] for row in said if row["predicate"]["value"] == RDF + "type"]
    shown = [_short(each) for each in types if each.startswith(AVG)] or [_short(each) for each in types]
    about = [row for row in said if row["predicate"]["value"] not in (RDF + "type", RDFS + "label")]
    parts = {
        "label": escaped(label),
        "type": escaped(" · ".join(shown)),
        "iri": escaped(iri),
        "said": _table(about, base, load_ontology().label),
        "heard": _table(heard, base, _passive) if heard else "",
        "heading": "<h2>What refers to it</h2>" if heard else "",
    }
    return fill("entity.html", parts)


def _table(rows: Iterable[Row], base: str, name: Callable[[str], str]) -> str:
    by_predicate: dict[str, list[Row]] = {}
    for row in rows:
        by_predicate.setdefault(row["predicate"]["value"], []).append(row)
    lines = []
    for predicate in sorted(by_predicate, key=lambda each: (_local(each) in _LAST, _local(each))):
        values = by_predicate[predicate]
        items = "".join(f"<li>{_value(row, base)}</li>" for row in values[:_MOST_VALUES])
        more = "<li>and more: ask the endpoint for all</li>" if len(values) > _MOST_VALUES else ""
        title = name(predicate)
        count = f' <span class="count">{len(values)}{"+" if more else ""}</span>' if len(values) > 1 else ""
        cell = f'<ul class="values">{items}{more}</ul>'
        if len(values) > 12:
            cell = f"<details{' open' if _local(predicate) not in _LAST else ''}><summary>show</summary>{cell}</details>"
        lines.append(
            f'<tr><th scope="row"><span title="{escaped(_short(predicate))}">{escaped(title)}</span>{count}</th><td>{cell}</td></tr>'
        )
    return f"<table>{''.join(lines)}</table>"


def _value(row: Row, base: str) -> str:
    value = row["value"]
    text = value["value"]
    year = f' <span class="count">{escaped(row["year"]["value"])}</span>' if "year" in row else ""
    if value["type"] != "uri":
        return f"<span dir=auto>{escaped(text)}</span>{year}"
    label = row["label"]["value"] if "label" in row else _short(text)
    if text.startswith(base):
        return f'<a dir=auto href="/id/{escaped(text.removeprefix(base))}">{escaped(label)}</a>{year}'
    # What is no address of the web, such as javascript:, is never made a link.
    link = web_iri(text)
    return (
        f'<a dir=auto href="{escaped(link)}" rel="noopener noreferrer">{escaped(label)}</a>{year}'
        if link
        else f"<span>{escaped(text)}</span>"
    )


def _passive(predicate: str) -> str:
    return _PASSIVE.get(_local(predicate), f"{load_ontology().label(predicate)} of")


def _short(iri: str) -> str:
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri


def _local(iri: str) -> str:
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]
