"""Say in one line where and why a query is not understood: unknown prefixes, misspelt terms, what the parser did not take."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from avgraph.sparql.syntax import Token, cut_tokens, describe_place
from avgraph.text.likeness import did_you_mean


def declared_prefixes(tokens: Sequence[Token]) -> dict[str, str]:
    """Return the prefixes that a query declares, with their namespaces."""
    declared = {}
    for place, (word, name) in enumerate(pairwise(tokens)):
        if word.kind == "word" and word.text.upper() == "PREFIX" and name.kind == "name" and place + 2 < len(tokens):
            declared[name.text.removesuffix(":")] = tokens[place + 2].text[1:-1]
    return declared


def declare_prefixes(text: str, tokens: Sequence[Token], prefixes: Mapping[str, str]) -> str:
    """Return a query with declarations of those of the `prefixes` that it uses and does not declare."""
    used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"} - declared_prefixes(tokens).keys()
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in prefixes.items() if prefix in used) + text


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
    hint = did_you_mean(name, known, form="{}")
    return f"query: {describe_place(text, token.start)}: {owner} has no {name}" + (f"; {hint}" if hint else "")


_UPDATES = frozenset(("INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"))
PADDING = "\n" + 40 * " "
_PLACE = re.compile(r"error at (\d+):(\d+): (?:expected )?(.*)")


def explain(text: str, fault: str, prefixes: Mapping[str, str]) -> str:
    """Return where a query fails and why: an update, an unknown prefix with the nearest, or the word at which it fails.

    `fault` is what the parser says of the text with `PADDING` after it, as it says nonsense near the end.
    """
    tokens = list(cut_tokens(text))
    if not tokens:
        return "query: it is empty; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
    first = next((token for token in tokens if token.kind == "word" and token.text.upper() not in ("PREFIX", "BASE")), tokens[0])
    if first.text.upper() in _UPDATES:
        where = describe_place(text, first.start)
        return f"query: {where}: {first.text} is an update, and updates are not answered; ask with SELECT, ASK, CONSTRUCT or DESCRIBE"
    unknown = find_unknown_prefix(tokens, prefixes)
    if unknown is not None:
        name = unknown.text.partition(":")[0]
        hint = did_you_mean(name, prefixes, f"known are {', '.join(prefixes)}", "{}: ")
        return f"query: {describe_place(text, unknown.start)}: no prefix {name!r}; {hint}"
    place = _PLACE.fullmatch(fault)
    if place is None:
        return f"query: {fault[:200]}"
    sentence = next(
        (f": {part[:200]}" for part in place[3].removeprefix("one of ").split(", ") if re.fullmatch(r"\w+( \w+){2,}.*", part)), ""
    )
    start = _offset(text + PADDING, int(place[1]), int(place[2])) - _lookahead(place[3])
    failed = next((token for token in tokens if token.start + len(token.text) > start), None)
    if failed is None:
        return f"query: {describe_place(text, len(text.rstrip()))}: the query ends too early{sentence}"
    return f"query: {describe_place(text, failed.start)}: not understood at {failed.text[:60]!r} or soon after it{sentence}"


def _lookahead(reason: str) -> int:
    """Return how far before the place that it reports the parser failed: it reads as many characters as a keyword has, and then compares."""
    if re.search(r'"|\[(?!_\])', reason):
        return 0
    return min((len(word) for word in re.findall(r"\b[A-Za-z]\w+\b", reason.removeprefix("one of "))), default=0)


def _offset(text: str, line: int, column: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1
