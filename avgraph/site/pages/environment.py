"""Render templates (Jinja2) so that every value is escaped and harmless."""

from functools import cache, lru_cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from avgraph.model.vocabulary import shorten
from avgraph.site.pages.addresses import HEADINGS, Site
from avgraph.site.pages.markup import breakable, facts, link_to, links_to, papers, quoted, readable, table

if TYPE_CHECKING:
    from jinja2 import Environment

ASSETS = Path(__file__).parents[1] / "assets"
"""Scripts and styles of the pages."""
_WITHIN = ("entity.html", "source.html", "question.html")
"""Pages that others lead to; what leads to the search and the feed stands in the others."""
_SLOTS = ("title", "head", "main")
"""Blocks that most pages fill, in their order."""
_SLOT = Markup("<slot/>")
"""Stands in their place; no value can be this, as it would be escaped."""
_BAR_STEPS = 20
"""Heights of bars that the style sheet has, as no style may stand in a page."""


@cache
def _environment() -> "Environment":
    # Imported for the first page, and not before a server listens.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    folder = FileSystemLoader(Path(__file__).parent / "templates")
    made = Environment(
        loader=folder,
        autoescape=True,
        finalize=readable,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {"headings": HEADINGS, "shorten": shorten, "ref": link_to, "refs": links_to}
    made.globals |= {"table": table, "facts": facts, "papers_of": papers, "quoted": quoted, "header": header}
    made.filters |= {"breakable": breakable, "step": step_of}
    macros = made.get_template("macros.html").module
    made.globals |= {name: getattr(macros, name) for name in ("bars", "answer_table", "explorer_links")}
    return made


def render_page(template: str, site: Site | None = None, **values: object) -> str:
    """Return a page by the name of its template; every value is escaped."""
    site, is_entrance = site or Site("", ""), template not in _WITHIN
    loaded = _environment().get_template(template)
    if not set(_SLOTS) >= loaded.blocks.keys():
        return loaded.render(site=site, is_entrance=is_entrance, **values)
    # What thousands of pages share is rendered once.
    context = loaded.new_context({"site": site, **values})
    frame = _frame(site, is_entrance=is_entrance)
    filled = ("".join(loaded.blocks[block](context)) if block in loaded.blocks else "" for block in _SLOTS)
    return "".join(part for pair in zip_longest(frame, filled, fillvalue="") for part in pair)


@lru_cache(maxsize=64)
def _frame(site: Site, *, is_entrance: bool) -> list[str]:
    """Return what stands before, between and after the blocks of a page that it has alone."""
    return _environment().get_template("base.html").render(site=site, is_entrance=is_entrance, slot=_SLOT).split(_SLOT)


def load_templates() -> None:
    """Compile all templates, so that processes that are forked off need not."""
    for name in _environment().list_templates():
        _environment().get_template(name)


@lru_cache(maxsize=64)
def header(site: Site) -> Markup:
    """Return the head of every page of a site: its name, the search, and what leads elsewhere."""
    return Markup(_environment().get_template("header.html").render(site=site))  # noqa: S704  (escaped by the template)


def step_of(count: int, most: int) -> int:
    """Return the height of a bar in steps: of what is counted at all one at least.

    >>> step_of(1, 100), step_of(0, 100), step_of(50, 100)
    (1, 0, 10)
    """
    return max(1, round(_BAR_STEPS * count / most)) if count else 0
