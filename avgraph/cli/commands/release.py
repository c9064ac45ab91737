"""The command ``avgraph release``."""

from pathlib import Path
from typing import Any

import click

from avgraph.cli.options import open_graph, source_options
from avgraph.cli.output import print_message
from avgraph.errors import UsageError
from avgraph.progress import progress_bars

EPILOG = """\b
Examples:
  avgraph release site
  avgraph release my-list.md site --base-url https://me.github.io/my-list/
  avgraph release my-list.md site --previous old-site --date 2024-05-17

\b
Look at it:
  python -m http.server -d site"""


@click.command("release", epilog=EPILOG)
@click.option("--base-url", metavar="URL", help="Where the folder will be published; the IRIs of the data lead to their pages there.")
@click.option(
    "--previous",
    metavar="PATH",
    type=click.Path(exists=True),
    help="The version before: a release, a dump or a list; by default the release in DIR.",
)
@click.option(
    "--date", "day", metavar="DAY", help="Day of publication.  [default: of SOURCE_DATE_EPOCH, else the last day the list states]"
)
@source_options()
@click.argument("folder", required=False, metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path | None, base_url: str | None, previous: str | None, day: str | None, **options: Any) -> None:
    """Publish SOURCE, a list or a dump, in the folder DIR, which any static web server serves.

    It holds a page for each paper, person, institution, task, venue and dataset, lists, the explorer, questions with their answers, what
    is new, dumps in every format, and what describes them for programs. A second run rewrites what changed; files of yours stay.
    """
    if folder is None:
        options["source"], folder = None, None if options["source"] is None else Path(options["source"])
    if folder is None:
        raise UsageError("give the folder to publish in")
    with progress_bars() as progress:
        kg = open_graph(options, progress)
        done = kg.release(folder, base_url=base_url, previous=previous, day=day, progress=progress)
    print_message(f"wrote {done.path}: {done.files:,} files, {done.written:,} new or changed, {done.removed:,} gone; dated {done.day}")
    if base_url is None:
        print_message(
            "avgraph: without --base-url IRIs lead elsewhere, and there is no sitemap, OpenSearch description or .well-known/void; give the address where it will be published"
        )
