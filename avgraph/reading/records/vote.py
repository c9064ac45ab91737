"""Find what can be the title of each record, and decide once for a list where its titles stand: each record takes the best source it has."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import lru_cache

from avgraph.reading.headers import field_of_header
from avgraph.reading.likeness import DOUBTFUL, looks_like_names, may_be_title, title_likeness
from avgraph.reading.records.candidates import row_candidates
from avgraph.reading.records.example import Example
from avgraph.reading.records.record import Record, RecordKind
from avgraph.reading.records.row_text import Candidate, label_end
from avgraph.reading.records.shape import Shape

_OWN = 0.35
"""Weight of how much a candidate is like a title itself, beside the standing of its source."""
_LEAST = 0.12
"""What is less like a title than this is none."""
_USUAL = 0.4
"""Where a source is so much like titles over a whole list, a text of it that could be names as well is a title."""
_LEAST_OF_TABLE = 0.3
"""A column that is less like titles on average holds none."""
_LINKED = 0.15
"""What is said for the first row of a record where the link stands in it, against a remark below."""
_CLEAR = 0.4
_CITING = 0.25
"""What part of the records of a list are citations if it cites."""
_MOST = 0.75
"""Where so many records begin with one name and a full stop, that is who wrote them."""
_INITIALED = re.compile(r"(?:^|(?<=[\s,.-]))[A-Z](?:[.,]|[A-Z]?[,.](?=\s))")
"""An initial, as names have it."""
_GOES_ON = 0.5
"""Where so many of the links before a colon are short names (`_SHORT`), titles go on after the colon, whatever they begin with."""
_SHORT = 0.3
_SECTION_WEIGHT = 12
"""As many records of the whole list weigh as much as those of one section."""

_PRIOR = {"link": 0.12, "bold": 0.1, "quoted": 0.14, "link+": 0.04, "plain": 0.0, "italic": -0.05, "citation": 0.0, "bracket": 0.05}
"""What is marked as a title is one rather than what is not."""
_LATER = -0.1
"""What is said of a candidate in a later row: the title stands in the first row of a record, where that has one."""

_MOST_ROWS = 6
"""Rows of a record in which its title is looked for."""
_NO_TITLES = -1.0
"""Bonus of a column that holds no titles."""
_BONUSES = {"title": 1.0, "name": 0.2, "paper": -0.05, "link": -0.05, "notes": -0.05, "project": -0.05}
_COUNTED = re.compile(r"[^:,\n]{3,60}:\s+\d[\d,.]*k?(?=\s|$)")
"""``Number of bells: 1,200``, which titles nothing in an item below another."""

Standing = Mapping[str, float]
"""By source, how much it names titles, on average over all records."""


def choose_titles(
    records: Sequence[Record], candidates: Sequence[list[Candidate]], example: Example | None = None
) -> list[Candidate | None]:
    """Return the title of each record, or None where it has none; what `example` says where titles stand wins over the vote."""
    groups: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for index, record in enumerate(records):
        groups[_group(record)].append(index)
    titles: list[Candidate | None] = [None] * len(records)
    _settle_citations(candidates)
    _settle_going_on(candidates)
    for members in groups.values():
        whole = _standing(candidates, members)
        if records[members[0]].headers and not _has_titles(whole) and not (example and example.columns):
            continue
        sections: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
        for index in members:
            sections[records[index].heading].append(index)
        for section in sections.values():
            own = _standing(candidates, section)
            share = len(section) / (len(section) + _SECTION_WEIGHT)
            for index in section:
                by_example = _by_example(records[index], candidates[index], example) if example else None
                titles[index] = by_example or _best(candidates[index], whole, own, share)
    return titles


def _settle_citations(candidates: Sequence[list[Candidate]]) -> None:
    """Where a list cites papers, a text that starts with names is no title but what follows them; elsewhere one name is none (``Mask Nets: …``)."""
    sure = sum(any(each.source.endswith("citation") and each.likeness >= _CLEAR for each in own) for own in candidates)
    single = sum(any(each.source.endswith("cited") and each.row.text[: each.start].endswith(". ") for each in own) for own in candidates)
    cites = (sure >= _CITING * len(candidates) and sure > 1) or (single >= _MOST * len(candidates) and single > 2)
    for own in candidates:
        starts = {
            id(each.row): each.start
            for each in own
            if each.source.endswith(("citation", "cited")) and (cites or each.source.endswith("citation"))
        }
        if not starts and not any(each.source.endswith("cited") for each in own):
            continue
        if cites:
            own[:] = [
                each
                for each in own
                if not (each.source.endswith(("plain", "link")) and each.start < starts.get(id(each.row), 0) < each.end)
            ]
            for each in own:
                each.source = each.source.replace("cited", "citation")
        else:
            own[:] = [each for each in own if not (each.source.endswith("cited") or _holds_names(each, starts.get(id(each.row), 0)))]


def _settle_going_on(candidates: Sequence[list[Candidate]]) -> None:
    """Where most titles go on after the colon that follows a linked short name, those go on as well whose linked words could be a title alone."""
    going_on = [own for own in candidates if any(each.source == "link+" for each in own)]
    short = sum(any(each.source == "link" and each.likeness <= _SHORT for each in own) for own in going_on)
    if len(going_on) > 2 and short > _GOES_ON * len(going_on):
        for own in going_on:
            own[:] = [each for each in own if each.source != "link"]


def _holds_names(candidate: Candidate, start: int) -> bool:
    """Tell whether a plain text surely begins with names: with initials or "et al.", before the title of a citation, which starts at `start`."""
    if not candidate.source.endswith("plain") or not candidate.start < start < candidate.end:
        return False
    names = candidate.row.text[candidate.start : start]
    return len(_INITIALED.findall(names)) > 1 or names.rstrip().endswith(" et al.")


def _by_example(record: Record, candidates: Sequence[Candidate], example: Example) -> Candidate | None:
    """Return the candidate that stands where an example has the title."""
    if record.kind is not RecordKind.ROW:
        return next((each for each in candidates if each.source == example.source), None)
    if len(example.columns) != len(record.rows) or "title" not in example.columns:
        return None
    cell = record.rows[example.columns.index("title")]
    return max((each for each in candidates if each.row.row is cell), key=lambda each: each.likeness, default=None)


def _has_titles(standing: Standing) -> bool:
    """Tell whether any column of a table holds titles, and not the names of models or datasets alone."""
    return any(
        likeness >= _LEAST_OF_TABLE or _header_bonus(source.partition("\t")[0]) == 1
        for source, likeness in standing.items()
        if _header_bonus(source.partition("\t")[0]) >= -0.1
    )


def _group(record: Record) -> tuple[object, ...]:
    """Return what the records have in common whose titles stand in one place."""
    return (record.kind, record.headers, record.kind is not RecordKind.ROW and len(record.rows) > 1)


def _standing(candidates: Sequence[Sequence[Candidate]], members: Sequence[int]) -> Standing:
    """Return the standing of each source, and of each place of a row (its name and a space)."""
    sums: defaultdict[str, float] = defaultdict(float)
    for index in members:
        highest: dict[str, float] = {}
        for each in candidates[index]:
            for name in (each.source, _place(each.source)):
                highest[name] = max(highest.get(name, 0.0), each.likeness)
        for name, likeness in highest.items():
            sums[name] += likeness
    return {name: total / len(members) for name, total in sums.items()}


@lru_cache(maxsize=1 << 12)
def _place(source: str) -> str:
    """Return the header of a cell, or the place of a row."""
    header, tab, _ = source.partition("\t")
    return header + tab if tab else source.rpartition(" ")[0] + " "


def _best(candidates: Sequence[Candidate], whole: Standing, own: Standing, share: float) -> Candidate | None:
    """Return the candidate of the best source in the best place."""

    def standing(name: str) -> float:
        return (1 - share) * whole[name] + share * own[name]

    places: defaultdict[str, list[Candidate]] = defaultdict(list)
    for each in candidates:
        if each.likeness >= _LEAST or (each.likeness == DOUBTFUL and whole[each.source] >= _USUAL and _may_be_title(each)):
            places[_place(each.source)].append(each)
    if not places:
        return None
    scores = {place: standing(place) + _OWN * max(each.likeness for each in among) + _place_bonus(place) for place, among in places.items()}
    if len(scores) > 1 and " " in scores and any(run.is_link for run in places[" "][0].row.runs):
        scores[" "] += _LINKED
    best = max(scores, key=scores.__getitem__)
    if scores[best] <= 0:
        return None
    return max(places[best], key=lambda each: standing(each.source) + _OWN * each.likeness + _prior(each.source))


def _may_be_title(candidate: Candidate) -> bool:
    """Tell whether a text that could be names, or the part after the colon with which it goes on, could be a title as well."""
    text = candidate.text
    return may_be_title(text.partition(":")[2] if candidate.source == "link+" else text)


@lru_cache(maxsize=1 << 12)
def _prior(source: str) -> float:
    return _PRIOR[source.rpartition("\t")[2].rpartition(" ")[2]]


def _place_bonus(place: str) -> float:
    if place.endswith("\t"):
        return _header_bonus(place.rstrip("\t"))
    return 1.0 if place == "label " else _LATER if place != " " else 0.0


@lru_cache(maxsize=1 << 10)
def _header_bonus(header: str) -> float:
    """Return what the header of a column says of its cells: a column Title holds titles, a column Venue none."""
    field = field_of_header(header)
    return 0.0 if field is None else _BONUSES.get(field, _NO_TITLES)


def find_candidates(kind: RecordKind, shapes: Sequence[Shape]) -> list[Candidate]:
    """Return what can be the title of a record, by source and place: the header of a cell, or where the row stands."""
    candidates: list[Candidate] = []
    if kind is RecordKind.ROW:
        for shape in shapes:
            if _header_bonus(shape.row.row.header) <= _NO_TITLES:
                continue
            candidates += (each.named(f"{shape.row.row.header}\t{each.source}") for each in shape.cell_candidates)
        return candidates
    if len(shapes) > 1 and shapes[0].candidates and shapes[0].likeness < _LEAST and looks_like_names(shapes[1].row.text.strip(" \n*_,.")):
        for each in shapes[0].candidates:
            # Above names, what is like names is the title (``AI Listens Well and Hears Small Bells``).
            each.likeness = title_likeness(each.text.lower())
    for number, shape in enumerate(shapes[:_MOST_ROWS]):
        place = "" if number == 0 else "nested " if shape.row.row.depth else "next "
        if place == "nested " and _COUNTED.match(shape.row.text):
            continue
        if shape.label == "title":
            start = label_end(shape.row.text)
            candidates += (each.named(f"label {each.source}") for each in row_candidates(shape.row, start))
        elif shape.label is None or (number == 0 and (kind is RecordKind.HEADING or shape.label in ("link", "paper"))):
            candidates += (each.named(place + each.source) for each in shape.candidates) if place else shape.candidates
    return candidates
