"""Find where a title ends in the text of a row: before links, a venue, a bar, names."""

import re

from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.markdown.runs import RunKind
from avgraph.reading.records.labels import text_label
from avgraph.reading.records.likeness import is_venue_or_date, looks_like_names
from avgraph.reading.records.row_text import BREAK, PICTURE, RowText

_STOP = re.compile(
    rf"\s(?:[|\u2016\u00a6]\s?|[-\u2013\u2014]{{1,3}}\s|/\s)|[\[\u3010(\uff08{BREAK}{PICTURE}]|\|(?=\s)|[,;\u3002\uff0c!?]\s|(?<!\b[A-Z])\.\s"
)
_BRACKET_END = re.compile(r"[\])\u3011\uff09]")
_HEAD_END = re.compile(rf"(?<!\b[A-Z])\.\s?(?![A-Z]\.)|[;|{BREAK}(\[]")
_SURE = re.compile(r"\bet\.? al|\b[A-Z]\.")
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_OPENING_QUOTE = re.compile(r"\s*[\"\u201c\u201d\u201e\u00ab]")
_CLOSING_QUOTE = re.compile(r"[\"\u201d\u201c\u00bb]")


def title_end(row: RowText, begin: int) -> int:
    """Return where a plain title ends: before links, a bracket with a venue, a bar, names, a venue."""
    text = row.text
    opening = _OPENING_QUOTE.match(text, begin)
    if opening:
        closing = _CLOSING_QUOTE.search(text, opening.end() + 3, opening.end() + 300)
        if closing and not text[closing.end() : closing.end() + 1].isalnum():
            return closing.end()
    limit = min(_first_link(row, begin), begin + 600, _style_end(row, begin))
    position = begin
    for _ in range(40):
        found = _STOP.search(text, position, limit)
        if found is None:
            break
        mark = found[0].strip() or found[0]
        rest = text[found.end() : limit]
        if mark in (BREAK, PICTURE):
            if mark == PICTURE or _is_break_end(row, found.start(), rest):
                return found.start()
        elif mark in ("|", "\u2016", "\u00a6"):
            return found.start()
        elif mark in ("[", "\u3010", "(", "\uff08"):
            if found.end() >= limit or _ends_at_bracket(mark, rest):
                return found.start()
        elif _is_rest(rest) and (mark != "," or _are_surely_names(rest)):
            return found.start()
        position = found.end()
    return limit


def _ends_at_bracket(mark: str, rest: str) -> bool:
    """Tell whether a title ends at a bracket: one with a venue or date, or a square one with words of links or nothing."""
    inside = _BRACKET_END.split(rest, maxsplit=1)[0]
    if mark in ("[", "\u3010") and (not inside.strip() or holds_only_link_words(inside)):
        return True
    return is_venue_or_date(inside) or _ends_in_slot(inside)


def _first_link(row: RowText, begin: int) -> int:
    """Return where the first picture or link stands that is no title itself."""
    for index, run in enumerate(row.runs):
        place = row.bounds[index]
        if place >= begin and (
            run.kind is RunKind.IMAGE or (run.is_link and (place > begin or holds_only_link_words(run.text) or is_venue_or_date(run.text)))
        ):
            return place
    return len(row.text)


def _style_end(row: RowText, begin: int) -> int:
    """Return where a stretch in another style starts that is names, a venue or a sentence and no part of a title."""
    start = row.run_at(begin) if row.runs else 0
    for index in range(start + 1, len(row.runs)):
        run, place = row.runs[index], row.bounds[index]
        if place <= begin or not run.is_italic or run.is_bold or row.runs[index - 1].is_italic:
            continue
        before = row.text[max(begin, place - 40) : place].rstrip()
        text = run.text.strip()
        if before[-1:] in '.,;:"\u201d?!)|' or looks_like_names(text) or is_venue_or_date(text):
            return place
    return len(row.text)


def _ends_in_slot(text: str) -> bool:
    """Tell whether the last part of a bracket is a venue with a year (``Zhao et al., ICML 2021``)."""
    parts = re.split(r"[,;]\s*", text)
    return len(parts) > 1 and any(re.search(r"\d\d", part) and is_venue_or_date(part) for part in (parts[0], parts[-1]))


def _is_break_end(row: RowText, place: int, rest: str) -> bool:
    """Tell whether a title ends at a break: a hard one, or one before names, a venue or links."""
    run = row.runs[row.run_at(place)]
    if run.kind is RunKind.HARD_BREAK:
        return True
    line = rest.split(BREAK, 1)[0].strip()
    if _HAN.match(line) and not _HAN.search(row.text, max(0, place - 80), place):
        # A remark in another script.
        return True
    return _is_rest(line) or not line or text_label(line[:80]) is not None


def _are_surely_names(text: str) -> bool:
    """Tell whether what follows a comma are names or a venue and no part of a title: three names and more, initials, et al."""
    head = _HEAD_END.split(text.strip()[:160], maxsplit=1)[0].strip()
    return not looks_like_names(head) or head.count(",") >= 2 or _SURE.search(text[:160]) is not None


def _is_rest(text: str) -> bool:
    """Tell whether a text starts with names or a venue, so that a title has ended before it."""
    head = _HEAD_END.split(text.strip()[:160], maxsplit=1)[0].strip()
    if not head:
        return False
    return (
        is_venue_or_date(head)
        or (is_venue_or_date(re.split(r"[,:]", head, maxsplit=1)[0]) and bool(re.search(r"\d\d", head)))
        or looks_like_names(head)
        or bool(re.match(r"(?:In|in) [A-Z]", head) and len(head) > 12 and False)
    )
