"""What tests of pages share: Debian's Chromium, with one tab for all tests of a module; a new one costs as much as five pages in it."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Playwright, Request, WebError, expect

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
"""The one without windows takes two thirds of the CPU time of the other."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)
PATIENCE = 600_000
"""Milliseconds in which a page is there on a busy machine."""
expect.set_options(timeout=PATIENCE)

if not CHROMIUM and "CI" not in os.environ:
    pytest.skip("no Chromium here; `python3 -m tests` installs Debian's", allow_module_level=True)


@contextmanager
def open_browser(playwright: Playwright) -> Iterator[BrowserContext]:
    """Open Chromium with one empty tab."""
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(PATIENCE)
    context.new_page()
    yield context
    browser.close()


class Visitor:
    """Opens pages below an address in the tab that is there, and keeps what they ask of others and complain about."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        """Hold a browser and the address of a server or a folder."""
        self.context, self.address = context, address.rstrip("/")
        self.wrong: list[str] = []
        self.expected: list[str] = []
        context.on("request", self._note_request)
        context.on("console", self._note_message)
        context.on("weberror", self._note_error)
        context.on("dialog", self._note_dialog)

    def visit(
        self, path: str, width: int = 1440, height: int = 900, scheme: str = "light", ready: str = "html", *, is_beside: bool = False
    ) -> Page:
        """Open a page and wait until it is ready; it takes the place of the one before unless it is to stand beside that."""
        page = self.context.new_page() if is_beside else self.context.pages[0]
        page.goto("about:blank")  # an address that differs in what follows # alone would load nothing
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(self.address + path)
        page.wait_for_selector(ready, state="attached")
        return page

    def close(self) -> None:
        """Leave an empty tab behind."""
        for page in self.context.pages[1:]:
            page.close()
        self.context.pages[0].goto("about:blank")
        self.context.pages[0].mouse.move(0, 0)
        self.context.remove_listener("request", self._note_request)
        self.context.remove_listener("console", self._note_message)
        self.context.remove_listener("weberror", self._note_error)
        self.context.remove_listener("dialog", self._note_dialog)

    def complaints(self) -> list[str]:
        """Return what went wrong but for what a test said would."""
        return [each for each in self.wrong if not any(part in each for part in self.expected)]

    def _note_request(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.wrong.append(f"asked for {request.url}")

    def _note_message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)

    def _note_error(self, error: WebError) -> None:
        self.wrong.append(f"uncaught: {error.error}")

    def _note_dialog(self, dialog: Dialog) -> None:
        self.wrong.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def serious_violations(page: Page) -> list[Any]:
    """Return the barriers that axe finds on a page: all by day, and those of contrast in the dark, where all else is the same.

    Of long tables and lists, whose rows are alike, a dozen stay, and of chapters five.
    """
    page.evaluate(
        "for (const each of document.querySelectorAll(':is(tbody, ul, ol, dl) > :nth-child(n + 13), section:nth-of-type(n + 6)')) each.remove()"
    )
    found = []
    for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast"]})):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        found += Axe().run(page, options={"resultTypes": ["violations"], **rules}).response["violations"]
    return [each for each in found if each["impact"] in ("serious", "critical")]
