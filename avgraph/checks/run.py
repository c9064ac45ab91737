"""Run the checks over a list, and leave out what its curator has settled."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from avgraph.checks.baseline import find_suppressions, is_suppressed, without_baseline
from avgraph.checks.context import Context
from avgraph.checks.links import check_links, check_shared_links
from avgraph.checks.organisations import check_institution_fields, check_institution_forms, check_near_institutions
from avgraph.checks.papers import check_copies, check_titles
from avgraph.checks.people import check_author_fields, check_author_forms, check_author_variants, check_one_name
from avgraph.checks.structure import check_characters, check_contents, check_headings, check_table
from avgraph.checks.tags import check_labels, check_tags, check_venues
from avgraph.model.entries import Source
from avgraph.model.rules import Diagnostic
from avgraph.reading.read import parse_reading_list
from avgraph.reading.source import split_lines
from avgraph.resolution.authority import Authority
from avgraph.resolution.resolve import resolve

CHECKS: tuple[Callable[[Context], Iterator[Diagnostic]], ...] = (
    check_tags,
    check_venues,
    check_labels,
    check_links,
    check_shared_links,
    check_copies,
    check_titles,
    check_author_fields,
    check_author_forms,
    check_author_variants,
    check_one_name,
    check_institution_fields,
    check_institution_forms,
    check_near_institutions,
    check_headings,
    check_contents,
    check_table,
    check_characters,
)
"""Every check."""


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What the checker found in one list."""

    source: Source
    lines: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    """The findings, by line."""
    suppressed: int
    """How many findings a comment in the list or the baseline settles."""

    def __repr__(self) -> str:
        """Return a line with the name and the number of findings."""
        return f"<Report on {self.source.name!r}: {len(self.diagnostics):,} findings, {self.suppressed:,} settled>"


def check_list(
    text: str,
    source: Source,
    authority: Authority | None = None,
    select: Collection[str] = (),
    ignore: Collection[str] = (),
    baseline: Counter[str] | None = None,
) -> Report:
    """Return what is wrong with the list `text`.

    `select` and `ignore` hold codes or their beginnings (``AVG7``). Raises UnreadableSourceError where there is no list to read.
    """
    listed = parse_reading_list(text, source)
    lines = tuple(split_lines(text)[0])
    context = Context(listed, resolve(listed, authority), lines)
    findings = {*listed.diagnostics, *(each for check in CHECKS for each in check(context))}
    wanted = [each for each in sorted(findings) if _is_wanted(each.code, select, ignore)]
    suppressions = find_suppressions(listed, lines)
    diagnostics = [each for each in wanted if not is_suppressed(each, suppressions)]
    if baseline:
        diagnostics = without_baseline(diagnostics, lines, baseline)
    return Report(source, lines, tuple(diagnostics), len(wanted) - len(diagnostics))


def _is_wanted(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    return (not select or code.startswith(tuple(select))) and not (ignore and code.startswith(tuple(ignore)))
