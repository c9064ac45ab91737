"""What every check looks at: the list as read, its entities, and its lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from avgraph.model.entries import Entry, Mention, Mentions, ReadingList
from avgraph.model.rules import Diagnostic, Fix, Span
from avgraph.resolution.entities import Resolved


@dataclass(frozen=True, slots=True)
class Context:
    """A reading list with its entities and lines."""

    listed: ReadingList
    resolved: Resolved
    lines: tuple[str, ...]
    """The lines as read; the first is line 1."""

    def text(self, span: Span) -> str:
        """Return what stands in a span."""
        return source_text(self.lines, span)

    def labelled_line(self, field: Mentions) -> Span | None:
        """Return the text of a field on the line of its label; None where it has no label or starts below it."""
        label, text = field.label, field.text
        if not label.line or text.line != label.line:
            return None
        end = text.end_column if text.end_line == text.line else len(self.lines[text.line - 1].rstrip()) + 1
        return Span(text.line, text.column, text.line, end)

    def to_line_end(self, span: Span) -> Span:
        """Return a span with the white space that follows it at the end of its line."""
        line = self.lines[span.end_line - 1]
        return span if line[span.end_column - 1 :].strip() else replace(span, end_column=len(line) + 1)

    def goes_on(self, entry: Entry, line: int) -> bool:
        """Tell whether the text of a field goes on below a line of an entry."""
        below = self.lines[line].strip() if line < entry.last_line else ""
        return bool(below) and not below.startswith(("<br", "**", "__"))

    def fix(self, mention: Mention, new: str) -> tuple[Fix, ...]:
        """Return the repair of a mention; none where it is not printed as it reads, as markup would be lost."""
        return (Fix(mention.span, new),) if self.text(mention.span) == mention.form else ()

    def about(self, code: str, mention: Mention, message: str, new: str | None = None) -> Diagnostic:
        """Return a finding about a mention; `new` is what shall stand there, where that is certain."""
        return Diagnostic(mention.span, code, message, self.fix(mention, new) if new is not None else ())


def source_text(lines: Sequence[str], span: Span) -> str:
    r"""Return what stands in a span of `lines`.

    >>> source_text(("Di", "Hu, Xuelong Li"), Span(1, 1, 2, 3))
    'Di\nHu'
    """
    text = list(lines[span.line - 1 : span.end_line])
    if not text:
        return ""
    text[-1] = text[-1][: span.end_column - 1]
    text[0] = text[0][span.column - 1 :]
    return "\n".join(text)
