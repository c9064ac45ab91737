"""Decide once for a list where its titles stand: each record takes the best source it has."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from avgraph.reading.fields.headers import field_of_header
from avgraph.reading.records.candidates import Candidate
from avgraph.reading.records.record import Record

_OWN = 0.35
"""Weight of how much a candidate is like a title itself, beside the standing of its source."""
_LEAST = 0.12
"""What is less like a title than this is none."""
_SECTION_WEIGHT = 12
"""As many records of the whole list weigh as much as those of one section."""

_PRIOR = {"link": 0.12, "bold": 0.1, "quoted": 0.14, "link+": 0.04, "plain": 0.0, "italic": -0.05, "citation": 0.0, "bracket": 0.05}
"""What is marked as a title is one rather than what is not."""
_LATER = -0.1
"""What is said of a candidate in a later row: the title stands in the first row of a record, where that has one."""

Standing = Mapping[str, float]
"""By source, how much it names titles, on average over all records."""


def choose_titles(records: Sequence[Record], candidates: Sequence[Sequence[Candidate]]) -> list[Candidate | None]:
    """Return the title of each record, or None where it has none."""
    groups: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        groups[record.kind.value, *record.headers].append(index)
    titles: list[Candidate | None] = [None] * len(records)
    for members in groups.values():
        whole = _standing(candidates, members)
        sections: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in members:
            sections[records[index].heading].append(index)
        for section in sections.values():
            own = _standing(candidates, section)
            share = len(section) / (len(section) + _SECTION_WEIGHT)
            for index in section:
                titles[index] = _best(candidates[index], whole, own, share)
    return titles


def _standing(candidates: Sequence[Sequence[Candidate]], members: Sequence[int]) -> Standing:
    """Return the standing of each source, and of each place of a row (its name and a space)."""
    sums: Counter[str] = Counter()
    for index in members:
        places: dict[str, float] = {}
        for each in candidates[index]:
            sums[each.source] += each.likeness
            place = _place(each.source)
            places[place] = max(places.get(place, 0.0), each.likeness)
        sums.update(places)
    return {source: total / len(members) for source, total in sums.items()}


def _place(source: str) -> str:
    """Return the header of a cell, or the place of a row."""
    header, tab, _ = source.partition("\t")
    return header + tab if tab else source.rpartition(" ")[0] + " "


def _best(candidates: Sequence[Candidate], whole: Standing, own: Standing, share: float) -> Candidate | None:
    best, highest = None, 0.0
    for each in candidates:
        place = _place(each.source)
        standing = (1 - share) * (whole[each.source] + whole[place]) + share * (own[each.source] + own[place])
        score = standing + _OWN * each.likeness + _header_bonus(each.source) + _prior(each.source)
        if each.likeness >= _LEAST and score > highest:
            best, highest = each, score
    return best


def _prior(source: str) -> float:
    place, _, name = source.rpartition("\t")[2].rpartition(" ")
    return _PRIOR[name] + (_LATER if place in ("nested", "next") else 0.0)


def _header_bonus(source: str) -> float:
    """Return what the header of a column says of the cell: a column Title holds titles, a column Venue none."""
    header, tab, _ = source.partition("\t")
    if not tab:
        return 1.0 if source.startswith("label ") else 0.0
    field = field_of_header(header)
    return (
        0.0
        if field is None
        else 1.0
        if field == "title"
        else 0.2
        if field == "name"
        else -1.0
        if field not in ("paper", "link", "notes", "project")
        else -0.05
    )
