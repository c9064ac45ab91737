"""Make reading lists of entries, as any reader could give them."""

from collections.abc import Sequence
from typing import Any

from avgraph.assembly import build_graph
from avgraph.model.entries import Entry, Heading, LinkKind, Profile, ReadingList, Source
from avgraph.model.graph import Graph
from avgraph.model.mentions import Mention, Mentions
from avgraph.resolution.authority import Authority
from avgraph.resolution.resolve import resolve

SOURCE = Source("made", "made.md", "0" * 64, "Made")


def build_from(reading_list: ReadingList, authority: Authority | None = None) -> Graph:
    """Return the graph of a reading list."""
    return build_graph(reading_list, resolve(reading_list, authority))


def make_entry(
    title: str,
    line: int,
    *links: tuple[LinkKind, str],
    authors: Sequence[str] = (),
    institutions: Sequence[str] = (),
    heading: Sequence[str] = (),
    tag: str = "",
    **more: Any,
) -> Entry:
    """Return an entry of one line; `links` are kinds and addresses."""
    return Entry(
        tag=Mention(tag, line, 1, line, 1 + len(tag)), venue=more.pop("venue", None), year=more.pop("year", None),
        title=Mention(title, line, 1, line, 1 + len(title)),
        links=tuple(Mention(url, line, 1, line, 1 + len(url)) for _, url in links), link_kinds=tuple(kind for kind, _ in links),
        authors=Mentions.at_line(line, tuple(authors), ", ".join(authors)),
        institutions=Mentions.at_line(line, tuple(institutions), "; ".join(institutions)),
        heading=tuple(heading), first_line=line, last_line=line, **more,
    )  # fmt: skip


def make_list(*entries: Entry, profile: Profile | None = None, **more: Any) -> ReadingList:
    """Return a list of entries; its headings are those that stand over them."""
    paths = dict.fromkeys(entry.heading[: length + 1] for entry in entries for length in range(len(entry.heading)))
    headings = tuple(Heading(path, 1) for path in paths)
    return ReadingList(more.pop("source", SOURCE), entries, (), headings, (), (), profile=profile, **more)


def rich_list() -> ReadingList:
    """Return a list whose entries state everything that an entry can state, one of them about a tool."""
    first = make_entry(
        "Learning to Listen", 3,
        (LinkKind.PAPER, "https://arxiv.org/abs/2301.00001"), (LinkKind.CODE, "https://github.com/a/listen"),
        (LinkKind.PROJECT, "https://listen.github.io/"), (LinkKind.VIDEO, "https://youtu.be/abc"),
        (LinkKind.SLIDES, "https://example.org/slides.pptx"), (LinkKind.DATA, "https://zenodo.org/record/1"),
        (LinkKind.OTHER, "https://blog.example.org/listen"), (LinkKind.BADGE, "https://img.shields.io/x"),
        authors=("Ada Lovelace", "Alan Turing", "Grace Hopper"), institutions=("University of London", "Bletchley Park"),
        affiliations=((0, 0), (1, 0), (1, 1)), heading=("Hearing", "Speech"), venue="CVPR", year=2023, date="2023-06-20",
        summary="Machines learn to listen.", keywords=("speech", "hearing"), notes=("Oral",),
    )  # fmt: skip
    second = make_entry(
        "Seeing Is Believing",
        4,
        (LinkKind.PAPER, "https://example.org/seeing.pdf"),
        authors=("Grace Hopper",),
        heading=("Seeing",),
        date="2022-11",
    )
    tool = make_entry(
        "ListenKit", 5, (LinkKind.CODE, "https://github.com/a/kit"), authors=("Nobody Known",), heading=("Seeing",), is_paper=False
    )
    return make_list(first, second, tool, profile=Profile(("list items", "title = first link"), frozenset({"authors", "links"})))


RICH = build_from(rich_list())
"""The graph of it."""
