"""The words and the order in which pages and `avgraph show` say what the graph says; the table is `wording.toml`."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from avgraph.model.ontology import load_ontology
from avgraph.model.vocabulary import AVG, local_name


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _words(use: str) -> dict[str, str]:
    """Return the words of a use, by the local name of a predicate."""
    return {name: words[use] for group in ("first", "others", "last") for name, words in _table()[group].items() if use in words}


def rank(predicate: str) -> tuple[int, str]:
    """Return the key by which predicates are sorted on the page of their subject."""
    local = local_name(predicate)
    first, last = list(_table()["first"]), list(_table()["last"])
    if local in last:
        return len(first) + 1 + last.index(local), local
    return first.index(local) if local in first else len(first), local


def rank_subject(predicate: str) -> tuple[int, str]:
    """Return the key by which predicates are sorted on the page of their value: papers first."""
    local, order = local_name(predicate), _table()["subjects"]["order"]
    return order.index(local) if local in order else len(order), local


def name_types(types: Sequence[str]) -> str:
    """Return what an entity is, in words: a conference, not a venue as well."""
    own = [each for each in types if each.startswith(AVG)]
    special = [each for each in own if local_name(each) != "Venue"] or own or list(types)
    return ", ".join(name[:1].upper() + name[1:] for name in map(_named, special))


def name_value(predicate: str) -> str:
    """Return what the values of a predicate are to its subject."""
    return _words("values").get(local_name(predicate)) or _named(predicate)


def name_subject(predicate: str) -> str:
    """Return what the subjects of a predicate are to its value."""
    return _words("subjects").get(local_name(predicate)) or f"{_named(predicate)} of"


def name_fact(predicate: str) -> str:
    """Return what `avgraph show` calls the values of a predicate."""
    return _words("show")[local_name(predicate)]


def list_absent(counts: Mapping[str, int]) -> str:
    """Return in words what is counted as none, empty where everything is there.

    >>> list_absent({"authors": 0, "institutions": 0, "venues": 3, "years": 0})
    'no authors, institutions or years'
    """
    names = [name for name, count in counts.items() if not count]
    return f"no {', '.join(names[:-1])}{' or ' if names[:-1] else ''}{names[-1]}" if names else ""


def _named(iri: str) -> str:
    """Return the label of a term, or of one that the ontology has not the words of its name."""
    label = load_ontology().label(iri)
    return label if label != iri else re.sub(r"(?<=[a-z])(?=[A-Z])", " ", local_name(iri)).lower()
