"""Write what changed as entries of an Atom feed (RFC 4287), which readers of a list subscribe to."""

import re
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from xml.sax.saxutils import escape, quoteattr

from avgraph.changes.change import Change, ChangeKind, Changes
from avgraph.changes.wording import NAMES, details_of, name_kind, title_of
from avgraph.model.vocabulary import BASE_IRI, NodeType
from avgraph.text.controls import show_controls

_FOLLOWING = {
    node_type: {ChangeKind.ADDED, ChangeKind.REMOVED, ChangeKind.CHANGED}
    for node_type in (NodeType.AUTHOR, NodeType.INSTITUTION, NodeType.VENUE)
}
"""What follows from changes of papers and is no news of its own."""
_ENTRY = re.compile(r"^<entry>\n<id>(?P<id>[^<]*)</id>\n.*?^</entry>\n", re.MULTILINE | re.DOTALL)
MOST_ENTRIES = 1000
"""Entries of a feed; the oldest are left out."""


def generate_atom(
    changes: Changes,
    *,
    updated: str,
    title: str,
    feed_id: str,
    links: Mapping[str, str] | None = None,
    link_of: Callable[[str], str] = (BASE_IRI + "{}").format,
    base: str = BASE_IRI,
    earlier: str = "",
) -> str:
    """Return a feed with an entry for each change, the entries of the `earlier` feed, which this function wrote, below them.

    `updated` is the time of the change (RFC 3339), `links` are addresses by relation (``self``, ``alternate``), `link_of` returns the
    address of the page of an entity by its id. What changed gives an entry its id, with the two versions and the time, so that
    ids never repeat and the same call gives the same bytes. An entry that `earlier` has already is not repeated.
    """
    former = {match["id"]: match[0] for match in _ENTRY.finditer(earlier)}
    entries = dict(_entries(changes, updated, link_of, base))
    shown = list({**{key: entry for key, entry in entries.items() if key not in former}, **former}.values())[:MOST_ENTRIES]
    head = [
        '<?xml version="1.0" encoding="utf-8"?>', '<feed xmlns="http://www.w3.org/2005/Atom">', f"<id>{_text(feed_id)}</id>",
        f"<title>{_text(title)}</title>", f"<updated>{_text(updated)}</updated>",
        f"<author><name>{_text(changes.new.title)}</name></author>", "<generator>avgraph</generator>",
        *(f"<link rel={quoteattr(name)} href={quoteattr(address)}/>" for name, address in (links or {}).items()),
    ]  # fmt: skip
    return "\n".join(head) + "\n" + "".join(shown) + "</feed>\n"


def _entries(changes: Changes, updated: str, link_of: Callable[[str], str], base: str) -> Iterator[tuple[str, str]]:
    """Yield an entry for each change that is news, with its id."""
    for each in changes:
        if each.kind not in _FOLLOWING.get(each.type, ()):
            identity = repr((changes.old.checksum, changes.new.checksum, updated, each))
            entry_id = f"{base}change/{sha256(identity.encode('utf-8', 'backslashreplace')).hexdigest()[:24]}"
            yield entry_id, _entry(each, entry_id, updated, link_of)


def _entry(change: Change, entry_id: str, updated: str, link_of: Callable[[str], str]) -> str:
    kind = f"{NAMES[change.type][0]} {name_kind(change.type, change.kind)}"
    address = [f'<link rel="alternate" href={quoteattr(link_of(each.id))}/>' for each in change.new[:1]]
    details = "\n".join(details_of(change))
    lines = [
        "<entry>", f"<id>{_text(entry_id)}</id>", f"<title>{_text(f'{kind.capitalize()}: {title_of(change)}')}</title>",
        f"<updated>{_text(updated)}</updated>", *address, f"<category term={quoteattr(kind)}/>",
        f'<content type="text">{_text(details or title_of(change))}</content>', "</entry>",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _text(text: str) -> str:
    return escape(show_controls(text))
