"""The command ``avgraph read``."""

from pathlib import Path
from typing import Any

import click

from avgraph.cli.options import open_graph, output_option, profile_option, source_argument
from avgraph.cli.output import print_json, terminal_width, write_output
from avgraph.model.entries import Entry, ReadingList
from avgraph.reading.source import load_example
from avgraph.text.columns import lay_out
from avgraph.text.visible import visible

EPILOG = """\b
Examples:
  avgraph read
  avgraph read my-list.md --format table
  avgraph read --init -o my-new-list.md
  avgraph read my-list.md --profile "- **Title**, Author, Venue Year. [Paper](url)"
"""

_COLUMNS = ("line", "title", "authors", "venue", "year", "links", "heading")


@click.command("read", epilog=EPILOG)
@source_argument
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["profile", "table", "json"]),
    default="profile",
    show_default=True,
    help="Say how the list is read, or give the entries as read.",
)
@click.option("--init", "is_init", is_flag=True, help="Write an example list to start from instead.")
@profile_option
@output_option("")
def command(form: str, output: str, *, is_init: bool, **options: Any) -> None:
    """Say how SOURCE, a reading list, is read: its profile, how many of its items, and which lines are not, with the reason."""
    if is_init:
        _write_example(options["source"], output)
        return
    listed = open_graph({**options, "authorities": ()}).reading_list
    if form == "json":
        content = _json(listed)
        if output == "-":
            print_json(content)
            return
        import json

        text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    else:
        text = _table(listed, terminal_width() if output == "-" else None) if form == "table" else _profile(listed)
    write_output(output, text.encode("utf-8", "backslashreplace"))


def _write_example(source: str | None, output: str) -> None:
    """Print an example list, or write it to a path where nothing is yet."""
    if source is not None:
        message = f"--init reads no list; give the path for the example with -o {source}"
        raise click.UsageError(message)
    if output != "-" and Path(output).exists():
        message = f"{output} exists; --init replaces no file"
        raise click.UsageError(message)
    write_output(output, load_example().encode("utf-8"))


def _profile(listed: ReadingList) -> str:
    """Return the profile in words, the coverage, and the lines that are not read."""
    read, total = listed.coverage
    papers = sum(entry.is_paper for entry in listed.entries)
    words = listed.profile.text if listed.profile else "tagged paragraphs: the title is the link below the tag, fields have labels"
    lines = [f"{listed.source.path}: {words}"]
    lines.append(
        f"read {read:,} of {total:,} items ({100 * read / total if total else 0:.1f} %): {papers:,} list papers, {read - papers:,} do not"
    )
    if listed.dataset_rows:
        lines.append(f"{len(listed.dataset_rows):,} dataset rows")
    lines += [f"{listed.source.path}:{item.span.line}: not read: {item.reason}: {item.text}" for item in listed.unread]
    return "\n".join(map(visible, lines)) + "\n"


def _table(listed: ReadingList, width: int | None) -> str:
    rows = [
        (
            entry.first_line, entry.title.form, ", ".join(entry.author_forms), entry.venue, entry.year,
            " ".join(dict.fromkeys(entry.link_kinds)), " / ".join(entry.heading),
        )
        for entry in listed.entries
    ]  # fmt: skip
    return lay_out(_COLUMNS, rows, width)


def _json(listed: ReadingList) -> dict[str, Any]:
    read, total = listed.coverage
    profile = None
    if listed.profile:
        profile = {"words": list(listed.profile.words), "fields": sorted(listed.profile.fields), "is_given": listed.profile.is_given}
    return {
        "source": listed.source.path,
        "profile": profile,
        "coverage": {"read": read, "items": total},
        "entries": [_entry(entry) for entry in listed.entries],
        "unread": [{"line": item.span.line, "text": item.text, "reason": item.reason} for item in listed.unread],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    kinds = entry.link_kinds or (None,) * len(entry.links)
    return {
        "line": entry.first_line,
        "last_line": entry.last_line,
        "is_paper": entry.is_paper,
        "tag": entry.tag.form or None,
        "title": entry.title.form,
        "authors": list(entry.author_forms),
        "institutions": list(entry.institution_forms),
        "affiliations": [list(pair) for pair in entry.affiliations],
        "venue": entry.venue,
        "year": entry.year,
        "date": entry.date,
        "links": [{"url": link.form, "kind": kind} for link, kind in zip(entry.links, kinds, strict=True)],
        "heading": list(entry.heading),
        "summary": entry.summary,
        "keywords": list(entry.keywords),
        "notes": list(entry.notes),
    }
