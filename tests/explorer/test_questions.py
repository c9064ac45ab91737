"""What newcomers ask of the page: each question of questions.toml is answered within three actions, offline."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.explorer.test_browser import Opened, context, opened, pages, playwright  # noqa: F401  (fixtures)

pytestmark = pytest.mark.browser
QUESTIONS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "questions.toml").read_text(encoding="utf-8"))["question"]
MOST_ACTIONS = 3
SAYS = """answer => { for (const each of document.querySelectorAll("#panel section")) each.style.contentVisibility = "visible";
return document.body.innerText.toLowerCase().includes(answer); }"""
"""What lies below the edge of the panel is text as well, which a browser lays out when it is scrolled to."""


def act(page: Page, action: str) -> None:
    """Do what a person does: type into the search and press Enter, press a button, or set a filter."""
    kind, _, rest = action.partition(" ")
    if kind == "find":
        page.keyboard.press("/")
        page.keyboard.type(rest)
        page.keyboard.press("Enter")
    elif kind == "press":
        page.locator("#side").get_by_role("button", name=re.compile(re.escape(rest))).first.click()
    else:
        field, _, value = rest.partition(" ")
        page.click("#filters-button")
        page.select_option(f"#{field}", value)


@pytest.mark.parametrize("question", QUESTIONS, ids=[str(number + 1) for number in range(len(QUESTIONS))])
def test_a_question_is_answered(question: dict[str, Any], opened: Opened) -> None:  # noqa: F811
    """After at most three actions the answer stands on the page."""
    assert len(question["do"]) <= MOST_ACTIONS
    page = opened(question["page"])
    for action in question["do"]:
        act(page, action)
    for answer in question["says"]:
        page.wait_for_function(SAYS, arg=answer.lower(), timeout=5000)
