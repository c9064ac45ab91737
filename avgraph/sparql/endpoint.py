"""Query a SPARQL endpoint over the SPARQL 1.1 Protocol."""

from typing import Any

from pyoxigraph import Store

from avgraph.errors import HttpError, QueryError
from avgraph.model.vocabulary import BASE_IRI
from avgraph.rdf.description import is_loading
from avgraph.sparql.endpoint_results import PAGES, ROWS, TRIPLES, read_rows, read_triples, read_yes_or_no
from avgraph.sparql.engine import Engine
from avgraph.sparql.hints import declare_prefixes
from avgraph.sparql.http.address import shown
from avgraph.sparql.http.client import IF_TOLD, Client
from avgraph.sparql.http.transfer import Response
from avgraph.sparql.syntax import cut_tokens, keywords

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_ENDS = ("sparql", "query")
"""Where endpoints mostly are below the address of a server."""
_NO_ENDPOINT = (404, 405, 406, 410, 415, 501)
"""Statuses of what is no endpoint."""


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
        self._set_url(self._client.url)
        self._graph = graph
        self._is_prepared = False
        self._is_found = False

    def _set_url(self, url: str) -> None:
        self.url = url
        self.where = f"{url}: "

    def query(self, text: str, **dataset: Any) -> Any:
        """Return the response of the endpoint, read by pyoxigraph. Raises QueryError where there is none, or it cannot be read."""
        del dataset
        tokens = list(cut_tokens(text, is_strict=False))
        words = list(keywords(tokens))
        # A query that names its graphs is sent as it is.
        graph = None if "FROM" in words or "GRAPH" in words else self._find_graph()
        form = next((word for word in words if word in _FORMS), "SELECT")
        declared = declare_prefixes(text, tokens, self.prefixes)
        try:
            if form == "SELECT":
                return read_rows(self._post(declared, ROWS.media_type, graph), declared)
            if form == "ASK":
                return read_yes_or_no(self._post(declared, ROWS.media_type, graph))
            store = read_triples(self._post(declared, TRIPLES.media_type, graph))
        except QueryError as error:
            raise QueryError(f"{self.where}{error}") from None
        return store.query("CONSTRUCT { ?s ?p ?o } WHERE { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }")

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
        is_in_default = bool(self.answer("SELECT ?paper { ?paper a avg:Paper } LIMIT 1").rows)
        rows = self.rows("SELECT DISTINCT ?g { GRAPH ?g { ?dump void:vocabulary avg: } } ORDER BY ?g LIMIT 200", "iri")
        loading = [name for (name,) in rows if is_loading(name)]
        names = [name for (name,) in rows if name not in loading]
        if is_in_default:
            # Where the default graph holds all the named ones, it holds what a push has not finished as well.
            is_union = loading and not self.answer("ASK { ?p a avg:Paper FILTER NOT EXISTS { GRAPH ?g { ?p a avg:Paper } } }").rows[0][0]
            if not is_union or len(names) > 1:
                return None
        if len(names) > 1:
            raise QueryError(f"{self.url}: holds several graphs of avgraph; name one with --graph: {', '.join(map(shown, names[:20]))}")
        if loading and not names:
            raise QueryError(f"{self.url}: holds only what a push has not finished: {', '.join(map(shown, loading[:20]))}; push again")
        return names[0] if names else None

    def _post(self, query: str, media_type: str, graph: str | None) -> Response:
        """Return the response of the endpoint. Where nothing answers queries at its address, the usual ones below it are tried, once."""
        form = {"query": query, **({"default-graph-uri": graph} if graph else {})}
        failure = ""
        places = [self.url] if self._is_found else [self.url, *(f"{self.url.partition('?')[0].rstrip('/')}/{end}" for end in _ENDS)]
        for url in places:
            try:
                response = self._client.request("POST", url, form, {"Accept": media_type}, retry=IF_TOLD)
            except HttpError as error:
                if not failure and error.status not in _NO_ENDPOINT:
                    raise QueryError(str(error).removeprefix(f"{url}: ")) from None
                failure = failure or str(error).removeprefix(f"{url}: ")
                continue
            if response.media_type not in PAGES:
                self._set_url(url)
                self._is_found = True
                return response
            failure = failure or f"answers with a page ({response.media_type}), where {media_type} was asked for"
        raise QueryError(failure if self._is_found else f"{failure}; the address of a SPARQL endpoint mostly ends in /sparql or /query")
