"""Find what the parsers of RDF cannot stand: what overflows their stack, or makes much of little."""

import mmap
import re
from itertools import accumulate

DEEPEST = 500
"""Elements, objects or arrays within each other; no dump needs more than some ten."""
_DEEPEST_TRIPLES = 64
"""Triple terms within triple terms; the parser overflows the stack from some thousands on."""
_MOST_NAMESPACES = 1000
"""Declarations of namespaces in force at one place; the parser looks through all of them for each name."""
_JSON_TEXT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*(?:"|\\?\Z)', re.DOTALL)
_XML_MARKUP = re.compile(
    rb"""<(?:
        !--.*?(?:-->|\Z)
      | !\[CDATA\[.*?(?:\]\]>|\Z)
      | \?.*?(?:\?>|\Z)
      | (?P<declaration>![A-Za-z])
      | (?P<end>/)[^>]*+>?
      | (?P<start>(?:[^<>"'/]++|"[^"]*+"|'[^']*+'|/(?!>))+)(?P<empty>/)?
    )""",
    re.DOTALL | re.VERBOSE,
)
_STEP = {ord("["): 1, ord("("): 1, ord("]"): -1, ord(")"): -1}
_NO_BRACKETS = bytes(set(range(256)) - set(_STEP))
_CHUNK = 1 << 24
"""Bytes that are looked at in one go."""
_NAMESPACE = re.compile(rb"\sxmlns[:=]")
_TURTLE_MARKUP = re.compile(
    rb"""
      \"{3}(?:[^"\\]++|\\.|"(?!""))*(?:\"{3})? | '{3}(?:[^'\\]++|\\.|'(?!''))*(?:'{3})?
    | "(?:[^"\\\n]++|\\.)*"? | '(?:[^'\\\n]++|\\.)*'? | \#[^\n]*+ | <[^<>\s"{}|^`]*+> | \\.
    | (?P<start><<) | (?P<end>>>) | (?P<open>[\[(]) | (?P<close>[\])])
    """,
    re.DOTALL | re.VERBOSE,
)


def problem_of_dump(content: "bytes | mmap.mmap", extension: str) -> str:
    """Return what the parser of the format with this extension cannot stand of `content`, or nothing."""
    if extension == "jsonld":
        return _too_deep("JSON") if depth_of_json(bytes(content)) > DEEPEST else ""
    return _problem_of_xml(content) if extension == "rdf" else _problem_of_turtle(content)


def depth_of_json(content: bytes) -> int:
    """Return how deep JSON nests."""
    import numpy

    opening, closing = b"{[", b"}]"
    brackets = _JSON_TEXT.sub(b"", content).translate(None, bytes(set(range(256)) - {*opening, *closing}))
    steps = numpy.where(numpy.isin(numpy.frombuffer(brackets, numpy.uint8), list(opening)), 1, -1)
    return int(steps.cumsum().max()) if len(steps) else 0


def _too_deep(what: str, most: int = DEEPEST) -> str:
    return f"nests {what} more than {most} deep, which no file of avgraph needs"


def _problem_of_xml(content: "bytes | mmap.mmap") -> str:
    """Return what is wrong with RDF/XML, or nothing: entities, which can grow without bound, depth, or namespaces in force."""
    namespaces = [0]
    for markup in _XML_MARKUP.finditer(content):
        if markup["declaration"]:
            return "declares a document type, whose entities can grow without bound; write it without DOCTYPE"
        if markup["end"]:
            if len(namespaces) > 1:
                namespaces.pop()
        elif start := markup["start"]:
            declared = namespaces[-1] + (len(_NAMESPACE.findall(start)) if b"xmlns" in start else 0)
            if declared > _MOST_NAMESPACES:
                return f"declares more than {_MOST_NAMESPACES:,} namespaces at one place, which no file of avgraph needs"
            if not markup["empty"]:
                namespaces.append(declared)
            if len(namespaces) - 1 > DEEPEST:
                return _too_deep("XML")
    return ""


def _problem_of_turtle(content: "bytes | mmap.mmap") -> str:
    """Return what is wrong with Turtle and its like, or nothing: the depth of triple terms, and of nodes and lists in brackets."""
    triples = brackets = 0
    if content.find(b"<<") < 0 and _most_open_brackets(content) <= DEEPEST:
        return ""
    for markup in _TURTLE_MARKUP.finditer(content):
        kind = markup.lastgroup
        if kind == "start":
            triples += 1
            if triples > _DEEPEST_TRIPLES:
                return _too_deep("triple terms", _DEEPEST_TRIPLES)
        elif kind == "open":
            brackets += 1
            if brackets > DEEPEST:
                return _too_deep("brackets")
        elif kind == "end":
            triples = max(0, triples - 1)
        elif kind == "close":
            brackets = max(0, brackets - 1)
    return ""


def _most_open_brackets(content: "bytes | mmap.mmap") -> int:
    """Return how many brackets are open at once at most; those in texts, which close as a rule, count as well."""
    most = depth = 0
    for start in range(0, len(content), _CHUNK):
        depths = list(accumulate((_STEP[byte] for byte in content[start : start + _CHUNK].translate(None, _NO_BRACKETS)), initial=depth))
        most, depth = max(most, *depths), depths[-1]
    return most
