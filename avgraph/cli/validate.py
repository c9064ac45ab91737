"""The command ``avgraph validate``."""

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from avgraph.cli.output import print_bytes
from avgraph.model.vocabulary import AVG, XSD, shorten
from avgraph.text.columns import visible

if TYPE_CHECKING:
    from avgraph.rdf.shacl import Violation

EPILOG = """\b
Examples:
  avgraph validate
  avgraph validate my-dump.ttl
  avgraph export --format ntriples -o - | avgraph validate -
  avgraph validate my-dump.nt --format json

A violation is printed with the line of the list that the node is read from, which the dump holds."""


@click.command("validate", epilog=EPILOG)
@click.argument("dump", required=False, metavar="[DUMP]")
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print violations."
)
def command(dump: str | None, form: str) -> None:
    """Check DUMP against the SHACL shapes; exit with 1 where it breaks them.

    Without DUMP that of the bundled list is checked; - is Turtle or N-Triples on standard input.
    """
    from avgraph.rdf.shacl import parse_dump, read_description, read_dump, validate

    if dump is None:
        from avgraph.knowledge import open as open_knowledge_graph

        name, found = "the dump of the bundled list", list(open_knowledge_graph().source.triples())
    elif dump == "-":
        name = "standard input"
        found = parse_dump(sys.stdin.buffer.read(), name)
    else:
        name, found = dump, read_dump(Path(dump))
    violations = validate(found)
    base, source = read_description(found)
    if form == "json":
        said = json.dumps([asdict(each) for each in violations], ensure_ascii=False, indent=2) + "\n"
    else:
        said = "".join(_line(each, name, base, source) for each in violations)
    print_bytes(said.encode("utf-8", "replace"))
    click.echo(f"avgraph: {len(violations)} violations in {name}" if violations else f"avgraph: {name} is valid", err=True)
    if violations:
        sys.exit(1)


_LONGEST = 200
"""Characters of a value that are printed."""


def _line(violation: "Violation", name: str, base: str, source: str) -> str:
    """Return ``file:line: Shape node property: message``; the file is the list where the line is known, else the dump."""
    where = name if violation.line is None else f"{source}.md:{violation.line}"
    about = [violation.shape]
    if violation.node != AVG:
        about.append(violation.node.removeprefix(base))
    if violation.path:
        about.append(shorten(violation.path))
    value = re.sub(rf"<{re.escape(XSD)}(\w+)>$", r"xsd:\1", violation.value)
    found = f"; found {value[:_LONGEST]}" if value else ""
    said = f"{where}: {' '.join(about)}: {violation.message.replace(base, '')}{found}"
    return _CONTROL.sub(lambda mark: f"\\u{ord(mark[0]):04x}", visible(said)) + "\n"


_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
