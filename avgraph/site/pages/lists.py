"""The pages that lead to entities: the first page, lists by kind, and what a search finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup

from avgraph.site.pages.addresses import DATA_FORMATS, HEADINGS, Site
from avgraph.site.pages.environment import render_page

ROWS_ON_PAGE = 100
"""Of a list that is narrowed and sorted as a reader asks."""
ROWS_ON_FILE = 500


@dataclass(frozen=True, slots=True)
class ListRequest:
    """What a reader asks of a list; the address says so."""

    kind: str
    words: str = ""
    since: int | None = None
    until: int | None = None
    entities: tuple[str, ...] = ()
    """Ids of entities to which the papers lead."""
    place: str = ""
    """A continent or the code of a country, where an institution of the papers lies, and the people and institutions of a list themselves."""
    sort: str = ""
    page: int = 1

    def parameters(self) -> list[tuple[str, str]]:
        """Return the parameters of the address, those that say something."""
        pairs = [
            ("q", self.words),
            ("since", self.since),
            ("until", self.until),
            *((node.partition("/")[0], node) for node in self.entities),
            ("place", self.place),
            ("sort", self.sort),
            ("page", self.page if self.page > 1 else None),
        ]
        return [(name, str(value)) for name, value in pairs if value not in (None, "")]

    def address(self, site: Site, **more: str) -> str | None:
        """Return the address of the list with some parameters in place of its own, an empty one leaves it out; None where it has none."""
        pairs = [*(pair for pair in self.parameters() if pair[0] not in more), *((name, value) for name, value in more.items() if value)]
        return site.narrowed(self.kind, pairs)


def list_page(
    site: Site, request: ListRequest, columns: Sequence[tuple[str, bool]], content: Mapping[str, Any], most: int = ROWS_ON_PAGE
) -> str:
    """Return a page of a list from its `rows`, their `count`, what it is `narrowed` by, `tasks` and `places` to choose from, `others` of a name."""
    sorted_by = request.sort or {"paper": "-year", "dataset": "year"}.get(request.kind, "-papers")

    def heading(key: str, *, is_number: bool) -> dict[str, Any]:
        is_here, is_down = sorted_by.removeprefix("-") == key, sorted_by.startswith("-")
        other = ("" if is_down else "-") if is_here else ("-" if is_number else "")
        return {
            "name": key,
            "is_number": is_number,
            "sorted": ("descending" if is_down else "ascending") if is_here else None,
            "address": request.address(site, sort=f"{other}{key}", page=""),
        }

    def part(number: int) -> str | None:
        return site.listing(request.kind, number) if site.is_folder else request.address(site, page=str(number) if number > 1 else "")

    pages = -(-content["count"] // most)
    return render_page(
        "list.html",
        site,
        heading=HEADINGS[request.kind],
        request=request,
        hidden=[(name, value) for name, value in request.parameters() if (name in HEADINGS and name != "task") or name == "sort"],
        columns=[heading("label", is_number=False), *(heading(key, is_number=is_number) for key, is_number in columns)],
        first=(request.page - 1) * most + 1,
        narrowed=[{**each, "without": without_entity(request, each["id"]).address(site, page="")} for each in content["narrowed"]],
        others=[{**person, "address": other.address(site, page="")} for person, other in content.get("others", ())],
        **{name: content[name] for name in ("rows", "count", "tasks", "places")},
        chain=content.get("chain"),
        task=next((node for node in request.entities if node.startswith("task/")), None),
        previous=part(request.page - 1) if request.page > 1 else None,
        next=part(request.page + 1) if request.page < pages else None,
        pages=pages,
        data=_as_data(site, request),
    )


def _as_data(site: Site, request: ListRequest) -> list[tuple[str, str, str | None]]:
    """Return what holds the whole list, as it is narrowed and sorted: name, media type and address."""
    if site.is_folder:
        return [*site.data("csv"), ("JSON", "application/json", "index.json")]
    return [(DATA_FORMATS[name][0], DATA_FORMATS[name][1], request.address(site, page="", format=name)) for name in ("csv", "json")]


def without_entity(request: ListRequest, dropped: str) -> ListRequest:
    """Return a request that is no longer narrowed by an entity."""
    return replace(request, entities=tuple(node for node in request.entities if node != dropped))


def home_page(
    site: Site, figures: Mapping[str, Any], structured: str | None = None, links: Sequence[tuple[str, str, str | None]] = ()
) -> str:
    """Return the first page from the figures of the graph; `structured` is what search engines read in it, JSON without ``<``.

    `links` lead programs on: relation, address and media type.
    """
    years = [year for year, _ in figures["years"]]
    most = max((count for task in figures["tasks"] for count in task["years"].values()), default=0)
    described = Markup(structured) if structured else None  # noqa: S704  (escaped there)
    return render_page("home.html", site, **figures, all_years=years, most=most, structured=described, links=links)


def search_page(site: Site, text: str, rows: Sequence[Mapping[str, Any]], nearest: Sequence[str]) -> str:
    """Return what is found for a text, and where nothing is the `nearest` names."""
    return render_page("search.html", site, text=text, rows=rows, nearest=nearest)


def source_page(site: Site, path: str, content: Mapping[str, Any]) -> str:
    """Return the lines of a list, those that an IRI leads to within an element that its fragment names."""
    by_line: dict[int, list[Mapping[str, Any]]] = {}
    for place in content["places"]:
        by_line.setdefault(max(place["first"], content["first"]), []).append(place)
    texts: dict[int, list[str]] = {}
    for number, text in content["lines"]:
        texts.setdefault(number, []).append(text)
    blocks: list[dict[str, Any]] = []
    end = 0
    for number in sorted({*texts, *by_line}):
        if number in by_line:
            place = by_line[number][0]
            end = place["last"]
            blocks.append({"place": place, "lines": []})
        elif not blocks or number > end:
            end = number
            if not blocks or blocks[-1]["place"]:
                blocks.append({"place": None, "lines": []})
        blocks[-1]["lines"] += [(number, text) for text in texts.get(number, ())]
    return render_page("source.html", site, path=path, blocks=blocks, data=site.data("turtle"), **content)
