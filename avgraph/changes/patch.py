"""Write the difference of two dumps as an RDF patch, and make the new dump of the old one with it.

The format is that of https://afs.github.io/rdf-patch/ and Apache Jena: rows of statements that are deleted (D) and added (A) within one
transaction, in the syntax of N-Triples. The header names both dumps by their checksums (RFC 6920).
"""

from base64 import urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

from avgraph.errors import AvgraphError, DumpError, one_line
from avgraph.rdf.dump_graph import read_graph
from avgraph.rdf.oxigraph import generate_terms

if TYPE_CHECKING:
    from pyoxigraph import Triple

_OPERATIONS = ("H", "TX", "TC", "A", "D")


def serialize_dump(triples: "Iterable[Triple]") -> bytes:
    """Return statements as N-Triples, one a line, as `avgraph export --format ntriples` writes them."""
    from pyoxigraph import RdfFormat, serialize

    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""


def generate_patch(old: bytes, new: bytes) -> bytes:
    """Return the RDF patch that leads from one dump in N-Triples to another; without statements where they say the same."""
    before, after = (dict.fromkeys(dump.splitlines(keepends=True)) for dump in (old, new))
    rows = [b"H id <%s> .\n" % _name(new), b"H prev <%s> .\n" % _name(old), b"TX .\n"]
    rows += [b"D " + line for line in before if line not in after]
    rows += [b"A " + line for line in after if line not in before]
    return b"".join([*rows, b"TC .\n"])


def _name(dump: bytes) -> bytes:
    return b"ni:///sha-256;" + urlsafe_b64encode(sha256(dump).digest()).rstrip(b"=")


def apply_patch(dump: bytes, patch: bytes) -> bytes:
    """Return the dump in N-Triples that a patch makes of another one: the very bytes of the new one, where both are dumps of `avgraph export`.

    Of another dump what is added stands at the end. Raises DumpError where the patch cannot be read or is none of this dump.
    """
    rows: dict[str, list[bytes]] = {"A": [], "D": []}
    for number, row in enumerate(patch.splitlines(keepends=True), 1):
        operation, _, statement = row.partition(b" ")
        name = operation.decode("ascii", "replace").strip()
        if name and name not in _OPERATIONS:
            raise DumpError(f"line {number} of the patch: {name[:20]!r} is none of {', '.join(_OPERATIONS)}")
        if name in rows:
            rows[name].append(statement)
    deleted, added = (_parse(b"".join(rows[name]), "the patch") for name in ("D", "A"))
    triples = _parse(dump, "the dump")
    for triple in deleted:
        if triple not in triples:
            raise DumpError(f"the patch deletes what the dump does not say: {one_line(str(triple))}")
        del triples[triple]
    triples.update(added)
    return serialize_dump(_in_order(triples))


def _parse(content: bytes, what: str) -> "dict[Triple, None]":
    from pyoxigraph import RdfFormat, parse

    try:
        return dict.fromkeys(quad.triple for quad in parse(content, format=RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as error:
        raise DumpError(f"{what} is no N-Triples that can be read: {one_line(error)}") from None


def _in_order(triples: "dict[Triple, None]") -> "Iterable[Triple]":
    """Return statements in the order in which a dump has them, where they are those of a dump and no others."""
    from pyoxigraph import Triple

    try:
        graph, base = read_graph(triples)
    except AvgraphError:
        return triples
    ordered = list(generate_terms(graph, Triple, base))
    return ordered if len(ordered) == len(triples) and all(each in triples for each in ordered) else triples
