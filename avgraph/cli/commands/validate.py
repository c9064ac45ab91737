"""The command ``avgraph validate``."""

import sys
from dataclasses import asdict
from pathlib import Path

import click

from avgraph.cli.completion import complete_files
from avgraph.cli.output import print_json, print_message
from avgraph.streams import print_bytes

EPILOG = """\b
Examples:
  avgraph validate
  avgraph validate my-dump.ttl
  avgraph export --format ntriples -o - | avgraph validate -
  avgraph validate my-dump.nt --format json

A violation is printed with the line of the list that the node is read from, which the dump holds."""


@click.command("validate", epilog=EPILOG)
@click.argument("dump", required=False, metavar="[DUMP]", shell_complete=complete_files)
@click.option(
    "-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="How to print violations."
)
def command(dump: str | None, form: str) -> None:
    """Check DUMP against the SHACL shapes; exit with 1 where it breaks them.

    Without DUMP that of the bundled list is checked; - is Turtle or N-Triples on standard input.
    """
    from avgraph.rdf.shacl import format_violation, parse_dump, read_description, read_dump, validate

    if dump is None:
        from avgraph.knowledge import open as open_knowledge_graph

        name, triples = "the dump of the bundled list", list(open_knowledge_graph().source.triples())
    else:
        name, triples = ("standard input", parse_dump(sys.stdin.buffer.read())) if dump == "-" else (dump, read_dump(Path(dump)))
    violations = validate(triples)
    base, source = read_description(triples)
    if form == "json":
        print_json([asdict(each) for each in violations])
    else:
        lines = (format_violation(each, name, base, source) + "\n" for each in violations)
        print_bytes("".join(lines).encode("utf-8", "replace"))
    print_message(f"avgraph: {len(violations)} violations in {name}" if violations else f"avgraph: {name} is valid")
    if violations:
        sys.exit(1)
