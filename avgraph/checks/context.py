"""What every check looks at: the list as read, its entities, and its lines."""

from collections.abc import Iterator
from dataclasses import dataclass

from avgraph.model.entries import Entry, ReadingList
from avgraph.model.rules import RULES, Diagnostic, Fix
from avgraph.resolution.entities import Resolved


@dataclass(frozen=True, slots=True)
class Context:
    """A reading list with its entities and lines."""

    listed: ReadingList
    resolved: Resolved
    lines: tuple[str, ...]
    """The lines as read; the first is line 1."""

    def line(self, number: int) -> str:
        """Return a line by its number."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def lines_of(self, entry: Entry) -> Iterator[tuple[int, str]]:
        """Yield the numbers and texts of the lines of an entry."""
        for number in range(entry.first_line, entry.last_line + 1):
            yield number, self.line(number)

    def locate(self, entry: Entry, text: str) -> int:
        """Return the last line of an entry that holds `text`, else its first line; names stand below the title."""
        if text:
            for number in range(entry.last_line, entry.first_line - 1, -1):
                if text in self.line(number):
                    return number
        return entry.first_line

    def goes_on(self, entry: Entry, number: int) -> bool:
        """Tell whether the text of a field goes on below line `number` of an entry."""
        below = self.line(number + 1).strip() if number < entry.last_line else ""
        return bool(below) and not below.startswith(("<br", "**", "__"))

    def mention(self, code: str, entry: Entry, form: str, message: str, new: str | None = None) -> Diagnostic:
        """Return a finding about a form that an entry prints; `new` is what shall stand there, where that is certain."""
        line = self.locate(entry, form)
        is_once = self.line(line).count(form) == 1
        fixes = (Fix(line, form, new),) if new is not None and is_once else ()
        return finding(code, line, message, form if form in self.line(line) else "", fixes)


def finding(code: str, line: int, message: str, excerpt: str = "", fixes: tuple[Fix, ...] = ()) -> Diagnostic:
    """Return a finding with the severity of its rule."""
    return Diagnostic(line, code, RULES[code].severity, message, excerpt, fixes)
