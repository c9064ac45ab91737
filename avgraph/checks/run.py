"""Run the checks over a list, and leave out what its curator has settled."""

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from avgraph.checks.context import Context
from avgraph.checks.links import check_links, check_shared_links
from avgraph.checks.organisations import check_institution_fields, check_institution_forms, check_near_institutions
from avgraph.checks.papers import check_copies, check_titles
from avgraph.checks.people import check_author_fields, check_author_forms, check_author_variants, check_one_name
from avgraph.checks.structure import check_characters, check_contents, check_headings, check_table
from avgraph.checks.tags import check_labels, check_tags, check_venues
from avgraph.errors import BaselineError
from avgraph.model.entries import Source
from avgraph.model.rules import RULES, Diagnostic, Fix
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
_SUPPRESSION = re.compile(r"<!--\s*avgraph:\s*ignore(?P<file>-file)?\s*(?P<codes>[A-Z0-9,\s]*?)\s*-->")


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found in one list."""

    source: Source
    lines: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    """The findings, by line."""
    suppressed: int
    """How many findings a comment in the list or the baseline settles."""


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
    found = {*map(_with_line_fix(context), listed.diagnostics), *(each for check in CHECKS for each in check(context))}
    wanted = [each for each in sorted(found) if _is_wanted(each.code, select, ignore)]
    suppressions = _suppressions(context)
    kept = [each for each in wanted if not _is_suppressed(each, suppressions)]
    if baseline:
        left = Counter(baseline)
        fresh = []
        for each in kept:
            key = fingerprint(each)
            left[key] -= 1
            if left[key] < 0:
                fresh.append(each)
        kept = fresh
    return Report(source, lines, tuple(kept), len(wanted) - len(kept))


def _with_line_fix(context: Context) -> Callable[[Diagnostic], Diagnostic]:
    """Add the repair of what reading has found, where it is certain."""
    tags = {entry.first_line: entry.tag.form for entry in context.listed.entries}

    def complete(each: Diagnostic) -> Diagnostic:
        printed = context.line(each.line).strip()
        tag = tags.get(each.line)
        if each.code == "AVG105" and tag and printed.strip("*[]_ ") == tag:
            return replace(each, excerpt=printed, fixes=(Fix(each.line, printed, f"**[{tag}]**"),))
        if each.code == "AVG301":
            bare = context.line(each.line).rstrip()
            return replace(each, fixes=(Fix(each.line, bare, f"{bare} |"),))
        return replace(each, excerpt=tag) if tag and tag in printed else each

    return complete


def _is_wanted(code: str, select: Collection[str], ignore: Collection[str]) -> bool:
    return (not select or code.startswith(tuple(select))) and not (ignore and code.startswith(tuple(ignore)))


def _suppressions(context: Context) -> dict[int, set[tuple[str, ...]]]:
    """Return for each line the codes that a comment settles there, none standing for all; line 0 is the whole list.

    A comment is about the entry or line that follows it, or about its own line where more stands there.
    """
    entries = sorted(context.listed.entries, key=lambda entry: entry.first_line)
    starts = [entry.first_line for entry in entries]
    settled: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
    waiting: set[tuple[str, ...]] = set()
    for number, text in enumerate(context.lines, 1):
        comment = _SUPPRESSION.search(text) if "avgraph:" in text else None
        rest = text.strip() if comment is None else _SUPPRESSION.sub("", text).strip()
        place = bisect_right(starts, number) - 1
        within = (
            range(starts[place], entries[place].last_line + 1)
            if place >= 0 and number <= entries[place].last_line
            else range(number, number + 1)
        )
        if rest and waiting:
            for line in within:
                settled[line] |= waiting
            waiting = set()
        if comment is None:
            continue
        codes = tuple(re.findall(r"AVG\d*", comment["codes"]))
        if comment["file"]:
            settled[0].add(codes)
        elif rest or len(within) > 1:
            for line in within:
                settled[line].add(codes)
        else:
            waiting.add(codes)
    return settled


def _is_suppressed(each: Diagnostic, settled: Mapping[int, set[tuple[str, ...]]]) -> bool:
    return any(not codes or each.code.startswith(codes) for line in (0, each.line) for codes in settled.get(line, ()))


def fingerprint(each: Diagnostic) -> str:
    """Return what a finding is known by when lines move: its code and words, numbers of lines left out."""
    said = re.sub(r"\blines? [\d, and]+", "line", each.message)
    return sha256(f"{each.code}\x1f{said}\x1f{each.excerpt}".encode()).hexdigest()[:16]


def generate_baseline(diagnostics: Iterable[Diagnostic]) -> str:
    """Return the baseline file that settles `diagnostics`."""
    counts = Counter(map(fingerprint, diagnostics))
    return json.dumps({"version": 1, "findings": dict(sorted(counts.items()))}, indent=1) + "\n"


def read_baseline(path: str | Path) -> Counter[str]:
    """Return what a baseline file settles. Raises BaselineError where it cannot be read."""
    try:
        said = json.loads(Path(path).read_text(encoding="utf-8"))
        return Counter({str(key): int(count) for key, count in said["findings"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"{path}: no baseline of avgraph check: {getattr(error, 'strerror', None) or error}"
        raise BaselineError(message) from None


def unknown_codes(codes: Iterable[str]) -> list[str]:
    """Return those of `codes` that are no code and the beginning of none."""
    return [code for code in codes if not code or not any(known.startswith(code) for known in RULES)]
