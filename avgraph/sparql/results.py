"""Write the results of a query: as an aligned table, CSV, TSV, JSON, XML, or triples as Turtle."""

from typing import TYPE_CHECKING, Any

from avgraph.errors import QueryError
from avgraph.model.vocabulary import shorten
from avgraph.sparql.answer import collect, write_triples
from avgraph.text.columns import lay_out

if TYPE_CHECKING:
    from avgraph.sparql.engine import Engine

FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")
"""The formats; turtle is for the triples of CONSTRUCT and DESCRIBE, the others for the rows of SELECT and ASK."""


def write_results(engine: "Engine", results: Any, format_name: str | None, width: int | None = None) -> bytes:
    """Return what an engine answered in a format: rows by default as a table, folded to `width`, triples as Turtle.

    Raises QueryError for a format that the answer has not, and where the engine fails on the way.
    """
    from pyoxigraph import QueryResultsFormat, QueryTriples, RdfFormat

    if isinstance(results, QueryTriples) and format_name not in (None, "turtle"):
        raise QueryError(f"CONSTRUCT and DESCRIBE give triples, which are written as turtle, not {format_name}")
    if format_name == "turtle" and not isinstance(results, QueryTriples):
        raise QueryError("SELECT and ASK give rows, which are written as table, csv, tsv, json or xml")
    if format_name not in (None, *FORMATS):
        raise QueryError(f"no format {format_name!r} for the results of a query; there are {', '.join(FORMATS)}")
    with engine.raising_query_errors():
        if isinstance(results, QueryTriples):
            return write_triples(results, RdfFormat.TURTLE, engine.prefixes)
        if format_name not in (None, "table"):
            results_format = QueryResultsFormat.from_extension(format_name if format_name != "xml" else "srx")
            return bytes(results.serialize(format=results_format) or b"")
        # In a table ids, as every command takes them, and prefixed names: IRIs would leave no room for the rest.
        answer = collect(results, short=lambda iri: shorten(iri.removeprefix(engine.base)))
    return lay_out(answer.columns, answer.rows, width).encode("utf-8", "replace")
