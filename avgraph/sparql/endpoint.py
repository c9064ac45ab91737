"""Query a SPARQL endpoint over the SPARQL 1.1 Protocol."""

from typing import Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, Store, parse_query_results

from avgraph.errors import HttpError, QueryError, one_line
from avgraph.model.vocabulary import BASE_IRI
from avgraph.sparql.engine import Engine
from avgraph.sparql.hints import declare_prefixes
from avgraph.sparql.http import IF_TOLD, Client
from avgraph.sparql.syntax import cut_tokens, keywords

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class EndpointEngine(Engine):
    """An endpoint that answers as the engine does."""

    def __init__(
        self,
        url: str,
        base: str = BASE_IRI,
        seconds: float = 60.0,
        graph: str | None = None,
        *,
        user: str | None = None,
        password: str | None = None,
        token: str | None = None,
    ) -> None:
        """Hold the address of an endpoint, the timeout, the IRI of the named graph to query, and credentials as `Client` takes them.

        Without `graph` the default graph is queried; where that holds no paper and one named graph holds a dump of avgraph, that one.
        Raises QueryError for an address that is not http(s), and for a password that is missing.
        """
        super().__init__(Store(), base)
        try:
            self._client = Client(url, user, password, token, (seconds, seconds), "asked")
        except HttpError as error:
            raise QueryError(str(error)) from None
        self.url = self._client.url
        self._graph = graph
        self._is_prepared = False

    def query(self, text: str, **dataset: Any) -> Any:
        """Return the response of the endpoint, read by pyoxigraph. Raises QueryError where there is none, or it cannot be read."""
        del dataset
        tokens = list(cut_tokens(text, is_strict=False))
        words = list(keywords(tokens))
        # A query that names its graphs is sent as it is.
        graph = None if "FROM" in words or "GRAPH" in words else self._find_graph()
        form = next((word for word in words if word in _FORMS), "SELECT")
        format_ = QueryResultsFormat.JSON if form in ("SELECT", "ASK") else RdfFormat.N_TRIPLES
        content = self._post(declare_prefixes(text, tokens, self.prefixes), format_.media_type, graph)
        try:
            if isinstance(format_, RdfFormat):
                store = Store()
                store.load(content, format=format_)
                return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
            results = parse_query_results(content, format=format_)
            if form == "ASK" and not isinstance(results, QueryBoolean):
                # Virtuoso answers no with a table without a row.
                answer = b"true" if next(iter(results), None) else b"false"
                results = parse_query_results(b'{"head":{},"boolean":%s}' % answer, format=format_)
        except (SyntaxError, ValueError) as error:
            message = f"{self.url}: the answer is not {format_.media_type}: {one_line(error)[:120]}"
            raise QueryError(message) from None
        return results

    def refuse_unknown_terms(self, text: str) -> None:
        """Refuse nothing: what the endpoint holds is known to it alone."""

    def _find_graph(self) -> str | None:
        """Return the IRI of the named graph to query, or nothing for the default graph; take the base IRI from its dump."""
        if not self._is_prepared:
            self._is_prepared = True
            try:
                self._graph = self._graph or self._search_graph()
                self.read_base()
            except QueryError:
                self._is_prepared = False
                raise
        return self._graph

    def _search_graph(self) -> str | None:
        if self.ask("SELECT ?paper { ?paper a avg:Paper } LIMIT 1").rows:
            return None
        names = [name for (name,) in self.ask("SELECT DISTINCT ?g { GRAPH ?g { ?dump void:vocabulary avg: } } ORDER BY ?g LIMIT 20")]
        if len(names) > 1:
            message = f"{self.url}: holds several graphs of avgraph; name one with --graph: {', '.join(names)}"
            raise QueryError(message)
        return names[0] if names else None

    def _post(self, query: str, media_type: str, graph: str | None) -> bytes:
        form = {"query": query, **({"default-graph-uri": graph} if graph else {})}
        try:
            return self._client.request("POST", self.url, form, {"Accept": media_type}, retry=IF_TOLD, follow_redirects=True)
        except HttpError as error:
            raise QueryError(str(error)) from None
