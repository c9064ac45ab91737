"""Name what a statement of RDF is made of: IRIs, literals, a subject with all its statements."""

from typing import NamedTuple

Iri = str
"""An IRI; a value of a statement that is no Literal is one."""


class Literal(NamedTuple):
    """A literal."""

    value: str
    datatype: str = "string"
    """Local name of an XML Schema datatype."""


def integer(number: int) -> Literal:
    """Return a number as a literal."""
    return Literal(str(number), "integer")


Value = Iri | Literal
Statements = tuple[Iri, list[tuple[Iri, list[Value]]]]
"""A subject with all its statements: each predicate with its values."""
Triple = tuple[Iri, Iri, Value]
"""Subject, predicate, object."""
