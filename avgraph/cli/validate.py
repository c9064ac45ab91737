"""The command ``avgraph validate``."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from avgraph.cli.terminal import print_bytes, visible
from avgraph.vocabulary import BASE_IRI

EPILOG = """\b
Examples:
  avgraph validate
  avgraph validate my-dump.ttl
  avgraph validate my-dump.nt --format json"""


@click.command("validate", epilog=EPILOG)
@click.argument("dump", required=False, metavar="[DUMP]")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def command(dump: str | None, form: str) -> None:
    """Check DUMP, or the dump of the bundled list, against the SHACL shapes; exit with 1 where it breaks them."""
    from avgraph.validation import read_dump, validate

    if dump is None:
        from avgraph.knowledge import build

        name, found = "the dump of the bundled list", build().to_rdflib()
    else:
        name, found = dump, read_dump(Path(dump))
    violations = validate(found)
    if form == "json":
        print_bytes(json.dumps([asdict(each) for each in violations], ensure_ascii=False, indent=2).encode() + b"\n")
    else:
        for each in violations:
            path = f" {each.path.rpartition('#')[2].rpartition('/')[2]}" if each.path else ""
            print_bytes(
                visible(f"{name}: {each.node.removeprefix(BASE_IRI)}: {each.shape}{path} {' '.join(each.message.split())}\n").encode(
                    "utf-8", "replace"
                )
            )
    click.echo(f"avgraph: {len(violations)} violations in {name}" if violations else f"avgraph: {name} is valid", err=True)
    if violations:
        sys.exit(1)
