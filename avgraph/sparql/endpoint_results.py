"""Read what an endpoint answers: rows, yes or no, or triples, whole and as they were asked for."""

import codecs
import re

from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store, Triple, parse, parse_query_results

from avgraph.errors import QueryError, one_line
from avgraph.sparql.http.address import shown
from avgraph.sparql.http.transfer import Response
from avgraph.sparql.syntax import refuse_hostile
from avgraph.text.nesting import problem_of_dump

ROWS = QueryResultsFormat.JSON
TRIPLES = RdfFormat.N_TRIPLES
PAGES = ("text/html", "application/xhtml+xml")
_AS_DUMP = {QueryResultsFormat.JSON: "jsonld", QueryResultsFormat.XML: "rdf", QueryResultsFormat.TSV: "ttl"}
"""The formats of rows that are read, and the extension of the format of dumps whose parser is like theirs."""
_TRIPLE_FORMATS = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE, RdfFormat.N_QUADS, RdfFormat.TRIG)
_UNTYPED = ("", "text/plain", "application/octet-stream", "binary/octet-stream")
_YES_OR_NO_OF_VIRTUOSO = "__ask_retval"


def read_rows(response: Response, query: str) -> QuerySolutions:
    """Return the rows of an answer to a SELECT query. Raises QueryError where they are not what was asked for."""
    content, form = _rows_of(response)
    try:
        results = parse_query_results(content, format=form)
        if isinstance(results, QueryBoolean):
            raise QueryError("answers with yes or no, where rows were asked for")
        columns = [each.value for each in results.variables]
        if any(isinstance(term, Triple) for row in results for term in row):
            raise QueryError("answers with a triple within a row, which no query here asks for")
        wanted = _columns_of(query)
        if wanted is not None and columns != wanted and (sorted(columns) != sorted(wanted) or not _selects_all(query)):
            message = f"answers with the columns {shown(' '.join(columns) or 'of nothing')}, where {shown(' '.join(wanted))} were asked for"
            raise QueryError(message)
        again = parse_query_results(content, format=form)
    except (SyntaxError, ValueError, OSError, MemoryError) as error:
        raise _unreadable(form.media_type, error) from None
    assert isinstance(again, QuerySolutions)  # noqa: S101  (it was, a moment ago)
    return again


def read_yes_or_no(response: Response) -> QueryBoolean:
    """Return the answer to an ASK query. Raises QueryError where it is neither yes nor no."""
    content, form = _rows_of(response)
    try:
        results = parse_query_results(content, format=form)
        if not isinstance(results, QueryBoolean):
            # Virtuoso answers no with a table without a row.
            columns, rows = [each.value for each in results.variables], list(results)
            if rows and [column.lower() for column in columns] != [_YES_OR_NO_OF_VIRTUOSO]:
                raise QueryError("answers with rows, where yes or no was asked for")
            answer = b"true" if rows and getattr(rows[0][0], "value", "") in ("1", "true") else b"false"
            results = parse_query_results(b'{"head":{},"boolean":%s}' % answer, format=ROWS)
    except (SyntaxError, ValueError, OSError, MemoryError) as error:
        raise _unreadable(form.media_type, error) from None
    assert isinstance(results, QueryBoolean)  # noqa: S101
    return results


def read_triples(response: Response) -> Store:
    """Return the triples of an answer to a CONSTRUCT or DESCRIBE query. Raises QueryError where there are none."""
    media_type = response.media_type
    form = TRIPLES if media_type in _UNTYPED else RdfFormat.from_media_type(media_type)
    if form is None or form not in _TRIPLE_FORMATS:
        raise _other_type(media_type, TRIPLES.media_type)
    content = _content_of(response)
    store = Store()
    try:
        _refuse_hostile(content, "ttl")
        for quad in parse(content, format=form):
            if isinstance(quad.object, Triple):
                raise QueryError("answers with a triple within a triple, which no graph here holds")
            store.add(quad)
    except (SyntaxError, ValueError, OSError, MemoryError) as error:
        raise _unreadable(form.media_type, error) from None
    return store


def _rows_of(response: Response) -> tuple[bytes, QueryResultsFormat]:
    media_type = response.media_type
    form = ROWS if media_type in _UNTYPED else QueryResultsFormat.from_media_type(media_type)
    if form is None or form not in _AS_DUMP:
        raise _other_type(media_type, ROWS.media_type)
    content = _content_of(response)
    _refuse_hostile(content, _AS_DUMP[form])
    return content, form


def _content_of(response: Response) -> bytes:
    """Return a body in UTF-8, without a byte order mark."""
    charset = re.search(r"charset\s*=\s*\"?([\w.:-]{1,40})", response.content_type.lower())
    content = response.content
    if charset is None or charset[1] in ("utf-8", "utf8", "us-ascii", "ascii"):
        return content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode(charset[1]).removeprefix("\ufeff").encode()
    except (LookupError, ValueError):
        raise QueryError(f"answers in the charset {shown(charset[1])!r}, in which it cannot be read") from None


def _columns_of(query: str) -> list[str] | None:
    """Return the variables that a query selects, or None where only the endpoint knows."""
    try:
        refuse_hostile(query)
        results = Store().query(query)
    except (QueryError, SyntaxError, ValueError, OSError, RuntimeError):
        return None
    return [each.value for each in results.variables] if isinstance(results, QuerySolutions) else None


def _selects_all(query: str) -> bool:
    """Tell whether a query selects ``*``, whose order is not defined."""
    return re.search(r"(?i)\bSELECT\s*(?:DISTINCT\b|REDUCED\b)?\s*\*", query) is not None


def _refuse_hostile(content: bytes, extension: str) -> None:
    problem = problem_of_dump(content, extension)
    if problem:
        raise QueryError(f"the answer {problem}")


def _other_type(media_type: str, wanted: str) -> QueryError:
    return QueryError(f"answers with {shown(media_type)}, where {wanted} was asked for")


def _unreadable(media_type: str, error: Exception) -> QueryError:
    return QueryError(f"the answer is not {media_type}: {shown(one_line(error))[:120]}")
