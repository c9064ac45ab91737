"""Read the questions that ship with avgraph: each a ``.rq`` file with what it answers in its first lines."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from avgraph.errors import QueryError
from avgraph.text.likeness import did_you_mean

_FOLDER = Path(__file__).parent / "queries"
_PARAMETER = re.compile(r"# parameter (?P<name>\w+)(?P<required>!?): (?P<kind>\w+): (?P<description>.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question asks back."""

    name: str
    """Of the option, and of the variable that is bound."""
    kind: str
    """A type of the ontology, whose entity is then found by name, or ``year``."""
    description: str
    is_required: bool


@dataclass(frozen=True, slots=True)
class ShippedQuery:
    """One question."""

    name: str
    description: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str


@cache
def load_shipped() -> dict[str, ShippedQuery]:
    """Return the questions by name, sorted. A new one is a new file; its first lines say what it answers."""
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.rq"))}


def no_shipped(name: str) -> QueryError:
    """Return the error of a name that no shipped query has, with the nearest that one has."""
    hint = did_you_mean(name, load_shipped(), "see avgraph query --list")
    return QueryError(f"no shipped query {name!r}; {hint}")


def _read(path: Path) -> ShippedQuery:
    text = path.read_text(encoding="utf-8")
    head, *rest = [line for line in text.splitlines() if line.startswith("# ")]
    parameters = tuple(
        Parameter(found["name"], found["kind"], found["description"], bool(found["required"]))
        for line in rest
        if (found := _PARAMETER.fullmatch(line))
    )
    columns = next(tuple(line.removeprefix("# columns: ").split()) for line in rest if line.startswith("# columns: "))
    return ShippedQuery(path.stem, head.removeprefix("# "), parameters, columns, text)
