"""Read in each entry what the others of its list say of a place: how institutions are parted, what stands in italics, who is cited by one name."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from avgraph.reading.fields.affiliations import Comma, part_at_commas, read_commas, read_institutions
from avgraph.reading.fields.brackets import CITED_AFTER, is_cut_out, may_name_venue
from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.fields.links import holds_only_link_words
from avgraph.reading.fields.people import Names, read_names
from avgraph.reading.fields.person import is_person, is_single_name
from avgraph.reading.fields.published import read_slot
from avgraph.reading.fields.venues import is_preprint
from avgraph.reading.likeness import is_name, is_sentence
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.markdown.runs import BREAKS, Run, RunKind, join_runs
from avgraph.reading.records.entry import DraftEntry

_LEAST_COMMAS = 20
"""Fewest commas that part two known institutions, before a list is taken to write its institutions so."""
_COMMAS_A_PLACE = 4
"""So many commas must part institutions for each that stands before a place."""
_WORD = re.compile(r"[A-Z][a-z]+")
_OPEN_END = re.compile(r"\b(?:and|at|by|for|from|in|of|on|see|to|via|with)\W*$")
"""What goes on with a link."""
_LONGEST_WORD = 12
_AROUND = " \t\n,.;:|*_()[]-\u2013\u2014\u00b7"
_LONGEST_VENUE, _LONGEST_SLOT, _LONGEST_BEFORE = 8, 160, 48
"""Words of a venue of an unknown name, characters of one with what goes with it, and of a date or of words like "to appear in" before it."""
_LEAST_ALIKE, _SHARE_ALIKE = 5, 0.75
"""So many entries, and such a share, state the same in one place before the others are read like them."""

_SHARES_OF_NAMES = {" by ": 0.5, ", ": 0.75}
"""Which share of the entries that name nobody elsewhere have titles that end with names, by what stands before these."""
_SHORTEST_TITLE = 3
"""Words of a title before names."""
_FAMILY = r"(?:(?:de|del|den|der|di|la|le|van|von) ){0,3}[A-Z\u00c0-\u00de](?:[^\W\d_]|['\u2019-]){1,40}"
_LIST_OF_FAMILIES = re.compile(rf"[\s.,-]{{0,9}}{_FAMILY}(?:, ?{_FAMILY}){{0,60}}[\s.,]{{0,9}}")
"""``Byron, van den Berg, Dorn``"""
_BETWEEN_FAMILIES = re.compile(r", ?")
_NAME_AND_YEAR = re.compile(
    r"(?P<name>[A-Z][\w&@/-]*[^\W\d](?: (?:(?:of|on|for|and|in|the) )?[A-Z][\w&-]*){0,3}),?(?:[ '\u2019]?(?P<year>(?:19|20)\d\d)| ?[`'\u2019]{1,2}(?P<short>[0-3]\d))\.?"
)
"""``Bells and Towers 2017``, ``BellGen2019``, ``Ubibell '16``"""
_YEAR_AND_NAME = re.compile(
    r"\(?(?P<year>(?:19|20)\d\d),? (?P<name>[A-Z][\w&-]*[^\W\d](?: (?:(?:of|on|for|and|in|the) )*(?:[A-Z][\w&-]*|[Ww]orkshop)){0,5})(?:\)|[;,] .*)?"
)
"""``(1997, Bells in Society; a remark)``"""
_NAME = re.compile(r"[A-Z][\w&-]*(?: (?:(?:of|on|for|and|in|the) )*[A-Z][\w&-]*){0,6}")
"""``Bells and Towers``"""


def part_institutions(drafts: Sequence[DraftEntry]) -> None:
    """Part the institutions of drafts where commas part those of the list, and rarely stand before a place; those with marks stay."""
    facts = [draft.facts for draft in drafts if draft.facts.institutions and not draft.facts.affiliations]
    counts: Counter[Comma] = Counter()
    for each in facts:
        for text in each.institutions_text:
            counts.update(read_commas([piece.strip() for piece in text.string.split(",")]))
    if counts[Comma.BETWEEN] < max(_LEAST_COMMAS, _COMMAS_A_PLACE * counts[Comma.PLACE]):
        return
    for each in facts:
        parts = (part_at_commas(name, joins_unknown=False) if "," in name.string else [name] for name in each.institutions)
        each.institutions = list(chain.from_iterable(parts))


def read_shared_places(drafts: Sequence[DraftEntry]) -> None:
    """Read in each draft what the others of the list say of a place: names that titles end with, institutions in italics, preprints as the text of links that name venues, one family name, unknown venues."""
    _part_last_names(drafts)
    _read_italics(drafts)
    if not all(draft.facts.authors for draft in drafts):
        _read_families(drafts)
    if all(draft.facts.venue is not None for draft in drafts):
        _read_linked_author(drafts)
        return
    texts = [_text_after(draft, is_alone=True) for draft in drafts]
    _read_lists_of_families(drafts, texts)
    _read_linked_author(drafts)
    _read_preprints(drafts)
    _read_venues(drafts, texts)
    _read_unknown_venues(drafts)
    _read_venues_in_italics(drafts)


def _read_italics(drafts: Sequence[DraftEntry]) -> None:
    """Take what stands in italics for institutions, where it is that in most entries of a list which names nobody."""
    places = [draft for draft in drafts if len(draft.facts.italics) == 1]
    stated = [draft for draft in places if [text.span for text in draft.facts.institutions_text] == [draft.facts.italics[0].span]]
    stated = [draft for draft in stated if draft.facts.institutions and not draft.facts.authors]
    if len(stated) < max(_LEAST_ALIKE, _SHARE_ALIKE * len(places)):
        return
    for facts in (draft.facts for draft in places if not draft.facts.institutions):
        text = facts.italics[0]
        institutions = read_institutions(text, is_labelled=True)
        is_name = [name.span for name in facts.authors_text] == [text.span]
        if institutions is not None and (is_name or text.string in facts.notes):
            facts.institutions, facts.institutions_text = [each.name for each in institutions], [text]
            facts.notes = [note for note in facts.notes if note != text.string]
            facts.authors, facts.authors_text = ([], []) if is_name else (facts.authors, facts.authors_text)


def _read_families(drafts: Sequence[DraftEntry]) -> None:
    """Take one word and a year in a bracket after a title for a family name, where most such brackets of the list cite several authors."""
    cited = [(draft, text, match) for draft in drafts if (match := CITED_AFTER.match((text := _text_after(draft)).string))]
    alone = [(draft.facts, text.cut(*match.span("family"))) for draft, text, match in cited if match["family"] and not draft.facts.authors]
    if len(cited) - len(alone) < max(_LEAST_ALIKE, len(alone)):
        return
    for facts, family in alone:
        if is_single_name(family.string) and facts.venue is None:
            facts.authors, facts.authors_text = [family], [family]


def _read_lists_of_families(drafts: Sequence[DraftEntry], texts: Sequence[LocatedText]) -> None:
    """Take single words after a title for a family name each, not for pairs, where many entries of the list have an odd number of them."""
    found = [
        (draft.facts, text.strip(_AROUND)) for draft, text in zip(drafts, texts, strict=True) if _LIST_OF_FAMILIES.fullmatch(text.string)
    ]
    lists = [(facts, text, text.split(_BETWEEN_FAMILIES)) for facts, text in found]
    lists = [each for each in lists if 3 * sum(is_single_name(name.string) for name in each[2]) >= 2 * len(each[2])]
    odd = sum(len(names) % 2 == 1 and len(names) > 1 for _, _, names in lists)
    if odd < max(_LEAST_ALIKE, len(lists) / 4) or 2 * len(lists) < len(drafts):
        return
    for facts, text, names in lists:
        if facts.venue is None:
            facts.authors, facts.authors_text = names, [text]
            facts.notes = [note for note in facts.notes if note.strip(_AROUND) != text.string]


def _read_linked_author(drafts: Sequence[DraftEntry]) -> None:
    """Take one name as the text of the first link for the author, where the first links of most entries are those of authors."""
    alone = [draft for draft in drafts if not draft.has_names]
    named = [draft for draft in drafts if draft.facts.authors]
    if not alone or len(named) < _LEAST_ALIKE:
        return
    links = ((_first_link(draft), draft.facts.authors[0].span[0]) for draft in named)
    if sum(run is not None and run.start <= place < run.end for run, place in links) < len(drafts) / 2:
        return
    for draft, run in ((draft, _first_link(draft)) for draft in alone):
        if run is not None and is_person(run.text.strip()) and not holds_only_link_words(run.text):
            draft.facts.authors = draft.facts.authors_text = [run.located.strip()]


def _read_venues(drafts: Sequence[DraftEntry], texts: Sequence[LocatedText]) -> None:
    """Take what stands alone after a title for the venue, whatever it is called, where in nearly all other entries of the list a venue stands there."""
    stripped = (text.strip(_AROUND) for text in texts)
    places = [(draft.facts, text) for draft, text in zip(drafts, stripped, strict=True) if text.string]
    stated = [facts for facts, text in places if facts.venue is not None and _covers(text, facts.venue)]
    if len(stated) < max(_LEAST_ALIKE, _SHARE_ALIKE * len(places)):
        return
    for facts, text in places:
        words = text.string.split()
        if facts.venue is not None or len(words) > _LONGEST_VENUE or is_institution(text.string) or holds_only_link_words(text.string):
            continue
        slot = read_slot(text, is_labelled=True) if any(word[0].isupper() for word in words) and not facts.authors else None
        if slot is None or slot.venue is None or is_sentence(text.string) or is_cut_out(slot.venue.string, text.string):
            continue
        name, is_in = slot.venue.string, text.string.startswith("in ")
        is_word = not is_in and any(name == each.string[: len(name)] for each in facts.italics) and _WORD.fullmatch(name)
        if (slot.year or facts.year) and not is_word and may_name_venue(name, has_names=True):
            facts.venue, facts.year, facts.date = slot.venue, facts.year or slot.year, facts.date or slot.date
            facts.notes = [note for note in facts.notes if note.strip(_AROUND) not in text.string]


def _covers(text: LocatedText, venue: LocatedText) -> bool:
    """Tell whether a text is nothing but a venue and what goes with it."""
    return (
        text.span[0] <= venue.span[0] < min(text.span[1], text.span[0] + _LONGEST_BEFORE)
        and len(text.string) <= _LONGEST_SLOT
        and (text.string == venue.string or read_slot(text, is_dated=True) is not None)
    )


def _text_after(draft: DraftEntry, *, is_alone: bool = False) -> LocatedText:
    """Return what stands after the title in its row, up to a link or the end of the line where it `is_alone`."""
    end = draft.title.span[1]
    place = next(((row, index) for row in draft.cut.rows for index, run in enumerate(row.runs) if run.start < end <= run.end), None)
    if place is None:
        return LocatedText.at("", end)
    runs = place[0].runs[place[1] : place[1] + 4]
    if runs[0].located.string and runs[0].located.starts[-1] < end and not any(run.text.strip() for run in runs[1:]):
        return LocatedText.at("", end)  # Nothing follows, as in most cells.
    if is_alone:
        ends = (at for at, run in enumerate(runs) if at and (run.is_link or run.kind in BREAKS or run.kind is RunKind.IMAGE))
        runs = runs[: next(ends, len(runs))]
    text = join_runs(runs)
    text = text.cut(bisect_left(text.starts, end))
    return text.cut(0, 0) if is_alone and _OPEN_END.search(text.string[-_LONGEST_WORD:]) else text


def _read_preprints(drafts: Sequence[DraftEntry]) -> None:
    """Take a server of preprints as the text of a link for the venue, where links to papers name venues in this list."""
    venues = [(draft, draft.facts.venue.span[0]) for draft in drafts if draft.facts.venue is not None]
    if len(venues) < _LEAST_ALIKE or len(venues) == len(drafts):
        return
    unread = [(draft, _first_link(draft)) for draft in drafts if draft.facts.venue is None]
    preprints = [(draft, run) for draft, run in unread if run is not None and is_preprint(run.text.strip())]
    links = ((_first_link(draft), place) for draft, place in venues) if preprints else ()
    named = sum(run is not None and run.start <= place < run.end for run, place in links)
    if named >= max(_LEAST_ALIKE, (named + len(preprints)) / 4):
        for draft, run in preprints:
            draft.facts.venue = run.located.strip()


def _read_unknown_venues(drafts: Sequence[DraftEntry]) -> None:
    """Take a short name in capitals after or before a year, which nothing else explains, for venue and year, where nearly all entries of a list state both."""
    stated = sum(draft.facts.venue is not None and draft.facts.year is not None for draft in drafts)
    bare = [draft.facts for draft in drafts if draft.facts.venue is None]
    found = [
        (facts, match)
        for facts in bare
        for note in facts.notes
        if (match := _NAME_AND_YEAR.fullmatch(note) or _YEAR_AND_NAME.fullmatch(note)) and facts.year in (None, _year_of(match))
    ]
    if stated < max(_LEAST_ALIKE, _SHARE_ALIKE * (stated + len(found))):
        return
    for facts, match in found:
        has_names = bool(facts.authors) or "'" in match[0]
        if facts.venue is None and may_name_venue(match["name"], has_names=has_names):
            facts.venue, facts.year = LocatedText.at(match["name"], 0), _year_of(match)
            facts.notes.remove(match[0])


def _year_of(match: re.Match[str]) -> int:
    return int(match["year"]) if match["year"] else 2000 + int(match["short"])


def _read_venues_in_italics(drafts: Sequence[DraftEntry]) -> None:
    """Take a short name in italics, beside a year, for a venue, where nearly all entries of a list have theirs in italics."""
    dated = [draft.facts for draft in drafts if draft.facts.year is not None and draft.facts.italics]
    stated = sum(
        each.venue is not None and any(text.span[0] <= each.venue.span[0] < text.span[1] for text in each.italics) for each in dated
    )
    bare = [each for each in dated if each.venue is None and len(each.italics) == 1 and _NAME.fullmatch(each.italics[0].string)]
    if stated < max(_LEAST_ALIKE, _SHARE_ALIKE * len(dated)):
        return
    for each in bare:
        if (name := each.italics[0].string) in each.notes and may_name_venue(name) and not _WORD.fullmatch(name):
            each.venue = each.italics[0]
            each.notes.remove(name)


def _first_link(draft: DraftEntry) -> Run | None:
    """Return the first link of a record but that of its title."""
    runs = (run for row in draft.cut.rows for run in row.runs if run.kind is RunKind.LINK and run.text.strip())
    return next((run for run in runs if not run.start <= draft.title.span[0] < run.end), None)


def _part_last_names(drafts: Sequence[DraftEntry]) -> None:
    """Take what the titles of a list end with for names, where nearly all entries that name nobody elsewhere end so."""
    for mark, share in _SHARES_OF_NAMES.items():
        parted = [
            (draft, place, names)
            for draft in drafts
            if (place := draft.title.string.rfind(mark)) > 0 and (names := _last_names(draft, place, mark))
        ]
        sure = {id(draft) for draft, _, names in parted if all(is_name(each.string) and is_person(each.string) for each in names.names)}
        nameless = sum(not draft.has_names and id(draft) not in sure for draft in drafts)
        if len(sure) < max(_LEAST_ALIKE, share * (len(sure) + nameless)):
            continue
        for draft, place, names in parted:
            if id(draft) in sure or (mark == " by " and len(names.names) == 1 and names.text.string.istitle()):
                _take_names(draft, place, names)
        if mark == ", ":
            _part_venues(drafts)


def _last_names(draft: DraftEntry, place: int, mark: str) -> Names | None:
    """Return the names that the title of a draft has behind a mark at its end, where enough words stand before it."""
    text = draft.title.cut(place + len(mark)).strip()
    if len(draft.title.string[:place].split()) < _SHORTEST_TITLE or not (mark == " by " or is_name(text.string)):
        return None
    return read_names(text, is_labelled=True) if text.string[:1].isupper() else None


def _take_names(draft: DraftEntry, place: int, names: Names) -> None:
    """Take the names at the end of a title for authors, before those that follow it."""
    facts = draft.facts
    draft.title = draft.title.cut(0, place).strip(" ,.")
    facts.authors, facts.authors_text = [*names.names, *facts.authors], [names.text, *facts.authors_text]
    facts.is_cut_off = facts.is_cut_off or names.is_cut_off


def _part_venues(drafts: Sequence[DraftEntry]) -> None:
    """Part a name from the venue that it stands before (``ADA BYRON, Journal of Bells``)."""
    for draft in drafts:
        for stated in (draft.facts, draft.published):
            if stated.venue is None or draft.has_names:
                continue
            place = stated.venue.string.find(", ")
            if place > 0 and is_name(stated.venue.string[:place].title()):
                name = stated.venue.cut(0, place)
                stated.venue = stated.venue.cut(place + 2)
                draft.facts.authors, draft.facts.authors_text = [name], [name]
