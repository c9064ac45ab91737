"""Cut a query into the tokens of SPARQL 1.1 (section 19.8), and refuse what it must not be: a request to another server, or what overflows the stack of the parser."""

import contextlib
import re
import sys
import threading
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from avgraph.errors import QueryError

_HEX = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_ESCAPED = rf"\\[tbnrf\"'\\]|{_HEX}"
_LOCAL_ESCAPED = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_TOKEN = re.compile(
    rf"""
      (?P<space>[ \t\r\n]++)
    | (?P<comment>\#[^\r\n]*+)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]++|{_HEX})*>)
    | (?P<string>
          \"{{3}}(?:\"{{0,2}}(?:[^\"\\]++|{_ESCAPED}))*\"{{3}}
        | '{{3}}(?:'{{0,2}}(?:[^'\\]++|{_ESCAPED}))*'{{3}}
        | \"(?!\"\")(?:[^\"\\\r\n]++|{_ESCAPED})*\"
        | '(?!'')(?:[^'\\\r\n]++|{_ESCAPED})*'
      )
    | (?P<variable>[?$]\w++)
    | (?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*)
    | (?P<name>(?:_|[^\W\d_](?:[\w-]|\.++(?=[\w-])){{0,40}})?:
               (?:(?:[\w:]|{_LOCAL_ESCAPED})(?:[\w:-]++|{_LOCAL_ESCAPED}|\.++(?=[\w:%\\-]))*)?)
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


def cut_tokens(text: str, *, is_strict: bool = True) -> Iterator[Token]:
    """Yield the tokens, without spaces and comments.

    Raises QueryError where no token begins, or a string does not end; where `is_strict` is false, such a character is passed over.
    """
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None and not is_strict:
            place += 1
            continue
        if match is None or (is_strict and match.lastgroup == "string" and _SURROGATE.search(match[0])):
            raise QueryError(f"query: {describe_place(text, place)}: {_fault(text, place)}")
        if match.lastgroup not in ("space", "comment"):
            yield Token(str(match.lastgroup), match[0], place)
        place = match.end()


def keywords(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the words of a query that stand outside of strings, IRIs and names, in capitals."""
    return (token.text.upper() for token in tokens if token.kind == "word")


def describe_place(text: str, place: int) -> str:
    """Return where a place of a text is, for people."""
    return f"line {text.count(chr(10), 0, place) + 1}, column {place - text.rfind(chr(10), 0, place)}"


def _fault(text: str, place: int) -> str:
    char = text[place]
    if char in "\"'":
        return "the text in quotation marks does not end, or holds an escape that SPARQL has not"
    return f"{char if char.isprintable() else ascii(char)[1:-1]!s} begins nothing that SPARQL has"


_MAX_CHARACTERS = 1_000_000
_MAX_DEPTH = 200
_MAX_OPERATORS = 500
"""Characters; brackets within brackets; operators and brackets in all. With a stack of 8 MiB, the parser of pyoxigraph
overflows from some 1,600 operators on, and from 800 calls within calls; threads may have less, see `_limits`."""
_USUAL_STACK = 8 * 2**20
_OPERATORS = frozenset(("!", "||", "&&", "|", "/", "^", "+", "-", "*", "?", "=", "!=", "<", ">", "<=", ">="))
_OPENING, _CLOSING = frozenset("{(["), frozenset("})]")
_ROW, _NAMES, _BLOCK = "row", "names", "block"
_OPERANDS = frozenset(("iri", "string", "variable", "language", "name", "number"))


def refuse_hostile(text: str) -> list[Token]:
    """Return the tokens of a query. Raises QueryError where it asks another server, or is too long or too deep for the parser.

    The parser knows no tokens: it tries at each place what its grammar allows there. Where that can differ from
    the tokens of the specification, the query is refused, so that nothing hides in what one of them passes over.
    """
    if len(text) > _MAX_CHARACTERS:
        raise QueryError(f"the query has {len(text):,} characters; at most {_MAX_CHARACTERS:,} are answered")
    brackets = _Brackets()
    max_depth, max_operators = _limits()
    operators = 0
    tokens: list[Token] = []
    for token in cut_tokens(text):
        _refuse_service(text, token)
        _refuse_ambiguous(text, token, tokens[-1] if tokens else None, brackets)
        brackets.take(token)
        operators += token.kind == "mark" and (token.text in _OPERATORS or (token.text in _OPENING and brackets.open[-1] != _ROW))
        if len(brackets.open) > max_depth:
            raise QueryError(f"the query nests more than {max_depth} brackets")
        if operators > max_operators:
            raise QueryError(f"the query has more than {max_operators} operators and brackets; VALUES and IN take lists of any length")
        tokens.append(token)
    return tokens


def _limits() -> tuple[int, int]:
    """Return how deep a query may nest, and how many operators it may have, on the stack of this thread."""
    is_main = threading.current_thread() is threading.main_thread()
    stack = 0 if is_main else threading.stack_size()
    if stack:
        # Asking for the size sets it to the usual one.
        threading.stack_size(stack)
    elif is_main or sys.platform == "linux":
        with contextlib.suppress(ImportError, OSError):
            import resource

            stack = resource.getrlimit(resource.RLIMIT_STACK)[0]
        stack = stack if 0 < stack < _USUAL_STACK else _USUAL_STACK
    else:
        stack = 2**19  # what threads have on macOS
    return min(_MAX_DEPTH, stack >> 14), min(_MAX_OPERATORS, stack >> 13)


class _Brackets:
    """Which brackets are open, and whether they hold the rows of VALUES."""

    def __init__(self) -> None:
        self.open: list[str] = []
        self.is_values = False

    def take(self, token: Token) -> None:
        if token.kind == "word" and token.text.upper() == "VALUES":
            self.is_values = True
        elif token.text in _OPENING and token.kind == "mark":
            self._open(token.text)
        elif token.text in _CLOSING and token.kind == "mark":
            if self.open:
                self.open.pop()
        elif token.kind != "variable":
            self.is_values = False

    def _open(self, mark: str) -> None:
        if self.open and self.open[-1] == _BLOCK:
            self.open.append(_ROW)
        elif self.is_values:
            self.open.append(_BLOCK if mark == "{" else _NAMES)
            self.is_values = mark != "{"
        else:
            self.open.append(mark)


def _refuse_service(text: str, token: Token) -> None:
    # The parser needs no space after a keyword, nor before, and ends a name at its second dot:
    # SERVICEe:x is read as SERVICE e:x, and a:b.c.SERVICE as a:b.c and SERVICE.
    if token.kind not in ("word", "name") or "service" not in token.text.lower():
        return
    prefix, colon, local = token.text.lower().partition(":")
    if "service" not in prefix and "service" not in local.partition(".")[2]:
        return
    if colon and not prefix.startswith("service"):
        message = (
            f"query: {describe_place(text, token.start)}: {token.text[:60]} holds SERVICE, a keyword; write it as an IRI within < and >"
        )
        raise QueryError(message)
    raise QueryError("SERVICE asks another server, which avgraph does not do; use --endpoint for a server of yours")


def _refuse_ambiguous(text: str, token: Token, before: Token | None, brackets: _Brackets) -> None:
    """Raise QueryError where ``<`` may begin an IRI as well as say *less than*, or ``<<`` a triple."""
    if token.kind == "mark" and token.text == "<" and text[token.start + 1 : token.start + 2] == "<":
        if text[token.start + 2 : token.start + 3] not in (" ", "\t", "\r", "\n", ""):
            raise QueryError(f"query: {describe_place(text, token.start)}: << without a space after it can be read in two ways; write one")
        return
    if token.kind != "iri" or before is None or not brackets.open or brackets.open[-1] != "(":
        return
    if before.kind in _OPERANDS or before.text in (")", "}", "]", ">") or before.text.lower().endswith(("true", "false")):
        message = f"query: {describe_place(text, token.start)}: {token.text[:60]} is an IRI here; for less than, write a space after <"
        raise QueryError(message)
