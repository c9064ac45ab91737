"""Answer SPARQL over the graph or a dump, with pyoxigraph in memory."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avgraph.errors import QueryError, one_line
from avgraph.model.graph import Graph
from avgraph.model.vocabulary import AVG, BASE_IRI, PREFIXES, QUERY_PREFIXES, RDFS, XSD, shorten, split_iri
from avgraph.rdf.dump_file import fill_from_dump
from avgraph.rdf.oxigraph import generate_terms
from avgraph.rdf.triples import resource_prefixes
from avgraph.sparql.answer import Answer, check_kinds, collect
from avgraph.sparql.entities import find_iris
from avgraph.sparql.hints import PADDING, explain, hint_at, terms_of
from avgraph.sparql.limits import no_new_descriptors
from avgraph.sparql.questions import ShippedQuery
from avgraph.sparql.syntax import describe_place, keywords, refuse_hostile
from avgraph.text.likeness import is_one_slip

if TYPE_CHECKING:
    import pyoxigraph

    from avgraph.sparql.store import Fill

_VOCABULARY = {
    RDFS + name
    for name in (
        "label", "comment", "seeAlso", "isDefinedBy", "subClassOf", "subPropertyOf", "domain", "range", "Class", "Literal", "Resource",
    )
}  # fmt: skip
"""Terms that are right whatever the data uses."""


class Engine:
    """A store of triples that answers queries; the prefixes of the ontology need no declaration."""

    where = ""
    """What stands at the beginning of errors in answers."""

    def __init__(self, store: "pyoxigraph.Store", base: str = BASE_IRI) -> None:
        """Hold a store; `base` is where resources live."""
        self.store = store
        self.is_self_contained = False
        """Whether it answers without opening a file or a connection; a store on disk opens its files late."""
        self.is_walled = False
        """Whether it can open nothing while results are computed: in a process of its own that is self-contained."""
        self.set_base(base)

    def evaluating(self) -> AbstractContextManager[None]:
        """Return the context in which results are computed, which pyoxigraph does as they are taken."""
        return no_new_descriptors(is_active=self.is_walled)

    @contextmanager
    def raising_query_errors(self) -> Iterator[None]:
        """Compute results in the block, as in `evaluating`; QueryError is raised for what goes wrong there."""
        try:
            with self.evaluating():
                yield
        except (ValueError, OSError, RuntimeError) as error:
            raise QueryError(f"the query cannot be answered: {one_line(error)}") from None

    def set_base(self, base: str) -> None:
        """Take `base` for where resources live: what ids and the prefixes of kinds are short for."""
        self.base = base
        self.prefixes = {**QUERY_PREFIXES, **resource_prefixes(base)}

    @classmethod
    def of_graph(cls, graph: Graph, base: str = BASE_IRI) -> "Engine":
        """Return an engine over every triple of the dump of a graph, in memory."""
        from pyoxigraph import Store

        store = Store()
        fill_from_graph(store, graph, base)
        return cls.in_memory(store, base)

    @classmethod
    def in_memory(cls, store: "pyoxigraph.Store", base: str = BASE_IRI) -> "Engine":
        """Return an engine over a store that has no files."""
        engine = cls(store, base)
        engine.is_self_contained = True
        return engine

    @classmethod
    def of_dump(cls, path: Path, base: str = BASE_IRI) -> "Engine":
        """Return an engine over a dump, in memory, its format that of the extension. Raises QueryError where it cannot be read."""
        from pyoxigraph import Store

        store = Store()
        fill_from_dump(store, path)
        engine = cls.in_memory(store, base)
        engine.read_base()
        return engine

    @classmethod
    def of_folder(cls, folder: Path, key: bytes, fill: "Fill", base: str = BASE_IRI) -> "Engine":
        """Return an engine over the store in a folder, which is built with `fill` unless it is there for this key."""
        from avgraph.sparql.store import open_store

        return cls.of_store(open_store(folder, key, fill), base)

    @classmethod
    def of_store(cls, store: "pyoxigraph.Store", base: str = BASE_IRI) -> "Engine":
        """Return an engine over a store with a dump; `base` is where resources live unless the dump says so itself."""
        engine = cls(store, base)
        engine.read_base()
        return engine

    def read_base(self) -> None:
        """Take the base IRI from the description of the dump, where there is one and no other."""
        rows = self.rows("SELECT DISTINCT ?base { ?dump void:vocabulary avg: ; void:uriSpace ?base } LIMIT 2", "iri")
        if len(rows) == 1:
            self.set_base(rows[0][0])

    def query(self, text: str, **dataset: Any) -> Any:
        """Return what pyoxigraph answers; `dataset` is its ``default_graph`` and ``named_graphs``. Raises QueryError with the place and the reason."""
        has_from = any("FROM" in word for word in keywords(refuse_hostile(text)))
        if not dataset and not has_from and next(iter(self.store.named_graphs()), None) is not None:
            # Of a dump with named graphs all triples are queried, as `avgraph validate` checks them all.
            dataset = {"use_default_graph_as_union": True}
        try:
            with self.raising_query_errors():
                return self.store.query(text, prefixes=self.prefixes, **dataset)
        except SyntaxError:
            raise QueryError(explain(text, self._fault(text), self.prefixes)) from None

    def check(self, text: str) -> None:
        """Raise QueryError where a query cannot be read, without answering it."""
        refuse_hostile(text)
        from pyoxigraph import Store

        try:
            Store().query(text, prefixes=self.prefixes)
        except SyntaxError:
            raise QueryError(explain(text, self._fault(text), self.prefixes)) from None

    def _fault(self, text: str) -> str:
        try:
            self.store.query(text + PADDING, prefixes=self.prefixes)
        except SyntaxError as error:
            return one_line(error)
        return "it cannot be parsed"

    def answer(self, text: str, limit: int | None = None) -> Answer:
        """Return the answer with plain values; of a CONSTRUCT or DESCRIBE query subject, predicate and object."""
        results = self.query(text)
        with self.raising_query_errors():
            return collect(results, limit)

    def rows(self, text: str, *kinds: str) -> list[tuple[Any, ...]]:
        """Return the rows of an answer whose values are of the kinds of `check_kinds`, where some are named. Raises QueryError where they are not."""
        rows = self.answer(text).rows
        try:
            check_kinds(rows if kinds else (), kinds)
        except QueryError as error:
            raise QueryError(f"{self.where}{error}") from None
        return rows

    def refuse_unknown_terms(self, text: str) -> None:
        """Raise QueryError where a query names a term of the ontology that neither it nor the data has, or misspells one of another vocabulary."""
        from avgraph.model.ontology import load_ontology

        tokens = refuse_hostile(text)
        for token, iri in terms_of(tokens, self.prefixes):
            namespace, _ = split_iri(iri)
            if namespace in PREFIXES.values() and namespace != XSD and not self._has_term(iri):
                known = {shorten(namespace + name) for name in self._names_in(namespace)}
                name = shorten(iri)
                inverse = load_ontology().inverses.get(iri)
                if inverse is not None:
                    message = (
                        f"query: {describe_place(text, token.start)}: no graph states {name}; ask the other way, with ^{shorten(inverse)}"
                    )
                    raise QueryError(message)
                if namespace == AVG:
                    raise QueryError(hint_at(text, token, name, known, "the ontology"))
                if name not in known and any(is_one_slip(name, each) for each in known):
                    raise QueryError(hint_at(text, token, name, known, "the data"))

    def _has_term(self, iri: str) -> bool:
        from pyoxigraph import NamedNode

        from avgraph.model.ontology import load_ontology

        if iri in load_ontology().terms:
            return True
        try:
            node = NamedNode(iri)
        except ValueError:
            return True
        patterns: tuple[tuple[Any, Any, Any], ...] = ((None, node, None), (None, None, node), (node, None, None))
        return any(next(iter(self.store.quads_for_pattern(*each)), None) is not None for each in patterns)

    def _names_in(self, namespace: str) -> set[str]:
        """Return the names of a namespace that the ontology or the data has: of the data what is a predicate or a type."""
        from avgraph.model.ontology import load_ontology

        iris = set(load_ontology().terms)
        if namespace != AVG:
            results = self.query("SELECT DISTINCT ?term { { ?a ?term ?b } UNION { ?a a ?term } }")
            iris |= {row["term"].value for row in results} | _VOCABULARY
        return {iri.removeprefix(namespace) for iri in iris if iri.startswith(namespace)}

    def bind(self, shipped: ShippedQuery, values: Mapping[str, str]) -> str:
        """Return the text of a shipped query with its parameters: entities by name, form, id or IRI; years as numbers; flags as yes.

        What is put into the text is the term that a value was found to mean, as pyoxigraph writes it, never
        what somebody typed; of a flag true or false, of another parameter without a value ``UNDEF``. Raises QueryError for a parameter that is not there or missing, UnknownEntityError for a name that no
        entity has.
        """
        known = {parameter.name: parameter for parameter in shipped.parameters}
        for name in values:
            if name not in known:
                raise QueryError(f"{shipped.name} has no parameter {name!r}; it has {', '.join(known) or 'none'}")
        missing = [name for name, parameter in known.items() if parameter.is_required and name not in values]
        if missing:
            raise QueryError(f"{shipped.name} needs --{missing[0]}: {known[missing[0]].description}")
        terms = {name: self._term(parameter.kind, values.get(name)) for name, parameter in known.items()}
        return re.sub(r"\$(\w+)\b", lambda match: terms[match[1]], shipped.text)

    def _term(self, kind: str, value: str | None) -> str:
        from pyoxigraph import Literal as Value
        from pyoxigraph import NamedNode

        if value is None:
            return "false" if kind == "flag" else "UNDEF"
        if kind == "year":
            if not (value.isascii() and value.isdigit() and len(value) == 4):
                raise QueryError(f"{value!r} is no year")
            return str(Value(int(value)))
        if kind == "flag":
            if value != "yes":
                raise QueryError(f"{value!r} is neither yes nor left out")
            return "true"
        matches = self.find((kind,), value)
        if len(matches) > 1:
            message = f"{value!r} names {len(matches)}; give one of {', '.join(each.removeprefix(self.base) for each in matches[:6])}"
            raise QueryError(message)
        return str(NamedNode(matches[0]))

    def find(self, kinds: Sequence[str], name: str) -> list[str]:
        """Return the IRIs of the entities of these kinds that a name names, sorted; see `entities.find_iris`."""
        return find_iris(self.rows, kinds, name, self.base)


def fill_from_graph(store: "pyoxigraph.Store", graph: Graph, base: str = BASE_IRI) -> None:
    """Put every triple of the dump of a graph into a store."""
    from pyoxigraph import Quad

    store.bulk_extend(generate_terms(graph, Quad, base))
