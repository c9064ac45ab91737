"""The command ``avgraph resolve``."""

from collections import Counter
from typing import Any

import click

from avgraph.cli.options import WritingCommand, open_graph, output_option, source_options
from avgraph.cli.output import print_message, write_output
from avgraph.text.visible import visible

EPILOG = """\b
Examples:
  avgraph resolve
  avgraph resolve my-list.md --suggest -o my-people.ttl
  avgraph export my-list.md --authority my-people.ttl"""


@click.command("resolve", cls=WritingCommand, epilog=EPILOG)
@click.option("--suggest", is_flag=True, help="Write likely merges that rules alone cannot decide, as an authority file to review.")
@output_option
@source_options()
def command(output: str, *, suggest: bool, **options: Any) -> None:
    """Print which forms SOURCE has for one entity, and why; or suggest what to decide."""
    kg = open_graph(options)
    if suggest:
        text = kg.suggest_authority()
    else:
        merges = kg.merges()
        text = "".join(f"{kind.kind}: {visible(str(merge))}\n" for kind, merge in merges)
        counts = Counter(kind.kind for kind, _ in merges)
        print_message("avgraph: forms joined: " + (", ".join(f"{kind} {count}" for kind, count in counts.items()) or "none"))
    write_output(output, text.encode())
