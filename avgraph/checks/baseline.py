"""What the curator has settled: comments in the list, and baseline files."""

import json
import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from avgraph.checks.context import source_text
from avgraph.errors import AvgraphError
from avgraph.model.entries import ReadingList
from avgraph.model.rules import Diagnostic

_SUPPRESSION = re.compile(r"<!--\s*avgraph:\s*ignore(?P<file>-file)?\s*(?P<codes>[A-Z0-9,\s]*?)\s*-->")


class BaselineError(AvgraphError):
    """A baseline file cannot be read."""


def find_suppressions(listed: ReadingList, lines: Sequence[str]) -> dict[int, set[tuple[str, ...]]]:
    """Return for each line the codes that a comment settles there, none standing for all; line 0 is the whole list.

    A comment is about the entry or line that follows it, or about its own line where more stands there.
    """
    entries = sorted(listed.entries, key=lambda entry: entry.first_line)
    starts = [entry.first_line for entry in entries]
    suppressions: defaultdict[int, set[tuple[str, ...]]] = defaultdict(set)
    waiting: set[tuple[str, ...]] = set()
    for number, text in enumerate(lines, 1):
        comment = _SUPPRESSION.search(text) if "avgraph:" in text else None
        rest = text.strip() if comment is None else _SUPPRESSION.sub("", text).strip()
        index = bisect_right(starts, number) - 1
        within = (
            range(starts[index], entries[index].last_line + 1)
            if index >= 0 and number <= entries[index].last_line
            else range(number, number + 1)
        )
        if rest and waiting:
            for line in within:
                suppressions[line] |= waiting
            waiting = set()
        if comment is None:
            continue
        codes = tuple(re.findall(r"AVG\d*", comment["codes"]))
        if comment["file"]:
            suppressions[0].add(codes)
        elif rest or len(within) > 1:
            for line in within:
                suppressions[line].add(codes)
        else:
            waiting.add(codes)
    return suppressions


def is_suppressed(each: Diagnostic, suppressions: Mapping[int, set[tuple[str, ...]]]) -> bool:
    """Tell whether a comment settles a finding."""
    return any(not codes or each.code.startswith(codes) for line in (0, each.line) for codes in suppressions.get(line, ()))


def fingerprint(each: Diagnostic, lines: Sequence[str], *, with_words: bool = True) -> str:
    """Return what a finding in `lines` is known by when lines move: its code and words, numbers of lines left out."""
    message = re.sub(r"\blines? [\d, and]+", "line", each.message)
    words = source_text(lines, each.span) if with_words and not each.rule.is_about_line else ""
    return sha256(f"{each.code}\x1f{message}\x1f{words}".encode()).hexdigest()[:16]


def generate_baseline(diagnostics: Iterable[Diagnostic], lines: Sequence[str]) -> str:
    """Return the baseline file that settles `diagnostics`."""
    counts = Counter(fingerprint(each, lines) for each in diagnostics)
    return json.dumps({"version": 1, "findings": dict(sorted(counts.items()))}, indent=1) + "\n"


def read_baseline(path: str | Path) -> Counter[str]:
    """Return what a baseline file settles. Raises BaselineError where it cannot be read."""
    try:
        content = json.loads(Path(path).read_text(encoding="utf-8-sig"))
        return Counter({str(key): int(count) for key, count in content["findings"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        message = f"{path}: no baseline of avgraph check: {getattr(error, 'strerror', None) or error}"
        raise BaselineError(message) from None


def without_baseline(diagnostics: Iterable[Diagnostic], lines: Sequence[str], baseline: Counter[str]) -> list[Diagnostic]:
    """Return the findings that a baseline does not settle; it settles each as often as it counts it."""
    left = Counter(baseline)
    new = []
    for each in diagnostics:
        # Files of earlier versions know without its words what is not printed as it reads.
        keys = (fingerprint(each, lines), fingerprint(each, lines, with_words=False))
        settled = next((key for key in keys if left[key] > 0), None)
        if settled is None:
            new.append(each)
        else:
            left[settled] -= 1
    return new
