"""Find the names in a query that nothing has: prefixes nobody declared, terms that are misspelt."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from itertools import pairwise

from avgraph.sparql.tokens import Token, describe_place


def declared_prefixes(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares, with their namespaces."""
    found = {}
    for place, (word, name) in enumerate(pairwise(tokens)):
        if word.kind == "word" and word.text.upper() == "PREFIX" and name.kind == "name" and place + 2 < len(tokens):
            found[name.text.removesuffix(":")] = tokens[place + 2].text[1:-1]
    return found


def find_unknown_prefix(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> Token | None:
    """Return the first name whose prefix is neither declared nor among `prefixes`."""
    known = {*prefixes, *declared_prefixes(tokens), "_"}
    return next((token for token in tokens if token.kind == "name" and token.text.partition(":")[0] not in known), None)


def terms_of(tokens: Sequence[Token], prefixes: Mapping[str, str]) -> Iterator[tuple[Token, str]]:
    """Yield each IRI of a query with the token that names it."""
    known = {**prefixes, **declared_prefixes(tokens)}
    for token in tokens:
        prefix, _, local = token.text.partition(":")
        if token.kind == "iri":
            yield token, token.text[1:-1]
        elif token.kind == "name" and prefix in known and local:
            yield token, known[prefix] + local.replace("\\", "")


def hint_at(text: str, token: Token, name: str, known: Collection[str], owner: str) -> str:
    """Return a sentence that says where a query names what `owner` has not, and the nearest of the `known` names."""
    nearest = get_close_matches(name, known, 1, 0.5)
    hint = f"; did you mean {nearest[0]}?" if nearest else ""
    return f"query: {describe_place(text, token.start)}: {owner} has no {name}{hint}"


def is_slip(name: str, right: str) -> bool:
    """Tell whether a name is another with one letter too many, missing, wrong, or two swapped.

    >>> is_slip("broadr", "broader"), is_slip("lable", "label"), is_slip("created", "creator")
    (True, True, False)
    """
    if name == right or abs(len(name) - len(right)) > 1:
        return False
    start = next((place for place, (a, b) in enumerate(zip(name, right, strict=False)) if a != b), min(len(name), len(right)))
    rest, wanted = name[start:], right[start:]
    return rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:] or (rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:])
