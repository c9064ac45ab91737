"""What the curator has settled: comments in the list, and baseline files."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from avgraph.checks.context import source_text, stretch_around
from avgraph.errors import BaselineError, one_line
from avgraph.model.entries import ReadingList
from avgraph.model.rules import Diagnostic

# Each run is taken whole or not at all, so that no text is looked at twice.
_SUPPRESSION = re.compile(r"<!--\s*+avgraph:\s*+ignore(?P<file>-file)?(?P<codes>[A-Za-z0-9,\s]*+)-->")


@dataclass(frozen=True, slots=True)
class Suppressions:
    """What comments in a list settle: the beginnings of codes, the empty one standing for all."""

    whole_list: frozenset[str]
    by_line: Mapping[int, set[str]]
    """Of an entry, by its first line."""
    entries: tuple[tuple[int, int], ...]
    """First and last line of each entry, in order."""

    def settles(self, each: Diagnostic) -> bool:
        """Tell whether a comment settles a finding."""
        codes = self.by_line.get(_first_line(self.entries, each.line), ())
        return any(start in codes or start in self.whole_list for start in (each.code[:end] for end in range(len(each.code) + 1)))


def find_suppressions(listed: ReadingList, lines: Sequence[str]) -> Suppressions:
    """Return what the comments in a list settle.

    A comment is about the entry or line that follows it, or about its own line or entry where more stands there.
    """
    entries = tuple(sorted((entry.first_line, entry.last_line) for entry in listed.entries))
    by_line: defaultdict[int, set[str]] = defaultdict(set)
    whole_list: set[str] = set()
    waiting: set[str] = set()
    for number, text in enumerate(lines, 1):
        comments = list(_SUPPRESSION.finditer(text)) if "avgraph:" in text else []
        rest = _SUPPRESSION.sub("", text).strip() if comments else text.strip()
        first = _first_line(entries, number) if comments or (rest and waiting) else number
        if rest and waiting:
            by_line[first] |= waiting
            waiting = set()
        for comment in comments:
            codes = _codes(comment["codes"])
            if comment["file"]:
                whole_list |= codes
            elif rest or first != number:
                by_line[first] |= codes
            else:
                waiting |= codes
    return Suppressions(frozenset(whole_list), by_line, entries)


def _first_line(entries: tuple[tuple[int, int], ...], line: int) -> int:
    """Return the first line of the entry that holds a line, or the line itself."""
    return (stretch_around(entries, line) or (line, line))[0]


def _codes(words: str) -> set[str]:
    """Return the codes that a comment names, the empty one where it names none; nothing where a word is no code, so that a slip settles nothing."""
    codes = set(words.replace(",", " ").upper().split())
    return (codes or {""}) if all(re.fullmatch(r"AVG\d+", code) for code in codes) else set()


def fingerprint(each: Diagnostic, lines: Sequence[str], *, with_words: bool = True) -> str:
    """Return what a finding in `lines` is known by when lines move: its code and words, numbers of lines left out."""
    message = re.sub(r"\blines? [\d, and]+", "line", each.message)
    words = source_text(lines, each.span) if with_words and not each.rule.is_about_line else ""
    return sha256(f"{each.code}\x1f{message}\x1f{words}".encode()).hexdigest()[:16]


def generate_baseline(findings: Iterable[tuple[Diagnostic, Sequence[str]]]) -> str:
    """Return the baseline file that settles findings, each with the lines of its list."""
    counts = Counter(fingerprint(each, lines) for each, lines in findings)
    return json.dumps({"version": 1, "findings": dict(sorted(counts.items()))}, indent=1) + "\n"


def read_baseline(path: str | Path) -> Counter[str]:
    """Return what a baseline file settles, each fingerprint as often as it may. Raises BaselineError where it cannot be read."""
    try:
        content = json.loads(Path(path).read_bytes().decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise BaselineError(f"{path}: no baseline of avgraph check: {one_line(error)}") from None
    findings = content.get("findings") if isinstance(content, dict) else None
    if not isinstance(findings, dict):
        raise BaselineError(f"{path}: no baseline of avgraph check: it has no findings")
    for key, count in findings.items():
        if type(count) is not int or count < 0:
            raise BaselineError(f"{path}: no baseline of avgraph check: {key[:40]!r} has no number of findings but {str(count)[:40]!r}")
    return Counter(findings)


def without_baseline(diagnostics: Iterable[Diagnostic], lines: Sequence[str], baseline: Counter[str]) -> list[Diagnostic]:
    """Return the findings that a baseline does not settle; it settles each as often as it counts it, and what it settles is taken out."""
    new = []
    for each in diagnostics:
        # Files of earlier versions know without its words what is not printed as it reads.
        keys = (fingerprint(each, lines), fingerprint(each, lines, with_words=False))
        settled = next((key for key in keys if baseline[key] > 0), None)
        if settled is None:
            new.append(each)
        else:
            baseline[settled] -= 1
    return new
