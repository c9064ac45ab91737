"""Run the checks over a list, and leave out what its curator has settled."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from avgraph.checks.baseline import find_suppressions, read_baseline, without_baseline
from avgraph.checks.context import CheckedList, Context
from avgraph.checks.contribution.findings import Contribution
from avgraph.checks.links import check_links, check_shared_links
from avgraph.checks.organisations import check_institution_fields, check_institution_forms, check_near_institutions
from avgraph.checks.papers import check_copies, check_likeness, check_same_words, check_templates, check_titles, check_unread
from avgraph.checks.people import check_author_fields, check_author_forms, check_author_variants, check_one_name
from avgraph.checks.repair import repair, with_certain_fixes
from avgraph.checks.settings import Settings
from avgraph.checks.structure import check_characters, check_contents, check_headings, check_table
from avgraph.checks.tags import check_labels, check_tags, check_venues
from avgraph.model.entries import FileFormat, Source
from avgraph.model.rules import Diagnostic, Severity
from avgraph.parallel import start_jobs
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
    check_same_words,
    check_likeness,
    check_unread,
    check_templates,
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
ON_ANY_FORMAT = frozenset(
    (check_venues, check_links, check_shared_links, check_copies, check_titles, check_same_words, check_likeness, check_unread,
     check_author_forms, check_author_variants, check_one_name, check_institution_forms, check_near_institutions, check_characters)
)  # fmt: skip
"""The checks that hold for files of records as well: those on what is said, not on how Markdown prints it."""


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What the checker found in one list."""

    source: Source
    text: str = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    diagnostics: tuple[Diagnostic, ...]
    """The findings, by line."""
    suppressed: int
    """How many findings a comment in the list or the baseline settles."""
    settings: Settings = field(default_factory=Settings)
    """What was checked, and what fails."""
    brings: str | None = None
    """What the list adds to the base that it was checked against, in a sentence; None where there was none."""

    @property
    def is_failed(self) -> bool:
        """Whether there are findings for which the check fails."""
        return self.settings.fails(each.code for each in self.diagnostics)

    def severity(self, each: Diagnostic) -> Severity:
        """Return how much a finding matters under these settings."""
        return self.settings.severity_of(each.code)

    def __repr__(self) -> str:
        """Return a line with the name and the number of findings."""
        return f"<Report on {self.source.name!r}: {len(self.diagnostics):,} findings, {self.suppressed:,} settled>"


def check_list(
    text: str,
    source: Source,
    authority: Authority | None = None,
    settings: Settings | None = None,
    baseline: str | Path | Counter[str] | None = None,
    against: tuple[Source, str] | None = None,
    **changes: Any,
) -> Report:
    """Return what is wrong with the list `text`, each finding with the fixes that are certain.

    With `against`, the list as it was, only what is new is returned, on the lines that bring it.

    `changes` are settings by name. `baseline` is a file, or what was read of one; of the latter what it settles is taken out.
    Raises UnreadableSourceError where there is no list to read.
    """
    settings = (settings or Settings()).updated("Python", **changes)
    settled = read_baseline(baseline) if isinstance(baseline, str | Path) else baseline

    run_checks = partial(_run_checks, authority=authority, profile=settings.profile)
    checked, contribution = _check_with_base(run_checks, text, source, against)
    unsettled = _Unsettled(checked.context, settings, settled)
    findings = unsettled.select(contribution.findings if contribution else checked.findings)
    add_fixes = partial(with_certain_fixes, text, checked, findings, partial(run_checks, source=source))
    if contribution is None:
        return Report(source, text, checked.context.lines, add_fixes(), unsettled.left_out, settings)
    # Repairs are tried while this process finds what has changed.
    with start_jobs([add_fixes]) as wait:
        repetitions = unsettled.select(contribution.repetitions)
        brings = contribution.summary
        diagnostics = tuple(sorted({*wait()[0], *repetitions}))
    return Report(source, text, checked.context.lines, diagnostics, unsettled.left_out, settings, brings)


def _check_with_base(
    run_checks: Callable[[str, Source], CheckedList], text: str, source: Source, against: tuple[Source, str] | None
) -> tuple[CheckedList, Contribution | None]:
    """Run the checks over a list and at the same time over its base, where there is one; return what is found and what the list adds."""
    if against is None:
        return run_checks(text, source), None
    base, base_text = against
    with start_jobs([partial(run_checks, base_text, base)]) as wait:
        checked = run_checks(text, source)
        return checked, Contribution(wait()[0], checked)


class _Unsettled:
    """Selects what is reported: no finding that the settings leave out, or that comments in the list or a baseline settle."""

    def __init__(self, context: Context, settings: Settings, baseline: Counter[str] | None) -> None:
        """Read the comments of a list."""
        self._context, self._settings, self._baseline = context, settings, baseline
        self._suppressions = find_suppressions(context.listed, context.lines)
        self.left_out = 0
        """How many findings a comment or the baseline has settled."""

    def select(self, findings: Iterable[Diagnostic]) -> list[Diagnostic]:
        """Return the findings that are reported."""
        wanted = [each for each in findings if self._settings.includes(each.code)]
        diagnostics = [each for each in wanted if not self._suppressions.settles(each)]
        if self._baseline:
            diagnostics = without_baseline(diagnostics, self._context.lines, self._baseline)
        self.left_out += len(wanted) - len(diagnostics)
        return diagnostics


def repair_list(
    text: str,
    source: Source,
    authority: Authority | None = None,
    settings: Settings | None = None,
    baseline: str | Path | Counter[str] | None = None,
    **changes: Any,
) -> tuple[str, int]:
    """Return the list `text` with everything repaired that is found and certain, and the number of repairs; settings as for `check_list`."""
    settled = read_baseline(baseline) if isinstance(baseline, str | Path) else baseline
    return repair(text, lambda text: check_list(text, source, authority, settings, Counter(settled), **changes).diagnostics)


def _run_checks(text: str, source: Source, authority: Authority | None, profile: str | None) -> CheckedList:
    listed = parse_reading_list(text, source, profile=profile)
    papers = replace(listed, entries=tuple(entry for entry in listed.entries if entry.is_paper))
    others = tuple(entry for entry in listed.entries if not entry.is_paper)
    context = Context(papers, resolve(papers, authority), tuple(split_lines(text)[0]), others)
    if listed.file_format is FileFormat.MARKDOWN:
        findings = {*listed.diagnostics, *(each for check in CHECKS for each in check(context))}
    else:
        findings_of_checks = (each for check in CHECKS if check in ON_ANY_FORMAT for each in check(context))
        # A repair of text in Markdown would break quotes, escapes and braces.
        findings = {replace(each, fixes=()) for each in (*listed.diagnostics, *findings_of_checks)}
    codes = {rule.code for rule in {each.rule for each in findings} if context.holds(rule)}
    return CheckedList(context, tuple(sorted(each for each in findings if each.code in codes)))
