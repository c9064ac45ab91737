"""Turn JSON, or a JSON document a line, into nodes. The standard library says whether it is JSON; the places are found beside."""

import json
import re
from typing import Any

from avgraph.reading.structured.nodes import DEEPEST, Fields, FileSyntaxError, Items, Node, Scalar
from avgraph.text.controls import show_controls

_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*"|[{}\[\],:]|[^\s{}\[\],:"]++', re.DOTALL)


def parse_json(text: str) -> Node:
    """Return the document, or a list of those that stand on a line each. Raises FileSyntaxError where it is neither.

    >>> parse_json('{"a": [1, null]}').pairs[0][1].items[0].text
    '1'
    """
    problem = _problem_of(text)
    if problem is None:
        return _nodes(text, 0, len(text))[0]
    documents: list[Node] = []
    start = 0
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        if line.strip():
            of_line = _problem_of(line)
            # The first line tells whether the file holds a document a line.
            if of_line is not None:
                raise problem if number == 1 or not documents else FileSyntaxError(number, of_line.reason)
            documents += _nodes(text, start, start + len(line))
        start += len(line) + 1
    if not documents:
        raise problem
    return Items(documents, 0, len(text))


def _problem_of(text: str) -> FileSyntaxError | None:
    """Return why a text is no JSON, or None. Numbers stay text: there may be some of a million digits."""
    as_text: dict[str, Any] = {"parse_int": str, "parse_float": str, "parse_constant": str}
    try:
        json.loads(text, **as_text)
    except json.JSONDecodeError as error:
        return FileSyntaxError(error.lineno, f"{error.msg[:1].lower()}{error.msg[1:]}")
    except RecursionError:
        return FileSyntaxError(0, f"nests more than {DEEPEST} deep, which no list of papers needs")
    return None


def _nodes(text: str, start: int, end: int) -> list[Node]:
    """Return the document in a stretch of a text, which is JSON."""
    roots = Items([], start, end)
    open_nodes: list[Items | Fields] = [roots]
    keys: list[Scalar | None] = [None]

    def add(node: Node) -> None:
        top, key = open_nodes[-1], keys[-1]
        if isinstance(top, Items):
            top.items.append(node)
        elif key is None and isinstance(node, Scalar):
            keys[-1] = node
        elif key is not None:
            top.pairs.append((key, node))
            keys[-1] = None

    for token in _TOKEN.finditer(text, start, end):
        printed = token[0]
        if printed in ",:":
            continue
        if printed in "{[":
            node: Items | Fields = Fields([], token.start(), 0) if printed == "{" else Items([], token.start(), 0)
            add(node)
            open_nodes.append(node)
            keys.append(None)
            if len(open_nodes) > DEEPEST:
                line = text.count("\n", 0, token.start()) + 1
                raise FileSyntaxError(line, f"nests more than {DEEPEST} deep, which no list of papers needs")
        elif printed in "}]":
            open_nodes.pop().end = token.end()
            keys.pop()
        else:
            add(Scalar(_value(printed), token.start(), token.end()))
    return roots.items


def _value(printed: str) -> str:
    if printed[0] == '"':
        return show_controls(json.loads(printed)) if "\\" in printed else printed[1:-1]
    return "" if printed == "null" else printed
