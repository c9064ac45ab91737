"""Render templates (Jinja2) so that every value is escaped and harmless."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from avgraph.model.vocabulary import shorten
from avgraph.site.pages.addresses import HEADINGS, Site
from avgraph.views.projections import VIEWS

_REVERSING = re.compile("[\u202a-\u202e\u2066-\u2069]")
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
    made.globals |= {"views": VIEWS, "headings": HEADINGS, "shorten": shorten}
    made.filters |= {
        "breakable": breakable,
        "marked": mark_forms,
        "step": step_of,
    }
    return made


def render_page(template: str, site: Site | None = None, **values: object) -> str:
    """Return a page; every value is escaped."""
    return _environment().get_template(template).render(site=site or Site("", ""), **values)


def readable(value: Any) -> Any:
    """Return text that a page can show.

    Half a surrogate pair, which has no bytes, becomes a question mark; a character that reorders what stands around it,
    with which a label could pass for another, is named.
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    named = _REVERSING.sub(lambda match: f"[U+{ord(match[0]):04X}]", value)
    return named.encode("utf-8", "replace").decode("utf-8")


def breakable(text: str) -> Markup:
    """Return an address as HTML that breaks after its parts, not within them."""
    return Markup("<wbr>").join(readable(part) for part in re.split(r"(?<=[/#._-])(?=[^/])", text))


def step_of(count: int, most: int) -> int:
    """Return the height of a bar in steps: of what is counted at all one at least.

    >>> step_of(1, 100), step_of(0, 100), step_of(50, 100)
    (1, 0, 10)
    """
    return max(1, round(_BAR_STEPS * count / most)) if count else 0


def mark_forms(text: str, forms: tuple[str, ...]) -> Markup:
    """Return a line as HTML, the names in it marked, whatever their case.

    >>> mark_forms("**Authors:** Ann <b>Lee", ("ann",))
    Markup('**Authors:** <mark>Ann</mark> &lt;b&gt;Lee')
    """
    longest_first = sorted((form for form in forms if len(form) > 1), key=len, reverse=True)
    if not longest_first:
        return escape(readable(text))
    pattern = rf"(?<!\w)({'|'.join(map(re.escape, longest_first))})(?!\w)"
    pieces = re.split(pattern, text, flags=re.IGNORECASE)
    return Markup().join(
        Markup("<mark>{}</mark>").format(readable(piece)) if number % 2 else escape(readable(piece)) for number, piece in enumerate(pieces)
    )
