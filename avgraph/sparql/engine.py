"""Answer SPARQL over the graph or a dump, with pyoxigraph in memory."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avgraph.errors import QueryError, UnknownEntityError
from avgraph.graph import Graph
from avgraph.identifiers import fold, fold_title, nearest_names, read_identifiers, web_iri
from avgraph.sparql.shipped import ShippedQuery
from avgraph.terms import generate_terms
from avgraph.triples import resource_prefixes
from avgraph.vocabulary import AVG, BASE_IRI, PREFIXES, XSD

if TYPE_CHECKING:
    import pandas
    import pyoxigraph

_LONGEST = 1_000_000
_DEEPEST = 200
"""Characters of a query, and brackets within brackets, beyond which it is refused before it can harm the parser."""
_TEXTS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^\'\\]|\\.|\'(?!\'\'))*\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>\s]*>|#[^\n]*'
)
_FORMATS = {"ttl": "TURTLE", "nt": "N_TRIPLES", "nq": "N_QUADS", "rdf": "RDF_XML", "jsonld": "JSON_LD", "trig": "TRIG"}
_LABELS = "rdfs:label|skos:prefLabel|skos:altLabel|skos:hiddenLabel|dcterms:title|dcterms:alternative|schema:name"
_IDENTIFIERS = "avg:doi|avg:arxivId|avg:ieeeNumber|avg:openReviewId|avg:aclId|avg:cvfId|avg:neuripsId|avg:pmlrId|avg:pmcId"


@dataclass(frozen=True)
class Answer:
    """The answer to a SELECT or ASK query, as plain Python values."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    """Strings for IRIs and text, numbers, booleans; None where a row has no value."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a data frame; pandas must be installed."""
        import pandas

        return pandas.DataFrame(self.rows, columns=list(self.columns))


class Engine:
    """A store of triples that answers queries; the prefixes of the ontology need no declaration."""

    def __init__(self, store: "pyoxigraph.Store", base: str = BASE_IRI) -> None:
        """Hold a store; `base` is where resources live."""
        self.store = store
        self.live_at(base)

    def live_at(self, base: str) -> None:
        """Take `base` for where resources live: what ids and the prefixes of kinds are short for."""
        self.base = base
        self.prefixes = {**resource_prefixes(base), **PREFIXES, "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#"}

    @classmethod
    def of_graph(cls, graph: Graph, base: str = BASE_IRI) -> "Engine":
        """Return an engine over every triple of the dump of a graph, in memory."""
        from pyoxigraph import Store

        store = Store()
        fill_from_graph(store, graph, base)
        return cls(store, base)

    @classmethod
    def of_dump(cls, path: Path, base: str = BASE_IRI) -> "Engine":
        """Return an engine over a dump, in memory, its format told by the extension; `base` is where resources live unless it says so itself.

        Raises QueryError where it cannot be read.
        """
        from pyoxigraph import Store

        store = Store()
        fill_from_dump(store, path)
        engine = cls(store, base)
        found = engine.ask("SELECT DISTINCT ?base { ?dump void:vocabulary avg: ; void:uriSpace ?base } LIMIT 2").rows
        if len(found) == 1:
            engine.live_at(found[0][0])
        return engine

    def query(self, text: str, **dataset: Any) -> Any:
        """Return what pyoxigraph answers; `dataset` is its ``default_graph`` and ``named_graphs``. Raises QueryError with the place and the reason."""
        _refuse_hostile(text)
        try:
            return self.store.query(text, prefixes=self.prefixes, **dataset)
        except SyntaxError as error:
            raise QueryError(_explained(text, error, self.prefixes)) from None
        except (ValueError, OSError, RuntimeError) as error:
            message = f"the query cannot be answered: {_one_line(error)}"
            raise QueryError(message) from None

    def ask(self, text: str, limit: int | None = None) -> Answer:
        """Return the answer with plain values; of a CONSTRUCT or DESCRIBE query subject, predicate and object."""
        found = self.query(text)
        try:
            return collect(found, limit)
        except (ValueError, OSError, RuntimeError) as error:
            message = f"the query cannot be answered: {_one_line(error)}"
            raise QueryError(message) from None

    def refuse_unknown_terms(self, text: str) -> None:
        """Raise QueryError where a query names something in the ontology's namespace that neither the ontology nor the data has."""
        from pyoxigraph import NamedNode

        from avgraph.ontology import load_ontology

        for name, said in unknown_terms(text, {iri.removeprefix(AVG) for iri in load_ontology().terms if iri.startswith(AVG)}):
            node = NamedNode(AVG + name)
            if not any(next(self.store.quads_for_pattern(*pattern), None) for pattern in ((None, node, None), (None, None, node))):
                message = f"query: {said}"
                raise QueryError(message)

    def bind(self, shipped: ShippedQuery, given: Mapping[str, str]) -> str:
        """Return the text of a shipped query with its parameters: entities by name, form, id or IRI; years as numbers.

        What is put into the text is the term that a value was found to mean, as pyoxigraph writes it, never
        what somebody typed; of a parameter that is not given ``UNDEF``. Raises QueryError for a parameter that is not there or missing, UnknownEntityError for a name that no
        entity has.
        """
        known = {parameter.name: parameter for parameter in shipped.parameters}
        for name in given:
            if name not in known:
                message = f"{shipped.name} has no parameter {name!r}; it has {', '.join(known) or 'none'}"
                raise QueryError(message)
        missing = [name for name, parameter in known.items() if parameter.is_required and name not in given]
        if missing:
            message = f"{shipped.name} needs --{missing[0]}: {known[missing[0]].description}"
            raise QueryError(message)
        terms = {name: str(self._term(known[name].kind, given[name])) if name in given else "UNDEF" for name in known}
        return re.sub(r"\$(\w+)\b", lambda found: terms[found[1]], shipped.text)

    def _term(self, kind: str, value: str) -> Any:
        from pyoxigraph import Literal as Value
        from pyoxigraph import NamedNode

        if kind == "year":
            if not (value.isascii() and value.isdigit() and len(value) == 4):
                message = f"{value!r} is no year"
                raise QueryError(message)
            return Value(int(value))
        matches = self.find((kind,), value)
        if len(matches) > 1:
            message = f"{value!r} names {len(matches)}; give one of {', '.join(each.removeprefix(self.base) for each in matches[:6])}"
            raise QueryError(message)
        return NamedNode(matches[0])

    def find(self, kinds: Sequence[str], name: str) -> list[str]:
        """Return the IRIs of the entities of these kinds that a name names, sorted: by id or IRI, as printed, or in any form of it.

        Raises UnknownEntityError with the nearest names where there is none. What is printed so is looked up, which is quick
        on a store of any size; only where nothing is are the names of the kinds read and folded.
        """
        name = name.strip()
        classes = " ".join(f"avg:{kind}" for kind in kinds)
        node = as_node(name.strip("<>") if ":" in name else self.base + name)
        if node and self.ask(f"ASK {{ {node} a ?kind FILTER(?kind IN ({classes.replace(' ', ', ')})) }}").rows[0][0]:
            return [node.strip("<>")]
        found = self._find_exactly(classes, name)
        if found:
            return found
        forms = self.ask(f"SELECT DISTINCT ?node ?name {{ VALUES ?kind {{ {classes} }} ?node a ?kind ; {_LABELS} ?name }}").rows
        for key in (fold, fold_title) if "Paper" in kinds else (fold,):
            wanted = key(name)
            same = {iri for iri, form in forms if wanted and key(form) == wanted}
            if same:
                return sorted(same)
        raise UnknownEntityError(name, nearest_names(name, (form for _, form in forms)))

    def _find_exactly(self, classes: str, name: str) -> list[str]:
        link = web_iri(name)
        patterns = [
            f"?node {_LABELS} {as_literal(name)}",
            *(f"?node {_IDENTIFIERS} {as_literal(each)}" for each in sorted({name, *read_identifiers(name).values()})),
            *([f"?node schema:url <{link}>"] if link and as_node(link) else []),
        ]
        for pattern in patterns:
            found = self.ask(f"SELECT DISTINCT ?node {{ VALUES ?kind {{ {classes} }} {pattern} ; a ?kind }}").rows
            if found:
                return sorted(iri for (iri,) in found)
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


def fill_from_graph(store: "pyoxigraph.Store", graph: Graph, base: str = BASE_IRI) -> None:
    """Put every triple of the dump of a graph into a store."""
    from pyoxigraph import Quad

    store.bulk_extend(generate_terms(graph, Quad, base))


def fill_from_dump(store: "pyoxigraph.Store", path: Path) -> None:
    """Put a dump into a store, its format told by the extension. Raises QueryError where it cannot be read."""
    from pyoxigraph import RdfFormat

    try:
        store.bulk_load(path=str(path), format=getattr(RdfFormat, _FORMATS[path.suffix.removeprefix(".").lower()]))
    except (OSError, SyntaxError) as error:
        message = f"{path}: not a dump that can be read: {_one_line(error)}"
        raise QueryError(message) from None


def read_dump(path: Path) -> "Iterator[pyoxigraph.Triple]":
    """Yield the triples of a dump as it is read, its format told by the extension. Raises QueryError where it cannot be read."""
    from pyoxigraph import RdfFormat, parse

    try:
        for quad in parse(path=str(path), format=getattr(RdfFormat, _FORMATS[path.suffix.removeprefix(".").lower()])):
            yield quad.triple
    except (OSError, SyntaxError) as error:
        message = f"{path}: not a dump that can be read: {_one_line(error)}"
        raise QueryError(message) from None


def collect(found: Any, limit: int | None = None) -> Answer:
    """Return what pyoxigraph answered with plain values; `limit` is the most rows to take."""
    from itertools import islice

    from pyoxigraph import QueryBoolean, QueryTriples

    if isinstance(found, QueryBoolean):
        return Answer(("answer",), [(bool(found),)])
    if isinstance(found, QueryTriples):
        return Answer(("subject", "predicate", "object"), [tuple(map(plain, triple)) for triple in islice(found, limit)])
    return Answer(tuple(each.value for each in found.variables), [tuple(map(plain, row)) for row in islice(found, limit)])


def write_triples(triples: "Iterable[pyoxigraph.Triple]", form: "pyoxigraph.RdfFormat", prefixes: Mapping[str, str]) -> bytes:
    """Return triples in an RDF format, sorted; the prefixes declared are those that are used, sorted as well."""
    from pyoxigraph import RdfFormat, serialize

    ordered = sorted(triples, key=str)
    if form not in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N3):
        # JSON-LD and RDF/XML would declare prefixes in an order that changes from run to run.
        return bytes(serialize(ordered, format=form) or b"")
    content = bytes(serialize(ordered, format=form, prefixes=dict(prefixes)) or b"")
    body = re.sub(rb"\A(?:@prefix [^\n]*\n)*", b"", content)
    used = set(re.findall(rb"(?<![\w<:/])([\w-]+):", body))
    head = [f"@prefix {prefix}: <{iri}> .\n".encode() for prefix, iri in sorted(prefixes.items()) if prefix.encode() in used]
    return b"".join(head) + b"\n" * bool(head) + body


def plain(term: Any) -> Any:
    """Return a term as a plain value of Python."""
    if term is None:
        return None
    datatype = getattr(term, "datatype", None)
    if datatype is None:
        return term.value if hasattr(term, "value") else str(term)
    kind = datatype.value.removeprefix(XSD)
    try:
        if kind == "integer":
            return int(term.value)
        if kind in ("decimal", "double", "float"):
            return float(term.value)
    except ValueError:
        return str(term.value)
    if kind == "boolean":
        return term.value in ("true", "1")
    return term.value


def _refuse_hostile(text: str) -> None:
    if len(text) > _LONGEST:
        message = f"the query has {len(text):,} characters; at most {_LONGEST:,} are answered"
        raise QueryError(message)
    depth = 0
    bare = _TEXTS.sub(" ", text)
    for mark in re.findall(r"[{}()\[\]]", bare):
        depth += 1 if mark in "{([" else -1
        if depth > _DEEPEST:
            message = f"the query nests more than {_DEEPEST} brackets"
            raise QueryError(message)
    if re.search(r"(?<![\w:?$-])SERVICE(?![\w:-])", bare, re.IGNORECASE):
        message = "SERVICE asks another server, which avgraph does not do; use --endpoint for a server of yours"
        raise QueryError(message)


_UNKNOWN_PREFIX = re.compile(r"(?<![\w:<])([A-Za-z][\w-]*):(?=[\w-])")


def _explained(text: str, error: SyntaxError, prefixes: Mapping[str, str]) -> str:
    """Return where a query fails and why, with the nearest prefix where that is the reason."""
    from difflib import get_close_matches

    said = _one_line(error)
    place = re.match(r"error at (\d+):(\d+): (.*)", said)
    where = f"line {place[1]}, column {place[2]}: " if place else ""
    declared = {found.lower() for found in re.findall(r"PREFIX\s+([\w-]*):", text, re.IGNORECASE)}
    for name in _UNKNOWN_PREFIX.findall(_TEXTS.sub(" ", text)):
        if name.lower() not in declared and name not in prefixes:
            nearest = get_close_matches(name, prefixes, 1, 0.5)
            return f"query: {where}no prefix {name!r}; " + (
                f"did you mean {nearest[0]}: ?" if nearest else f"known are {', '.join(prefixes)}"
            )
    reason = place[3] if place else said
    wanted = re.sub(r"\[[^\]]{12,}\]|\['[^\]]*\]", "", reason)
    return f"query: {where}{re.sub(r'[ ,]+(?=,|$)', '', wanted)[:200]}"


def unknown_terms(text: str, terms: Collection[str]) -> list[tuple[str, str]]:
    """Return each name of the ontology's namespace that a query uses and the ontology has not, with a sentence that says where, and the nearest."""
    from difflib import get_close_matches

    if any(iri != AVG for iri in re.findall(r"PREFIX\s+avg:\s*<([^>]*)>", text, re.IGNORECASE)):
        return []
    # What is blanked out keeps its length, so that places stay.
    bare = re.sub(
        r"<[^<>\s]*>", lambda found: found[0].replace("<" + AVG, "avg:".rjust(len(AVG) + 1)) if AVG in found[0] else found[0], text
    )
    bare = _TEXTS.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), bare)
    unknown = {}
    for found in re.finditer(r"\bavg:(\w+)", bare):
        name = found[1]
        if name not in terms and name not in unknown:
            nearest = get_close_matches(name, terms, 1, 0.5)
            line, column = bare.count("\n", 0, found.start()) + 1, found.start() - bare.rfind("\n", 0, found.start())
            hint = f"; did you mean avg:{nearest[0]}?" if nearest else ""
            unknown[name] = f"line {line}, column {column}: the ontology has no avg:{name}{hint}"
    return list(unknown.items())


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
