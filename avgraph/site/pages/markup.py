"""The parts of pages that stand there thousands of times, as HTML: a link to an entity, the values of a predicate, a paper in a list.

Templates call them; every value is escaped here as it is there.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from avgraph.site.pages.addresses import Site

_REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True, slots=True)
class Item:
    """A value of a predicate or fact, or one of its subjects."""

    text: str
    link: str | None = None
    is_local: bool = False
    is_literal: bool = False
    is_address: bool = False
    """Whether the text may break after its parts."""
    year: str | None = None
    is_counted: bool = False
    """Whether it is counted over papers."""
    count: int | None = None
    """Of papers, where it is shown: in a folder one is not, as most of what is counted is."""
    papers: str | None = None
    """Link to these."""
    kind: str = ""
    """Of the entity that is named."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table of predicates or facts."""

    name: str
    short_iri: str
    items: tuple[Item, ...]
    count: int
    query_for_all: str | None
    """Link to the query or list of all items."""
    is_cut: bool = False
    """Whether there are more than are shown."""


def readable(value: Any) -> Any:
    """Return text that a page can show.

    Half a surrogate pair, which has no bytes, becomes a question mark; a character that reorders what stands around it,
    with which a label could pass for another, is named.
    """
    if not isinstance(value, str) or isinstance(value, Markup) or value.isascii():
        return value
    named = _REVERSING.sub(lambda match: f"[U+{ord(match[0]):04X}]", value)
    return named.encode("utf-8", "replace").decode("utf-8")


@lru_cache(maxsize=1 << 16)
def escaped(text: str) -> str:
    """Return text as HTML."""
    return str(escape(readable(text)))


def breakable(text: str) -> Markup:
    """Return an address as HTML that breaks after its parts, not within them."""
    return Markup(_breakable(text))  # noqa: S704  (escaped there)


@lru_cache(maxsize=1 << 16)
def _breakable(text: str) -> str:
    return "<wbr>".join(escaped(part) for part in re.split(r"(?<=[/#._-])(?=[^/])", text))


def link_to(site: Site, node: Mapping[str, Any]) -> Markup:
    """Return a link to an entity, by its `id` and `label`."""
    return Markup(_link(site, node["id"], node["label"]))  # noqa: S704  (escaped there)


def links_to(site: Site, nodes: Iterable[Mapping[str, Any]]) -> Markup:
    """Return links to entities."""
    return Markup(_links(site, nodes))  # noqa: S704  (escaped there)


def _links(site: Site, nodes: Iterable[Mapping[str, Any]]) -> str:
    return ", ".join(_link(site, node["id"], node["label"]) for node in nodes)


@lru_cache(maxsize=1 << 16)
def _link(site: Site, node: str, label: str) -> str:
    return f'<a dir="auto" href="{escaped(site.link(node))}">{escaped(label)}</a>'


def _item(item: Item) -> str:
    text = _breakable(item.text) if item.is_address else escaped(item.text)
    if item.is_literal:
        shown = f"<span dir=auto>{text}</span>"
    elif item.link is None:
        return f"<span>{text}</span>"
    else:
        rel = "" if item.is_local else ' rel="noopener noreferrer"'
        shown = f'<a dir=auto href="{escaped(item.link)}"{rel}>{text}</a>'
    if item.year:
        shown += f' <span class="count">{escaped(item.year)}</span>'
    if item.papers:
        name = f"{item.count} papers with {text if not item.is_address else escaped(item.text)}"
        return f'{shown} <a class="count" href="{escaped(item.papers)}" aria-label="{name}">{item.count:,}</a>'
    return shown if item.count is None else f'{shown} <span class="count">{item.count:,}</span>'


def _items(items: Iterable[Item]) -> str:
    return "".join(f"<li>{_item(item)}</li>" for item in items)


def table(rows: Sequence[TableRow]) -> Markup:
    """Return the table of predicates with their values; nothing where there are none."""
    if not rows:
        return Markup()
    made = []
    for row in rows:
        count = f' <span class="count">{row.count:,}{" or more" if row.is_cut else ""}</span>' if row.count > 1 else ""
        where = f': <a href="{escaped(row.query_for_all)}">ask for all</a>' if row.query_for_all else ""
        rest = f"<li>The first {len(row.items)} are here{where}</li>" if row.is_cut else ""
        head = f'<th scope="row"><span title="{escaped(row.short_iri)}">{escaped(row.name)}</span>{count}</th>'
        made.append(f'<tr>{head}<td><ul class="values">{_items(row.items)}{rest}</ul></td></tr>\n')
    return Markup(f"<table>\n{''.join(made)}</table>\n")  # noqa: S704  (escaped above)


def facts(rows: Sequence[TableRow], most: int) -> Markup:
    """Return the table of facts: of what is counted the first `most`, the rest to unfold."""
    made = []
    for row in rows:
        is_counted = row.items[0].is_counted
        style = " counted" if is_counted or (row.count > 3 and row.items[0].is_local) else ""
        count = f' <span class="count">{row.count:,}</span>' if row.count > 1 else ""
        rest = ""
        if is_counted and row.count > most:
            link = f'<a href="{escaped(row.query_for_all)}">all {row.count:,} as a list</a>' if row.query_for_all else ""
            every = f"<li>{link or f'the first {len(row.items):,} are here'}</li>" if row.is_cut else ""
            rest = f'<details><summary>and {row.count - most:,} more</summary><ul class="values counted">{_items(row.items[most:])}{every}</ul></details>'
        first = _items(row.items[:most] if is_counted else row.items)
        made.append(
            f'<tr><th scope="row">{escaped(row.name)}{count}</th><td>\n<ul class="values{style}">{first}</ul>\n{rest}\n</td></tr>\n'
        )
    return Markup(f'<table class="facts">\n{"".join(made)}</table>')  # noqa: S704  (escaped above)


def papers(site: Site, rows: Iterable[tuple[Sequence[Any], Mapping[str, Any]]], own: str) -> Markup:
    """Return papers with their years, people and venues; the entity whose id is `own` is no link."""
    made = []
    for (title, year, _), work in rows:
        people = ", ".join(
            f'<b dir="auto">{escaped(each["label"])}</b>' if each["id"] == own else _link(site, each["id"], each["label"])
            for each in work["authors"]
        )
        about = " · ".join(part for part in (people, _links(site, work["venues"])) if part)
        link = f'<a dir="auto" class="title" href="{escaped(site.link(work["id"]))}">{escaped(title)}</a>'
        made.append(f'<li><span class="year">{year or ""}</span><div>{link}\n<p class="soft">{about}</p></div></li>\n')
    return Markup(f'<ol class="papers">\n{"".join(made)}</ol>')  # noqa: S704  (escaped above)


def quoted(site: Site, quotes: Iterable[Mapping[str, Any]], source: str, forms: tuple[str, ...]) -> Markup:
    """Return lines of the list, each stretch under the link to its place, with the names of the entity marked."""
    made = []
    for quote in quotes:
        first, last = quote["first"], quote["last"]
        place = f"line {first}" if first == last else f"lines {first} to {last}"
        lines = "".join(f"{mark_forms(line, forms)}\n" for line in quote["lines"])
        rest = f'<p class="soft">and {quote["left"]} lines more</p>' if quote["left"] > 0 else ""
        link = f'<a href="{escaped(site.line(source, first, last))}">{place}</a>'
        made.append(f'<figure class="quote"><figcaption>{link}</figcaption>\n<pre>{lines}</pre>{rest}</figure>\n')
    return Markup("".join(made))  # noqa: S704  (escaped above)


def mark_forms(text: str, forms: tuple[str, ...]) -> Markup:
    """Return a line as HTML, the names in it marked, whatever their case; of names within each other the longest.

    >>> mark_forms("**Authors:** Ann <b>Lee", ("ann",))
    Markup('**Authors:** <mark>Ann</mark> &lt;b&gt;Lee')
    """
    lower = text.lower()
    if not any(form.lower() in lower for form in forms):
        return Markup(escaped(text))  # noqa: S704  (escaped there)
    if len(lower) != len(text):  # as some letters are longer in lower case
        lower = text
    places = sorted((start, -len(form)) for form in forms if len(form) > 1 for start in _occurrences(lower, form.lower()))
    pieces, end = [], 0
    for start, length in places:
        if start >= end:
            pieces += [escaped(text[end:start]), f"<mark>{escaped(text[start : start - length])}</mark>"]
            end = start - length
    return Markup("".join([*pieces, escaped(text[end:])]))  # noqa: S704  (escaped above)


def _occurrences(text: str, form: str) -> Iterable[int]:
    """Yield where a form stands between what are no letters or digits."""
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        if not (_is_word(text[start - 1 : start]) or _is_word(text[end : end + 1])):
            yield start
        start = text.find(form, start + 1)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
