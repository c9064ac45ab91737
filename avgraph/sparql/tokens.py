"""Cut the text of a query into the tokens of SPARQL 1.1 (section 19.8), in one pass that never turns back."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from avgraph.errors import QueryError

_HEX = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPED = rf"\\[tbnrf\"'\\]|{_HEX}"
_LOCAL_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]++)
    | (?P<comment>\#[^\r\n]*+)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|{_HEX})*+>)
    | (?P<string>
          \"{{3}}(?:\"{{0,2}}(?:[^\"\\]|{_ESCAPED}))*+\"{{3}}
        | '{{3}}(?:'{{0,2}}(?:[^'\\]|{_ESCAPED}))*+'{{3}}
        | \"(?!\"\")(?:[^\"\\\r\n]|{_ESCAPED})*+\"
        | '(?!'')(?:[^'\\\r\n]|{_ESCAPED})*+'
      )
    | (?P<variable>[?$]\w++)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    | (?P<name>(?:_|[^\W\d_](?:[\w-]|\.++(?=[\w-])){{0,40}}+)?:
               (?:(?:[\w:]|{_LOCAL_ESCAPED})(?:[\w:-]|{_LOCAL_ESCAPED}|\.++(?=[\w:%\\-]))*+)?)
    | (?P<number>(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
    | (?P<word>[A-Za-z_]\w*+)
    | (?P<mark>\^\^|&&|\|\||[<>!]=|[{{}}()\[\].,;=<>!+*/|^?~-])
    """,
    re.VERBOSE,
)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]|\\U(?!000|0010)")


class Token(NamedTuple):
    """A piece of a query that the grammar knows by a kind."""

    kind: str
    """``iri``, ``string``, ``variable``, ``language``, ``name`` (with a prefix), ``number``, ``word`` or ``mark``."""
    text: str
    start: int


def cut_tokens(text: str) -> Iterator[Token]:
    """Yield the tokens, without spaces and comments. Raises QueryError where no token begins, or a string does not end."""
    place = 0
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or (found.lastgroup == "string" and _SURROGATE.search(found[0])):
            message = f"query: {describe_place(text, place)}: {_fault(text, place)}"
            raise QueryError(message)
        if found.lastgroup not in ("space", "comment"):
            yield Token(str(found.lastgroup), found[0], place)
        place = found.end()


def describe_place(text: str, place: int) -> str:
    """Return where a place of a text is, for people."""
    return f"line {text.count(chr(10), 0, place) + 1}, column {place - text.rfind(chr(10), 0, place)}"


def _fault(text: str, place: int) -> str:
    char = text[place]
    if char in "\"'":
        return "the text in quotation marks does not end, or holds an escape that SPARQL has not"
    return f"{char if char.isprintable() else ascii(char)[1:-1]!s} begins nothing that SPARQL has"
