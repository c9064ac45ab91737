"""The command ``avgraph resolve``."""

from collections import Counter

import click

from avgraph.cli.output import print_bytes, visible
from avgraph.cli.sources import authority_option, report_diagnostics, source_argument
from avgraph.files import write_bytes
from avgraph.reading.read import read_reading_list
from avgraph.resolution.authority import load_authority
from avgraph.resolution.explain import list_merges, suggest_authority
from avgraph.resolution.resolve import resolve

EPILOG = """\b
Examples:
  avgraph resolve
  avgraph resolve my-list.md --suggest -o my-people.ttl
  avgraph export my-list.md --authority my-people.ttl"""


@click.command("resolve", epilog=EPILOG)
@source_argument
@click.option("--suggest", is_flag=True, help="Write likely merges that rules alone cannot decide, as an authority file to review.")
@click.option("-o", "--output", metavar="PATH", default="-", help="Where to write; - is standard output.  [default: -]")
@authority_option
def command(source: str | None, output: str, authorities: tuple[str, ...], *, suggest: bool) -> None:
    """Print which forms SOURCE has for one entity, and why; or suggest what to decide."""
    authority = load_authority(authorities)
    listed = read_reading_list(source)
    resolved = resolve(listed, authority)
    report_diagnostics(listed)
    if suggest:
        text = suggest_authority(resolved)
    else:
        merges = list(list_merges(resolved))
        text = "".join(f"{kind.kind}: {visible(str(merge))}\n" for kind, merge in merges)
        counts = Counter(kind.kind for kind, _ in merges)
        click.echo("avgraph: forms joined: " + (", ".join(f"{kind} {count}" for kind, count in counts.items()) or "none"), err=True)
    if output == "-":
        print_bytes(text.encode())
    else:
        write_bytes(output, text.encode())
        click.echo(f"wrote {output}", err=True)
