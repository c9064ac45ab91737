"""Read the questions that ship with avgraph: each a ``.rq`` file with what it answers in its first lines."""

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from avgraph.errors import QueryError, one_line
from avgraph.files import read_bytes
from avgraph.text.likeness import did_you_mean

if TYPE_CHECKING:
    from avgraph.sparql.engine import Engine

_FOLDER = Path(__file__).parent / "queries"
_FORM = re.compile(
    r"\s*(?:#|(?:SELECT|ASK|CONSTRUCT|DESCRIBE|PREFIX|BASE|INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|ADD|MOVE|COPY|WITH)\b)", re.IGNORECASE
)
"""How queries and updates begin."""
GROUPS = ("people", "institutions", "tasks", "papers and datasets", "venues", "quality")
"""What questions are about, in the order in which pages show them."""
_PARAMETER = re.compile(r"# parameter (?P<name>\w+)(?P<required>!?): (?P<kind>\w+): (?P<description>.+)")
_FACTS = {
    "authors": ("hasAuthor", r"avg:(?:hasAuthor|hasAuthorship|author|nameAsListed)\b"),
    "institutions": ("listsInstitution", r"avg:(?:listsInstitution|affiliatedWith|institutionsAsListed)\b"),
    "venues": ("publishedIn", r"avg:publishedIn\b"),
    "years": ("year", r"avg:year\b"),
    "headings": ("addressesTask", r"avg:addressesTask\b"),
    "links to code": ("codeRepository", r"avg:codeRepository\b"),
    "keywords": ("hasEntry/avg:keyword", r"avg:keyword\b"),
    "institutions of single authors": ("hasAuthorship/avg:statedAffiliation", r"avg:statedAffiliation\b"),
}
"""What a list can state: the property that says so, and the terms of questions about it."""
_NOT_NEEDED = re.compile(r"(?:OPTIONAL|EXISTS|MINUS)\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks back."""

    name: str
    """Of the option, and of the variable that is bound."""
    kind: str
    """A type of the ontology, whose entity is then found by name, ``year``, or ``flag``, which is yes or left out."""
    description: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class ShippedQuery:
    """One question."""

    name: str
    """Empty for a query of one's own, which has a text alone."""
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str
    group: str = ""
    """What it is about, one of `GROUPS`."""

    @property
    def usage(self) -> str:
        """Its name with the options that it takes, such as ``top-authors [--task TASK]``."""
        options = (f"--{each.name} {each.kind.upper()}" for each in self.parameters)
        return " ".join(
            [self.name, *(each if own.is_required else f"[{each}]" for each, own in zip(options, self.parameters, strict=True))]
        )


@cache
def load_shipped() -> dict[str, ShippedQuery]:
    """Return the questions by name, sorted. A new one is a new file; its first lines say what it answers."""
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.rq"))}


def shipped_parameters() -> dict[str, tuple[str, list[str]]]:
    """Return the names of all parameters, each with its kind and the names of the questions that have it."""
    parameters: dict[str, tuple[str, list[str]]] = {}
    for shipped in load_shipped().values():
        for each in shipped.parameters:
            parameters.setdefault(each.name, (each.kind, []))[1].append(shipped.name)
    return parameters


def load_query(query: str) -> ShippedQuery:
    """Return a query: by its text, the path of a ``.rq`` or ``.sparql`` file, ``-`` for standard input, or the name of a shipped one.

    Raises QueryError where none is called so, or the file cannot be read.
    """
    if query in load_shipped():
        return load_shipped()[query]
    if query == "-":
        text = _decode(sys.stdin.buffer.read(), "standard input")
    elif query.lower().endswith((".rq", ".sparql")) and "{" not in query:
        text = _decode(read_bytes(Path(query)), query)
    elif "{" in query or " " in query.strip() or not query.strip():
        text = query
        if "{" not in query and query.strip() and not _FORM.match(query):
            raise QueryError(f"{one_line(query)[:80]!r} is no SPARQL; avgraph query --list prints the questions that have a name")
    else:
        raise QueryError(f"no shipped query {query!r}; {did_you_mean(query, load_shipped(), 'see avgraph query --list')}")
    return ShippedQuery("", "", (), (), text)


def _decode(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{name}: not UTF-8 (byte {error.start})") from None


def _read(path: Path) -> ShippedQuery:
    text = path.read_text(encoding="utf-8")
    head, *rest = [line for line in text.splitlines() if line.startswith("# ")]
    parameters = tuple(
        Parameter(match["name"], match["kind"], match["description"], bool(match["required"]))
        for line in rest
        if (match := _PARAMETER.fullmatch(line))
    )
    columns, group = (
        next((line.removeprefix(start) for line in rest if line.startswith(start)), "") for start in ("# columns: ", "# group: ")
    )
    if not columns or group not in GROUPS:
        raise QueryError(f"{path.name}: write '# columns: ' with the names of the columns, and '# group: ' with one of {', '.join(GROUPS)}")
    return ShippedQuery(path.stem, head.removeprefix("# "), parameters, tuple(columns.split()), text, group)


def find_absent(engine: "Engine", question: ShippedQuery) -> tuple[str, ...]:
    """Return what a question cannot be answered without and no paper of the graph has."""
    needed = _NOT_NEEDED.sub(" ", question.text)
    return tuple(
        name
        for name, (path, terms) in _FACTS.items()
        if re.search(terms, needed) and not engine.answer(f"ASK {{ ?paper a avg:Paper ; avg:{path} ?fact }}")
    )
