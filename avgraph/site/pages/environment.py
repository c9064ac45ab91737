"""Render templates (Jinja2) so that every value is escaped and harmless."""

from functools import cache, lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from avgraph.model.vocabulary import shorten
from avgraph.site.pages.addresses import HEADINGS, Site
from avgraph.site.pages.markup import breakable, facts, link_to, links_to, mark_forms, papers, readable, table

ASSETS = Path(__file__).parents[1] / "assets"
"""Scripts and styles of the pages."""
_WITHIN = ("entity.html", "source.html", "question.html")
"""Pages that others lead to; what leads to the search and the feed stands in the others."""
_BAR_STEPS = 20
"""Heights of bars that the style sheet has, as no style may stand in a page."""


@cache
def _environment() -> Environment:
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
    made.globals |= {"table": table, "facts": facts, "papers_of": papers, "header": header}
    made.filters |= {
        "breakable": breakable,
        "marked": mark_forms,
        "step": step_of,
    }
    return made


def render_page(template: str, site: Site | None = None, **values: object) -> str:
    """Return a page; every value is escaped."""
    return _environment().get_template(template).render(site=site or Site("", ""), is_entrance=template not in _WITHIN, **values)


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
