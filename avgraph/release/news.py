"""Say what is new since the version before: a page, and a feed that goes on where that of the version before ended."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from avgraph.changes.atom import generate_atom
from avgraph.changes.change import Change, Changes
from avgraph.changes.wording import NAMES, count_kinds, describe_moved, details_of, name_kind, title_of
from avgraph.rdf.description import dump_iri
from avgraph.release.edition import Edition
from avgraph.release.folder import ReleaseFolder
from avgraph.site.pages.environment import render_page

FEED = "feed.atom"
_PAGE = "new/index.html"
_MOST_SHOWN = 500
"""Changes of a kind of entity on the page."""


def _read_former(folder: Path, name: str) -> bytes | None:
    try:
        return (folder / name).read_bytes()
    except OSError:
        return None


def write_news(edition: Edition, folder: ReleaseFolder, changes: Changes | None, former: Path) -> None:
    """Write the page of what changed, where there is a version to compare with, and the feed, below its entries those of the `former` release.

    Where nothing has changed since that release, its page and feed stay: they say what was new last.
    """
    earlier, page_before = _read_former(former, FEED), _read_former(former, _PAGE)
    if changes is not None and not changes and earlier is not None and page_before is not None:
        folder.write(_PAGE, page_before)
        folder.write(FEED, earlier)
        return
    here = edition.site_of(_PAGE)
    page = render_page(
        "new.html",
        here,
        summary=_summarize(changes),
        moved=describe_moved(changes) if changes else "",
        groups=list(_group(changes)) if changes else [],
    )
    folder.write(_PAGE, page.encode())
    title = edition.graph.source.title
    whole = dump_iri(edition.graph.source, edition.base)
    feed = generate_atom(
        changes or Changes(edition.graph.source, edition.graph.source, ()),
        updated=f"{edition.day}T00:00:00Z",
        title=f"What is new in {title}",
        feed_id=f"{edition.url}{FEED}" if edition.url else f"{whole}#{FEED}",
        links={"self": edition.address(FEED), "alternate": edition.address("new/index.html")},
        link_of=lambda node: f"{edition.url or ''}{edition.site.link(node)}",
        base=f"{edition.url}new/index.html#" if edition.url else f"{whole}#",
        earlier=(earlier or b"").decode("utf-8", "replace"),
    )
    folder.write(FEED, feed.encode("utf-8", "replace"))


def _summarize(changes: Changes | None) -> str:
    if changes is None:
        return "No version before this one was given to compare with."
    since = f" since {changes.old.version}" if changes.old.version else " since the version before"
    counts = [f"{name}: {count}" for node_type, (_, name) in NAMES.items() if (count := count_kinds(changes, node_type))]
    return f"{'; '.join(counts).capitalize()}{since}." if counts else f"Nothing has changed{since}."


def _group(changes: Changes) -> Iterable[tuple[str, str, list[dict[str, Any]]]]:
    for node_type, (_, name) in NAMES.items():
        items = changes.of(node_type)
        if items:
            yield name.capitalize(), count_kinds(changes, node_type), [_row(each) for each in items[:_MOST_SHOWN]]


def _row(change: Change) -> dict[str, Any]:
    title = title_of(change)
    return {
        "kind": name_kind(change.type, change.kind),
        "id": change.new[0].id if change.new else None,
        "label": change.label,
        "rest": title.removeprefix(change.label).strip() if title.startswith(change.label) else title,
        "details": details_of(change),
    }
