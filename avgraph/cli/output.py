"""Print results and messages: bytes, JSON, diagnostics, the progress of long work."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

import click

from avgraph.files import write_bytes
from avgraph.streams import UnpaddedOutput, print_bytes
from avgraph.text.visible import escape_json, visible, without_commands

if TYPE_CHECKING:
    from rich.console import Console


_MOST_SENTENCES = 10
"""Most overridden records that are named."""


def console() -> "Console":
    """Return the terminal; piped output is as wide as its content and without colour."""
    from rich.console import Console

    is_terminal = sys.stdout.isatty()
    file = None if is_terminal else cast("IO[str]", UnpaddedOutput())
    return Console(file=file, width=None if is_terminal else 120, highlight=False, emoji=False, markup=False, soft_wrap=False)


def terminal_width() -> int | None:
    """Return the columns of the terminal, or None where output is piped."""
    if not sys.stdout.isatty():
        return None
    import shutil

    return shutil.get_terminal_size().columns


def print_json(value: Any) -> None:
    """Print a value as JSON in UTF-8, whatever the locale."""
    print_bytes(escape_json(json.dumps(value, ensure_ascii=False, indent=2)).encode() + b"\n")


def write_output(output: str | None, content: bytes, *, message: bool = True) -> None:
    """Write the result of a command to a path, or print it for ``-``."""
    if output in (None, "-"):
        print_bytes(content)
        return
    write_bytes(str(output), content)
    if message:
        print_message(f"wrote {output}")


def print_message(message: str) -> None:
    """Print a message to standard error as one line in which nothing steers a terminal or a CI runner, whatever it quotes."""
    click.echo(without_commands(visible(message)), err=True)


def open_page(path: Path | str) -> None:
    """Open a page in the browser, or say that there is none."""
    import webbrowser

    address = path.resolve().as_uri() if isinstance(path, Path) else path
    if not webbrowser.open(address):
        print_message(f"avgraph: no browser can be started here; open {path} in one")


def report_overridden(sentences: Sequence[str]) -> None:
    """Print what the curator's authority files say against the bundled ones to standard error."""
    rest = len(sentences) - _MOST_SENTENCES
    for sentence in [*sentences[:_MOST_SENTENCES], *([f"{rest} more of the bundled records are overridden"] if rest > 0 else [])]:
        print_message(f"avgraph: {sentence}")


def report_unread(messages: Sequence[str]) -> None:
    """Print what could not be read to standard error."""
    for message in messages:
        print_message(message)
