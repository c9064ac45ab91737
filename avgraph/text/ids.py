"""Mint the ids of the graph: readable, and dependent on content alone."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import sha256

from avgraph.text.folding import SLUG_LENGTH, slug

_PLAIN_KEY = re.compile(r"[a-z0-9]+(?:(?:\. |[ .-])[a-z0-9]+)*")


def short_hash(*parts: str) -> str:
    """Return eight hexadecimal digits that depend on `parts` alone."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:8]


def long_hash(*parts: str) -> str:
    """Return 32 hexadecimal digits that depend on `parts` alone: what stands for a name where nothing of it can be read."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:32]


def readable_id(key: str) -> str | None:
    """Return a folded name as the readable end of an id, or None where that would lose something.

    Spaces become underscores, so that no two names have one readable id (a hyphen tells two names
    apart); initials keep their dots.

    >>> readable_id("di hu"), readable_id("tae-hyun oh"), readable_id("hyun s. yang"), readable_id("oneaţă")
    ('di_hu', 'tae-hyun_oh', 'hyun_s._yang', None)
    """
    return key.replace(" ", "_") if len(key) <= SLUG_LENGTH and _PLAIN_KEY.fullmatch(key) else None


def mint_id(kind: str, key: str) -> str:
    """Return the id of the entity of `kind` with the folded name `key`; it depends on the key alone.

    Where the name is plain ASCII the id is readable throughout; else it is the name's slug and a
    hash of the key, since the slug has lost something that could tell two names apart (a
    diacritic, a comma, the end of a long name). Where the slug is empty the hash is a long one.

    >>> mint_id("author", "di hu"), mint_id("author", "dan oneaţă")
    ('author/di_hu', 'author/dan-oneata-269267f3')
    """
    readable = readable_id(key)
    if readable is not None:
        return f"{kind}/{readable}"
    return f"{kind}/{hashed_name(slug(key), key)}"


def hashed_name(words: str, *parts: str) -> str:
    """Return readable words with a hash of what they stand for; without words the hash alone tells apart, and is a long one."""
    return f"{words}-{short_hash(*parts)}" if words else long_hash(*parts)


def tell_ids_apart(ids: Sequence[str], contents: Sequence[str]) -> list[str]:
    """Return `ids` so that no two are equal: all but the first of equal ones, by what they stand for, get a hash of that.

    What stands for the very same twice is counted. The order of the ids does not matter else.

    >>> tell_ids_apart(["task/a", "task/b", "task/a"], ["z", "y", "x"])
    ['task/a.594e519ae499312b29433b7dd8a97ff0', 'task/b', 'task/a']
    """
    unique = list(ids)
    counts = Counter(ids)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, identifier in enumerate(ids) if len(counts) < len(ids) else ():
        if counts[identifier] > 1:
            places[identifier].append(place)
    for identifier, same in places.items():
        seen: Counter[str] = Counter()
        for place in sorted(same, key=lambda place: (contents[place], place))[1:]:
            own = f"{identifier}.{long_hash(contents[place])}"
            seen[own] += 1
            unique[place] = own if seen[own] == 1 else f"{own}-{seen[own]}"
    return unique
