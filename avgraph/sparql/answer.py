"""Turn what pyoxigraph answered into plain values of Python, or triples into RDF."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from avgraph.errors import QueryError, one_line
from avgraph.model.vocabulary import XSD
from avgraph.text.visible import visible

if TYPE_CHECKING:
    import pandas
    import pyoxigraph


_MOST_SHOWN = 20
"""Rows of an answer that show themselves."""
_WIDTH = 120
"""Columns of characters in which they do."""


@dataclass(frozen=True, repr=False)
class Answer:
    """The answer to a SELECT or ASK query, as plain Python values."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    """Strings for IRIs and text, numbers, booleans; None where a row has no value."""
    is_ask: bool = False
    """Whether the one row is a yes or no."""

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows."""
        return iter(self.rows)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def __bool__(self) -> bool:
        """Return the answer to an ASK query; of others whether there is a row."""
        return bool(self.rows[0][0]) if self.is_ask else bool(self.rows)

    def __repr__(self) -> str:
        """Return the first rows as a table, and how many there are."""
        from avgraph.text.columns import lay_out

        more = len(self.rows) - _MOST_SHOWN
        return lay_out(self.columns, self.rows[:_MOST_SHOWN], _WIDTH) + (
            f"and {more:,} more rows" if more > 0 else f"({len(self.rows):,} rows)"
        )

    def _repr_html_(self) -> str:
        """Show the first rows in a cell of a notebook."""
        from html import escape

        head = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        rows = ["".join(f"<td>{'' if value is None else escape(str(value))}</td>" for value in row) for row in self.rows[:_MOST_SHOWN]]
        more = f"<caption>the first {_MOST_SHOWN} of {len(self.rows):,} rows</caption>" if len(self.rows) > _MOST_SHOWN else ""
        return f"<table>{more}<tr>{head}</tr>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"

    def to_pandas(self) -> "pandas.DataFrame":
        """Return a data frame; pandas must be installed."""
        import pandas

        return pandas.DataFrame(self.rows, columns=list(self.columns))


def collect(results: Any, limit: int | None = None, *, short: Callable[[str], str] = str) -> Answer:
    """Return the results of pyoxigraph as plain values; `limit` is the most rows to take, `short` what IRIs become."""
    from itertools import islice

    from pyoxigraph import NamedNode, QueryBoolean, QueryTriples

    def value(term: Any) -> Any:
        return short(term.value) if isinstance(term, NamedNode) else plain(term)

    if isinstance(results, QueryBoolean):
        return Answer(("answer",), [(bool(results),)], is_ask=True)
    if isinstance(results, QueryTriples):
        return Answer(("subject", "predicate", "object"), [tuple(map(value, triple)) for triple in islice(results, limit)])
    return Answer(tuple(each.value for each in results.variables), [tuple(map(value, row)) for row in islice(results, limit)])


_KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "iri": (
        "an IRI",
        lambda value: isinstance(value, str) and re.fullmatch(r"""[a-zA-Z][\w+.-]*:[^\x00-\x20<>"{}|^`\\]*""", value) is not None,
    ),
    "text": ("a text", lambda value: isinstance(value, str)),
    "number": ("a whole number", lambda value: isinstance(value, int) and not isinstance(value, bool)),
}


def check_kinds(rows: Iterable[tuple[Any, ...]], kinds: Sequence[str]) -> None:
    """Raise QueryError where the values of rows are not of their kinds: ``iri``, ``text`` or ``number``, with ``?`` where there may be none."""
    for row in rows:
        for value, kind in zip(row, kinds, strict=True):
            what, is_one = _KINDS[kind.rstrip("?")]
            if not (is_one(value) or (value is None and kind.endswith("?"))):
                raise QueryError(f"answers with {visible(one_line(str(value)))[:80]!r}, where {what} was asked for")


def write_triples(triples: "Iterable[pyoxigraph.Triple]", form: "pyoxigraph.RdfFormat", prefixes: dict[str, str]) -> bytes:
    """Return triples in an RDF format, sorted; the prefixes declared are those that are used, sorted as well."""
    from pyoxigraph import RdfFormat, serialize

    ordered = sorted(triples, key=str)
    if form not in (RdfFormat.TURTLE, RdfFormat.TRIG, RdfFormat.N3):
        # JSON-LD and RDF/XML would declare prefixes in an order that changes from run to run.
        return bytes(serialize(ordered, format=form) or b"")
    # Of two prefixes for one namespace the last is written.
    prefixes = {prefix: iri for iri, prefix in {iri: prefix for prefix, iri in prefixes.items()}.items()}
    content = bytes(serialize(ordered, format=form, prefixes=prefixes) or b"")
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
