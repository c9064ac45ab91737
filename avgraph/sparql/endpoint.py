"""Ask a SPARQL endpoint of somebody else, over the SPARQL 1.1 Protocol."""

import re
from typing import Any

from avgraph.errors import QueryError, one_line
from avgraph.model.vocabulary import AVG, BASE_IRI, VOID
from avgraph.sparql.engine import Engine

_FORM = re.compile(r"\b(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
_OWN_DATASET = re.compile(r"\b(FROM|GRAPH)\b", re.IGNORECASE)
"""A query that names its graphs is asked as it is."""
_ROWS = "application/sparql-results+json"
_TRIPLES = "application/n-triples"
_LARGEST = 2**30
"""Bytes of an answer beyond which it is refused."""


class EndpointEngine(Engine):
    """An endpoint that answers as the engine does."""

    def __init__(self, url: str, base: str = BASE_IRI, seconds: float = 60.0, graph: str | None = None) -> None:
        """Hold the address of an endpoint, how long to wait for it, and the IRI of the named graph to ask.

        Without `graph` the default graph is asked; where that holds no paper and one named graph holds a dump of avgraph, that one.
        Raises QueryError for an address that is not http(s).
        """
        from pyoxigraph import Store

        if not url.startswith(("http://", "https://")):
            message = f"{url!r} is no http or https address of an endpoint"
            raise QueryError(message)
        super().__init__(Store(), base)
        self.url = url
        self.seconds = seconds
        self._graph = graph
        self._has_looked = False

    def query(self, text: str, **dataset: Any) -> Any:
        """Return what the endpoint answers, read by pyoxigraph. Raises QueryError where it cannot be asked or answers nonsense."""
        from pyoxigraph import QueryBoolean, QueryResultsFormat, RdfFormat, Store, parse_query_results

        del dataset
        graph = None if _OWN_DATASET.search(_bare(text)) else self._find_graph()
        declared = {name.lower() for name in re.findall(r"PREFIX\s+([\w-]*):", text, re.IGNORECASE)}
        used = {prefix: iri for prefix, iri in self.prefixes.items() if re.search(rf"(?<![\w-]){prefix}:", text) and prefix not in declared}
        asked = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in used.items()) + text
        form = _FORM.search(_bare(text))
        is_rows = form is None or form[1].upper() in ("SELECT", "ASK")
        content = self._post(asked, _ROWS if is_rows else _TRIPLES, graph)
        try:
            if is_rows:
                found = parse_query_results(content, format=QueryResultsFormat.JSON)
                if form is None or form[1].upper() == "SELECT" or isinstance(found, QueryBoolean):
                    return found
                # Virtuoso says no with a table without a row.
                said = b"true" if next(iter(found), None) else b"false"
                return parse_query_results(b'{"head":{},"boolean":%s}' % said, format=QueryResultsFormat.JSON)
            store = Store()
            store.load(content, format=RdfFormat.N_TRIPLES)
            return store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        except (SyntaxError, ValueError) as error:
            message = f"{self.url}: the answer is not {_ROWS if is_rows else _TRIPLES}: {one_line(error)[:120]}"
            raise QueryError(message) from None

    def refuse_unknown_terms(self, text: str) -> None:
        """Refuse nothing: what the endpoint holds is known to it alone."""

    def _find_graph(self) -> str | None:
        """Return the IRI of the named graph to ask, or nothing for the default graph; take the prefixes from its dump."""
        if self._has_looked:
            return self._graph
        if self._graph is None:
            self._graph = self._look_for_graph()
        base = f"SELECT DISTINCT ?base {{ ?dump <{VOID}vocabulary> <{AVG}> ; <{VOID}uriSpace> ?base }} LIMIT 2"
        found = [row["base"].value for row in self._rows(base, self._graph)]
        if len(found) == 1:
            self.live_at(found[0])
        self._has_looked = True
        return self._graph

    def _look_for_graph(self) -> str | None:
        if list(self._rows(f"SELECT ?paper {{ ?paper a <{AVG}Paper> }} LIMIT 1", None)):
            return None
        found = self._rows(f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?dump <{VOID}vocabulary> <{AVG}> }} }} ORDER BY ?g LIMIT 20", None)
        names = [row["g"].value for row in found]
        if len(names) > 1:
            message = f"{self.url}: holds several graphs of avgraph; name one with --graph: {', '.join(names)}"
            raise QueryError(message)
        return names[0] if names else None

    def _rows(self, text: str, graph: str | None) -> Any:
        from pyoxigraph import QueryResultsFormat, parse_query_results

        try:
            return parse_query_results(self._post(text, _ROWS, graph), format=QueryResultsFormat.JSON)
        except (SyntaxError, ValueError) as error:
            message = f"{self.url}: the answer is not {_ROWS}: {one_line(error)[:120]}"
            raise QueryError(message) from None

    def _post(self, text: str, accepted: str, graph: str | None) -> bytes:
        import http.client
        from urllib.error import HTTPError, URLError
        from urllib.parse import urlencode
        from urllib.request import Request, urlopen

        headers = {"Accept": accepted, "Content-Type": "application/x-www-form-urlencoded"}
        form = {"query": text, **({"default-graph-uri": graph} if graph else {})}
        request = Request(self.url, urlencode(form).encode(), headers)  # noqa: S310  (http or https, see __init__)
        try:
            with urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                content = bytes(answer.read(_LARGEST + 1))
        except HTTPError as error:
            with error:
                said = " ".join(error.read(500).decode("utf-8", "replace").split())
            message = f"{self.url}: answers {error.code} {error.reason}" + (f": {said[:200]}" if said else "")
            raise QueryError(message) from None
        except (URLError, OSError, http.client.HTTPException, ValueError) as error:
            message = f"{self.url}: cannot be asked: {' '.join(str(getattr(error, 'reason', error)).split())}"
            raise QueryError(message) from None
        if len(content) > _LARGEST:
            message = f"{self.url}: answers with more than {_LARGEST:,} bytes; ask for less"
            raise QueryError(message)
        return content


def _bare(text: str) -> str:
    """Return a query without its IRIs and comments."""
    return re.sub(r"<[^<>\s]*>|#[^\n]*", " ", text)
