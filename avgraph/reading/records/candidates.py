"""Find the stretches of a record that can be its title, each by the source that names it."""

import re
from collections.abc import Iterator
from dataclasses import replace

from avgraph.model.entries import LinkKind
from avgraph.reading.advances import is_on_advances
from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.fields.links import holds_only_link_words, link_kind
from avgraph.reading.likeness import (
    DOUBTFUL,
    QUOTED_WORDS,
    cites_family_first,
    ends_in_year,
    follows_title,
    goes_on_after_quote,
    is_name,
    is_venue_or_date,
    looks_like_names,
    may_be_title,
    title_likeness,
)
from avgraph.reading.markdown.runs import BREAKS, RunKind
from avgraph.reading.records.cited_names import (
    after_label,
    are_cited_names,
    before_names,
    cites_title,
    is_citation,
    names_end,
    single_name_end,
    surely_cites,
)
from avgraph.reading.records.row_text import BREAK, PICTURE, Candidate, RowText, goes_on_below, is_in_bracket
from avgraph.reading.records.title_bounds import EDGE, QUOTES, cell_end, is_closed_within, is_tag, title_after_name, title_end, title_start

_INNER = r"(?<=\s)[\"\u201c][^\s\"\u201c\u201d][^\"\u201c\u201d]{0,40}[\"\u201d](?=\s[a-z])"
"""Words in quotes within a title in quotes."""
_WITHIN = r"[^\"\u201c\u201d\u201e\u00bb]"
_QUOTED = re.compile(
    rf"[\"\u201c\u201d\u201e\u00ab](?!{_WITHIN}{{0,5}}[\"\u201d\u201c\u00bb])"
    rf"(?P<title>{_WITHIN}{{1,300}}?(?:{_INNER}{_WITHIN}{{1,300}}?){{0,2}})[,.]?(?!{_INNER})[\"\u201d\u201c\u00bb]"
)
_BRACKETED = re.compile(
    r"[^\w\[\u3010]{0,6}(?::[a-z\d][a-z\d_+-]{1,40}:\s*)?[\[\u3010](?P<title>[^\[\]\u3010\u3011\n]{12,300})[\]\u3011](?!\()"
)
_TAGS_ONLY = re.compile(r"(?:[^\w\[\u3010\n]{0,4}[\[\u3010][^\[\]\u3010\u3011\n]{0,80}[\]\u3011]){2,}[^\w\[\u3010]{0,4}")
"""A row that is nothing but tags."""
_CLEAR, _SHORT = 0.6, 0.3
"""What is at least so much like a title and opens a row needs no other beside it."""
_LONGEST_INSTITUTION = 8
"""Words of an institution that can stand where a citation has its title."""
_FEW = 5
"""Words: a shorter stretch in bold can be an accent within a title."""
_BESIDE, _LOOK_AHEAD = 3, 200
"""Characters: a text that opens with a link is named by the link."""
_NAMES_END = re.compile(r"[:\n]")
_MARKED = 0.15
_ENDED = re.compile(r"[.,;]?[\"\u201d]?(?:\s[-\u2013\u2014]\s|[-\u2013\u2014]{2}|[,;|]\s|\.\s|\s\|\s|\s*\n)")
"""What ends a title in a style of its own."""
_AFTER_NAMES = 0.5
"""What a plain text that starts with names is like a title."""
_COLONS = ":\uff1a"
_OPEN_END = re.compile(r"(?:\b(?:a|an|and|are|at|by|for|from|in|is|of|on|or|our|see|the|this|to|with)|\w['\u2019]s|\s\+)$")
_SENTENCE_END = re.compile(r"(?<=\w{3})\.\s+(?=[A-Z])|(?:(?<=[\w)\]])\.|(?<=[?!]))\s+(?=(?:ar|bio|med)[Xx]iv\b|In:?\s[A-Z])")
_NAMES_ENDED = re.compile(r"[.:)]\s*$")
"""After names that have ended, what is like other names is the title (``Ada Byron and Di Hu. Bells Loud and Low``)."""
_CALLED_LINK = re.compile(r"\S+ [Ll]ink")
_CLOSED = re.compile(r"[^\"\u201c\u201d]{9,300}\s(?:\"[^\"\u201c\u201d]{1,60}\"|\u201c[^\"\u201c\u201d]{1,60}\u201d)")
"""``Ringing of Towers “in the Wild”``, whose last words are in quotes"""
_WORD_AFTER_QUOTE = re.compile(r"\s(?!(?:by|from|in|on)\b)[^\W\d_]{2,}")
_REMARK = re.compile(r"\s*\([^()]*\)\s*")  # A bracket in bold.
_LABEL_END = re.compile(r":\s*[\u2190-\u21ff\u27a1]+$")  # ``Images: \u21d2``
_TAG_WITHIN = re.compile(r"\[(?!Re\])[A-Z][^\W\d_]*(?:[ -][^\W\d_]+){0,2}\]\s+(?![a-z])(?=\S+\s+\S+\s+\S)")  # ``[Tuning] Bells …``
_IN_END = re.compile(r"(?<=[.,?!\"\u201d])\s+[Ii]n\s?:?\s*$")
"""The word before the venue that follows a title."""


def row_candidates(row: RowText, start: int = 0, *, is_cell: bool = False) -> Iterator[Candidate]:
    """Yield the candidates of a row, the text before `start` left out."""
    start = start if is_cell else after_label(row, start)
    link = _linked(row, start)
    if link is not None:
        _raise_if_alone(row, link)
        cites = is_citation(row, link.start)
        is_title = not _has_title_within(row, link, cites=cites)
        if is_title:
            yield link
            longer = _going_on(row, link)
            if longer is not None:
                yield longer
        if is_title and link.likeness >= _CLEAR and not row.text[start : link.start].strip(EDGE) and not cites:
            # Whatever else is like a title comes after it.
            return
    marked = list(_marked(row, start))
    yield from marked
    if not _TAGS_ONLY.fullmatch(row.text):
        yield from _unmarked(row, title_after_name(row.text, title_start(row, start)), link, marked, is_cell=is_cell)


def _raise_if_alone(row: RowText, link: Candidate) -> None:
    """Rate what is like names as the title that it must be: many words with an "and" that lead to a file of pages, and nothing beside them."""
    is_file = link.link is not None and row.runs[link.link].target.lower().endswith(".pdf")
    if (
        is_file
        and " and " in link.text
        and len(link.text.split()) > _FEW
        and row.text.strip(EDGE) == link.text
        and looks_like_names(link.text)
    ):
        link.likeness = title_likeness(link.text.lower())


def _has_title_within(row: RowText, link: Candidate, *, cites: bool) -> bool:
    """Tell whether a part of what is linked is the title: what it quotes first, or what is quoted or goes on after the names that it begins with (`cites`)."""
    quoted = _QUOTED.search(row.text, link.start, link.end)
    if quoted and cites:
        return True
    if quoted and not row.text[link.start : quoted.start("title")].strip(EDGE):
        has_ended = row.text[quoted.end() - 2] in ",." or follows_title(row.text[quoted.end() : link.end])
        return has_ended and title_likeness(quoted["title"]) >= _SHORT
    return cites and surely_cites(row, link.start) and names_end(row, link.start) < link.end


def _unmarked(row: RowText, begin: int, link: Candidate | None, marked: list[Candidate], *, is_cell: bool) -> Iterator[Candidate]:
    """Yield what follows the names of a citation, and the plain text from `begin` on, where no candidate that is marked stands there."""
    if any(
        each.source in ("bold", "italic")
        and each.start <= begin + 1
        and each.likeness >= _MARKED
        and not is_name(each.text)
        and (_ENDED.match(row.text, each.end) or follows_title(row.text[each.end : each.end + _LOOK_AHEAD]))
        for each in marked
    ):
        # What follows it in another style is names, or a description.
        return
    after_names = begin if is_cell else names_end(row, begin)
    if any(abs(each.start - after_names) < 2 for each in marked) and after_names > begin:
        # What is marked after the names is the title.
        return
    if after_names > begin:
        yield from _cited("citation", row, after_names)
    elif not is_cell and (single := single_name_end(row, begin)) > begin:
        yield from _cited("cited", row, single)
    end = cell_end(row, begin) if is_cell else title_end(row, begin)
    plain = next(_candidate("plain", row, begin, end), None)
    if plain is None or any(_is_named(row, plain, each) for each in marked):
        return
    if after_names > plain.start and not cites_family_first(row.text[plain.end :].lstrip(". ")):
        if plain.end <= after_names:
            return
        plain.likeness *= _AFTER_NAMES
    # Running text that a link goes on with is none.
    if not _OPEN_END.search(plain.text[-12:]) and (link is None or link.start - plain.start > _BESIDE):
        yield plain


def _is_named(row: RowText, plain: Candidate, marked: Candidate) -> bool:
    """Tell whether a plain text is a short name, a colon, perhaps names, and what is marked as the title (``Chime: **Casting Bells …**``)."""
    if marked.likeness < _CLEAR or len(marked.text.split()) < _FEW or not plain.start < marked.start < plain.end <= marked.end + 1:
        return False
    _, colon, names = row.text[plain.start : marked.start].replace("\uff1a", ":").rstrip(' *_"\u201c').partition(":")
    return colon == ":" and (names[-1:] in ("", ":") or looks_like_names(names.strip(" .")))


def _cited(source: str, row: RowText, start: int) -> Iterator[Candidate]:
    """Yield the title of a citation, which starts after its names; an institution is none, but for what follows a year."""
    run = row.run_at(start)
    end = min(title_end(row, start), row.bounds[run + 1] if row.runs[run].is_link else len(row.text))
    stop = _SENTENCE_END.search(row.text, start, end) if source == "citation" else None
    for each in _candidate(source, row, start, stop.start() if stop else end):
        if looks_like_names(each.text) and _NAMES_ENDED.search(row.text, max(0, start - 3), start):
            each.likeness = title_likeness(each.text.lower())
        if (
            ends_in_year(row.text[max(0, start - 12) : start])
            or len(each.text.split()) > _LONGEST_INSTITUTION
            or not is_institution(each.text)
        ):
            yield each


def _marked(row: RowText, start: int) -> Iterator[Candidate]:
    """Yield what is marked by bold, italics, quotes or brackets."""
    styles = [
        styled
        for source, flag in (("bold", "is_bold"), ("italic", "is_italic"))
        if any(getattr(run, flag) for run in row.runs) and (styled := _styled(row, start, source, flag)) is not None
    ]
    yield from styles
    quoted = _QUOTED.search(row.text, start) if any(mark in row.text for mark in QUOTES) else None
    goes_on = quoted and (QUOTED_WORDS.match(row.text, quoted.start()) or goes_on_after_quote(row.text, quoted.end()))
    if quoted and quoted.start() - start < 400 and not goes_on and not any(_goes_on_in_style(row, each, quoted) for each in styles):
        for each in _candidate("quoted", row, *quoted.span("title")):
            if looks_like_names(each.text):
                # In quotes there are no names (``"Bells, Towers, Ropes"``).
                each.likeness = title_likeness(each.text.lower())
            yield each
    bracketed = _BRACKETED.match(row.text, start)
    if bracketed:
        yield from _candidate("bracket", row, *bracketed.span("title"))


def _goes_on_in_style(row: RowText, styled: Candidate, quoted: re.Match[str]) -> bool:
    """Tell whether a stretch in italics or bold begins with words in quotes and goes on as a title (``*"Loud Bells" Are an Oxymoron*``)."""
    rest = row.text[quoted.end() : styled.end]
    is_first = styled.start <= quoted.start("title") and not row.text[styled.start : quoted.start("title")].strip(EDGE)
    return is_first and _WORD_AFTER_QUOTE.match(rest) is not None and not follows_title(rest)


def _candidate(source: str, row: RowText, start: int, end: int, link: int | None = None) -> Iterator[Candidate]:
    """Yield a stretch without the marks at its ends, where it is anything like a title."""
    text = row.text
    while start < end and text[start] in EDGE and not (text[start] in QUOTES and is_closed_within(text, start, end)):
        start += 1
    before_venue = _IN_END.search(text, max(start, end - 8), end)
    end = before_venue.start() if before_venue else end
    while end > start and (text[end - 1] in EDGE or text[end - 1] in "([") and not _CLOSED.fullmatch(text, start, end):
        end -= 1
    shown = " ".join(text[start:end].replace(PICTURE, "").split())
    likeness = title_likeness(shown)
    if likeness > 0 and not _LABEL_END.search(shown[-6:]):
        yield Candidate(source, row, start, end, likeness, link)


def _linked(row: RowText, start: int) -> Candidate | None:
    """Return the first linked text that is no word of links, venue or name."""
    for index, run in enumerate(row.runs):
        if run.kind is not RunKind.LINK or row.bounds[index] < start:
            continue
        text = run.text.strip()
        is_anchor = run.target.startswith("#") and len(run.target) > 1
        is_venue = is_venue_or_date(text) and not is_on_advances(text)
        if not text or is_venue or holds_only_link_words(text) or text.startswith(("http:", "https:", "www.")):
            continue
        if is_anchor or _CALLED_LINK.fullmatch(text) or cites_title(row, index) or link_kind(run.target, run.text) is LinkKind.BADGE:
            continue
        candidate = next(_candidate("link", row, row.bounds[index], before_names(row.text, *row.span(index)), index), None)
        if candidate is not None and not (candidate.likeness <= _SHORT and is_tag(row, index)):
            candidate.likeness = max(candidate.likeness, _CLEAR * is_on_advances(text))
            return candidate
    return None


def _going_on(row: RowText, link: Candidate) -> Candidate | None:
    """Return the link and the text after it, where the title goes on there: after a colon, or as a word; what may be names is left to the vote."""
    if link.link is None:
        return None
    end = row.bounds[link.link + 1]
    rest = row.text[end : end + 300]
    bare = rest.lstrip()
    has_colon = (bare[:1] in _COLONS and not bare[1:2].islower()) or row.text[:end].rstrip()[-1:] in _COLONS
    is_word = bare[:1].isalpha() and bare[0].islower() and BREAK not in rest[: len(rest) - len(bare)]
    if not bare or not (has_colon or is_word) or bare[:3].lower() in ("et ", "in ", "by "):
        return None
    begin = end + len(rest) - len(bare)
    whole = next(_candidate("link+", row, link.start, title_end(row, begin + 1), link.link), None)
    if follows_title(without_colon := bare.lstrip(_COLONS)):
        return replace(whole, likeness=DOUBTFUL) if whole and has_colon and may_be_title(without_colon) else None
    return whole


def _styled(row: RowText, start: int, source: str, flag: str) -> Candidate | None:
    """Return the first stretch in bold or italics that is no tag, name or word of links."""
    index, count = 0, len(row.runs)
    while index < count:
        if not getattr(row.runs[index], flag) or row.bounds[index] < start or row.runs[index].kind is RunKind.IMAGE:
            index += 1
            continue
        last = index
        while last + 1 < count and (
            getattr(row.runs[last + 1], flag)
            or (
                row.runs[last + 1].kind is not RunKind.IMAGE
                and not row.runs[last + 1].text.strip(" \"'\u201c\u201d")
                and row.runs[last + 1].kind not in BREAKS
            )
            or goes_on_below(row, last, flag)
        ):
            last += 1
        first, end = row.bounds[index], row.bounds[last + 1]
        first = tag.end() if (tag := _TAG_WITHIN.match(row.text, first, end)) else first
        candidate = None
        printed = row.text[first:end]
        if not (are_cited_names(printed.strip()) or _REMARK.fullmatch(printed) or is_in_bracket(row.text, first, end)):
            candidate = next(_candidate(source, row, first, end, index if row.runs[index].is_link else None), None)
        if (
            candidate is not None
            and row.text[end : end + 1] == ","
            and is_name(candidate.text)
            and not any(run.is_italic for run in row.runs[last + 1 : last + 3])
            and looks_like_names(_NAMES_END.split(row.text[first : end + 200], maxsplit=1)[0])
        ):
            # The first of the names is in bold.
            candidate = None
        if candidate is not None and candidate.likeness > 0.05 and not row.text[end - 1 : end + 1].rstrip().endswith(":"):
            return candidate
        index = last + 1
    return None
