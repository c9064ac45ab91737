"""Mint the ids of the graph: readable, and dependent on content alone."""

import re
from hashlib import sha256

from avgraph.text.folding import SLUG_LENGTH, slug

_PLAIN_KEY = re.compile(r"[a-z0-9]+(?:(?:\. |[ .-])[a-z0-9]+)*")


def short_hash(*parts: str) -> str:
    """Return eight hexadecimal digits that depend on `parts` alone."""
    return sha256("\x1f".join(parts).encode()).hexdigest()[:8]


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
    diacritic, a comma, the end of a long name). Two keys never share an id.

    >>> mint_id("author", "di hu"), mint_id("author", "dan oneaţă")
    ('author/di_hu', 'author/dan-oneata-269267f3')
    """
    readable = readable_id(key)
    if readable is not None:
        return f"{kind}/{readable}"
    words = slug(key)
    return f"{kind}/{words}-{short_hash(key)}" if words else f"{kind}/{short_hash(key)}"
