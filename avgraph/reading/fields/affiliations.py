"""Read institutions where a list states them, and tie people to them by footnote marks and brackets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from avgraph.places.address import is_town, names_place
from avgraph.reading.fields.dates import PrintedDate, find_dates
from avgraph.reading.fields.institutions import is_institution, is_short_institution, mentions_institution
from avgraph.reading.fields.organisations import LEGAL_FORM, is_organisation, locate_glued, locate_organisations, names_organisation
from avgraph.reading.fields.people import Names, read_names
from avgraph.reading.fields.person import is_person, strip_marks
from avgraph.reading.fields.published import Published, read_slot
from avgraph.reading.fields.venues import is_listed_venue, is_venue
from avgraph.reading.markdown.footnotes import RAISED, RAISED_END, read_marks
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.words import is_nothing, load_words
from avgraph.text.folding import fold

_RAISED = re.compile(
    rf"{RAISED}(?P<mark>[^{RAISED_END}]*){RAISED_END}|(?P<superscript>[\u00b2\u00b3\u00b9\u2070-\u2079]+(?:,[\u00b2\u00b3\u00b9\u2070-\u2079]+)*)"
)
_NUMBERED = re.compile(r"(?:^|(?<=[\s,;]))[(\[]?(?P<mark>\d{1,2})[)\].:]?\s?(?=[A-Z\u00c0-\u00de])")
_IN_BRACKETS = re.compile(r"\[([^\[\]]{1,200})\]")
_COMMA = re.compile(r"\s*(?:,|\s/\s|\s\+\s)\s*")
_AND = re.compile(r"\s+(?:&|and)\s+|\s*/\s*")
_ET_AL = re.compile(r"\s*\bet\.? al\b\.?|\betc\.?$|(?<=\s)\u7b49\s*$|\?\s*$", re.IGNORECASE)
_LEGAL = re.compile(rf"{LEGAL_FORM}\.?", re.IGNORECASE)
_UNIT = re.compile(
    r"(?:the\s+)?(?:institutes?|school|departments?|dept\.?|faculty|college|division|cent(?:er|re)|laborator(?:y|ies)|lab|group)\b(?!\s+of\s+technology)",
    re.IGNORECASE,
)
_DEPARTMENT = re.compile(r"(?:the\s+)?(?:school|departments?|dept\.?|faculty|division|group)\b", re.IGNORECASE)
_MOTHER = re.compile(r"\b(?:CAS|CNRS|CSIC|INSERM|Academy of (?:Medical |Social )?Sciences)$")
"""Organisations of which many institutes are part, whose own names may begin with a town."""
_MAY_BE_UNIT = re.compile(r"\b(?:institutes?|laborator(?:y|ies)|lab|cent(?:er|re))\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\W*\d{1,3}\b|(?<!\d)\d{1,2}\W*$")
_PUBLISHER = re.compile(
    rf"\b(?:press|publishers?|publishing|verlag|books)\W*$|\b(?:{'|'.join(map(re.escape, load_words('venues')['book_publishers']))})\b",
    re.IGNORECASE,
)
_TOWN = re.compile(r"college (?:park|station)\b", re.IGNORECASE)
_CAMPUSES = re.compile(r"\b(?:university of california|uc)$", re.IGNORECASE)
"""What is followed by one of its campuses, whatever else that names."""
_NAMES_END = re.compile(r"(?:\bet\.?\s?al\b\.?,?|(?<=[^\W\d_][a-z])[.;])\s+(?=[A-Z])")
_INITIALS_BEHIND = (
    r"(?:[a-z]{2,3} ){0,2}[A-Z\u00c0-\u00de\u0100-\u017f][\w'\u2019-]+(?: [A-Z\u00c0-\u00de][\w'\u2019-]+)? [A-Z](?:[ -]?[A-Z]){0,2}"
)
_NAMES_WITH_INITIALS = re.compile(rf"(?P<by>by )?(?P<names>{_INITIALS_BEHIND}(?:, {_INITIALS_BEHIND}){{0,60}})\.\s+(?=[A-Z\d])")
_VENUE_AND_NAMES = re.compile(
    r"[\s,.;:]*(?:\((?P<first>(?:19|20)\d\d)\)[\s,]*)?"
    r"[\s,.;:]*(?P<venue>[A-Z][^,;:]{1,58}?(?P<year> (?:19|20)\d\d)?),\s+(?P<names>[A-Z].{2,200}\bet\.? al\b\W{0,3})"
)
_DATED_REST = re.compile(r"(?:[^\s,.]+ [^,.]+, )?(?:19|20)\d\d\W*$")
_EDGE = " \t\n,;.:*|&"
_LONGEST, _LONGEST_FREE = 4_000, 400
_LONGEST_PLACE = 3
"""Most words of a place or short institution that is not known."""


@dataclass(slots=True, eq=False)
class Institution:
    """An institution as a list states it."""

    name: LocatedText
    marks: frozenset[str] = frozenset()
    """The footnote marks beside it."""


def read_institutions(text: LocatedText, *, is_labelled: bool = False, is_after_names: bool = False) -> list[Institution] | None:
    """Return the institutions that a text lists; None where it lists none: a text without label has to be nothing else, but for half of it after names.

    >>> [each.name.string for each in read_institutions(LocatedText.at("PKU, Tencent, Some University", 0))]
    ['PKU', 'Tencent', 'Some University']
    >>> read_institutions(LocatedText.at("Ada Byron, Di Hu", 0)) is None
    True
    """
    if not (len(text.string) <= _LONGEST if is_labelled else _may_list(text.string)):
        return None
    institutions = _marked(text, _RAISED) or _numbered(text) or [Institution(name) for name in _listed(text)]
    institutions = [each for each in institutions if any(map(str.isalpha, each.name.string)) and not is_nothing(each.name.string)]
    if not institutions:
        return None
    if is_labelled:
        return institutions
    certain = sum(_is_certain(each.name.string) for each in institutions)
    no_venue = not any(is_venue(each.name.string) for each in institutions)
    least = len(institutions) / 2 if is_after_names else len(institutions) * 2 / 3
    return institutions if certain >= least and no_venue and len(text.string) <= 100 * len(institutions) else None


def _is_certain(name: str) -> bool:
    """Tell whether a text is surely the name of an institution, also with its place (``MBZUAI Abu Dhabi``)."""
    first, _, rest = name.partition(" ")
    return is_organisation(name) or is_short_institution(name) or (is_short_institution(first.rstrip(",")) and names_place(rest))


def part_cited(text: LocatedText) -> tuple[Names, LocatedText, Published | None] | None:
    """Return the names that a text opens with, initials behind them and a full stop after them (one name only after "by"), and what follows.

    Or the venue that it opens with and the names after it, which end with "et al."; None for any other text.

    >>> names, rest, _ = part_cited(LocatedText.at("by Byron A, van Dorn C B. Journal of Bells, 2012", 0))
    >>> [name.string for name in names.names], rest.string
    (['A Byron', 'C B van Dorn'], 'Journal of Bells, 2012')
    >>> names, _, slot = part_cited(LocatedText.at("BELL/TOLL 2018, Byron, Ada, et al.", 0))
    >>> names.names[0].string, slot.venue.string, slot.year
    ('Ada Byron', 'BELL/TOLL', 2018)
    """
    match = _NAMES_WITH_INITIALS.match(text.string)
    if match is not None and ("," in match["names"] or (match["by"] and _DATED_REST.match(text.string, match.end()))):
        names = read_names(text.cut(*match.span("names")), is_labelled=True)
        return (names, text.cut(match.end()), None) if names is not None else None
    match = _VENUE_AND_NAMES.fullmatch(text.string) if "al" in text.string[-6:] else None
    if match is None or is_person(match["venue"]):
        return None
    slot = read_slot(text.cut(*match.span("venue")), is_labelled=match["year"] is not None or is_listed_venue(match["venue"]))
    names = read_names(text.cut(*match.span("names"))) if slot is not None and slot.venue is not None else None
    if names is None or slot is None:
        return None
    return (
        names,
        text.cut(len(text.string)),
        Published(slot.venue, slot.year or (int(match["first"]) if match["first"] else None), slot.date),
    )


def part_names(text: LocatedText) -> tuple[Names, list[Institution], LocatedText, PrintedDate | None] | None:
    """Return the names that a text opens with, the institutions after a full stop or "et al.", their text, and a date at the end; None for any other.

    >>> names, institutions, _, date = part_names(LocatedText.at("Ada Byron et al. KAIST. May 2017", 0))
    >>> names.names[0].string, institutions[0].name.string, date.iso
    ('Ada Byron', 'KAIST', '2017-05')
    """
    if not _NAMES_END.search(text.string[:_LONGEST_FREE]) or not mentions_institution(text.string):
        return None
    dates = find_dates(text.string)
    date = dates[-1] if dates and not text.string[dates[-1].end :].strip(_EDGE) else None
    text = text.cut(0, date.start).rstrip(_EDGE) if date else text
    for match in _NAMES_END.finditer(text.string[:_LONGEST_FREE]):
        names = read_names(text.cut(0, match.end()).rstrip(" ,;"))
        institutions = read_institutions(text.cut(match.end()), is_after_names=True) if names is not None else None
        if names is not None and institutions is not None:
            return names, institutions, text.cut(match.end()), date
    return None


def _may_list(text: str) -> bool:
    """Tell cheaply whether a text without label may list institutions: it is short, mentions one, and names no publisher."""
    has_capital = len(text) <= _LONGEST_FREE and any(map(str.isupper, text[:200]))
    return has_capital and _PUBLISHER.search(text) is None and mentions_institution(text)


def _marked(text: LocatedText, pattern: re.Pattern[str]) -> list[Institution]:
    """Return institutions each of which has a footnote mark before it, or after it."""
    matches = list(pattern.finditer(text.string))
    if not matches:
        return []
    marks = [frozenset(read_marks(next(group for group in match.groups() if group is not None))) for match in matches]
    is_before = not text.string[: matches[0].start()].strip(_EDGE)
    ends = [match.start() for match in matches[1:]] + [len(text.string)] if is_before else [match.start() for match in matches]
    starts = [match.end() for match in matches] if is_before else [0] + [match.end() for match in matches[:-1]]
    names = [_bare(text.cut(start, end)) for start, end in zip(starts, ends, strict=True)]
    return [Institution(name, own) for name, own in zip(names, marks, strict=True) if name.string]


def _numbered(text: LocatedText) -> list[Institution]:
    """Return institutions that are numbered from 1 on (``1 X University, 2 Y Inc``)."""
    matches = list(_NUMBERED.finditer(text.string))
    if len(matches) < 2 or [int(match["mark"]) for match in matches] != list(range(1, len(matches) + 1)) or matches[0].start() > 1:
        return []
    return _marked(text, _NUMBERED)


def _bare(text: LocatedText) -> LocatedText:
    bare = text.fold_spaces().strip(_EDGE) if text.string else text
    return bare if is_short_institution(bare.string) else strip_marks(bare)


def _listed(text: LocatedText) -> list[LocatedText]:
    inside = list(_IN_BRACKETS.finditer(text.string))
    if inside and not _IN_BRACKETS.sub("", text.string).strip(_EDGE):
        return [text.cut(*match.span(1)).strip() for match in inside]
    return [name for part in locate_organisations(text.sub(_ET_AL, "")) for name in part_at_commas(part)]


def part_at_commas(text: LocatedText, *, joins_unknown: bool = True) -> list[LocatedText]:
    """Return the institutions in a text; a comma stands within a name before a place, a legal form, or what a unit belongs to.

    Without `joins_unknown` what follows an institution and is no known place is an institution as well: the commas of the list part those.

    >>> text = LocatedText.at("University of Nowhere, Quillworks, Oslo, Norway", 0)
    >>> [each.string for each in part_at_commas(text, joins_unknown=False)]
    ['University of Nowhere', 'Quillworks, Oslo, Norway']
    """
    ends = [match.span() for match in _COMMA.finditer(text.string)]
    bounds = zip([0, *(end for _, end in ends)], [*(start for start, _ in ends), len(text.string)], strict=True)
    spans = [span for span in bounds if _names_anything(text.string[slice(*span)])]
    pieces = [text.string[slice(*span)] for span in spans]
    groups = [[span] for span in spans[:1]]
    for span, before, comma in zip(spans[1:], pieces, read_commas(pieces), strict=False):
        if comma in (Comma.WITHIN, Comma.PLACE) or (
            comma is Comma.UNKNOWN
            and joins_unknown
            and names_organisation(before)
            and not (before.isupper() or is_short_institution(before))
        ):
            groups[-1].append(span)
        else:
            groups.append([span])
    # One number alone is part of its name (``CSIRO Data61``); several are marks of footnotes.
    is_numbered = len(spans) == 1 or sum(_NUMBER.search(piece) is not None for piece in pieces) != 1
    names: list[LocatedText] = []
    for group in groups:
        name = text.cut(group[0][0], group[-1][1])
        names += locate_glued(name.strip(), frozenset()) if len(group) > 1 else [_bare(name) if is_numbered else name.strip(_EDGE)]
    return [part for name in names if name.string for part in _part_at_and(name)]


def _part_at_and(name: LocatedText) -> list[LocatedText]:
    """Return the institutions of which a name is made that are surely two (``CMU & Microsoft``, ``Institute of Arts and Crafts`` is one)."""
    parts = name.split(_AND)
    are_two = len(parts) > 1 and all(_is_certain(part.string) for part in parts) and not _UNIT.match(name.string)
    return parts if are_two else [name]


def _names_anything(text: str) -> bool:
    return not is_nothing(text) and (any(map(str.isalpha, text)) or names_place(text))


class Comma(Enum):
    """What a comma between two stretches of institutions does."""

    BETWEEN = auto()
    """It parts two institutions."""
    WITHIN = auto()
    """It stands within a name: before a legal form, a campus, or what a unit belongs to."""
    PLACE = auto()
    """It stands before the place of an institution."""
    UNKNOWN = auto()
    """A short institution or a place that is not known follows."""


def read_comma(left: str, right: str, after: str = "") -> Comma:
    """Return what a comma does between two stretches; `after` is the stretch after them.

    >>> read_comma("Korea University", "KAIST").name, read_comma("Korea University", "Seoul").name, read_comma("Korea University", "Quill").name
    ('BETWEEN', 'PLACE', 'UNKNOWN')
    >>> read_comma("Microsoft", "Cambridge").name, read_comma("Microsoft", "Cambridge", "UK").name
    ('BETWEEN', 'PLACE')
    """
    is_organisation_right = names_organisation(right)
    if _LEGAL.fullmatch(right) or (_MOTHER.search(right) and _MAY_BE_UNIT.search(left)):
        return Comma.WITHIN
    if (is_organisation_right or is_short_institution(right)) and (
        _DEPARTMENT.match(left) or (_UNIT.match(left) and not _UNIT.match(right))
    ):
        return Comma.WITHIN
    if _TOWN.match(right) or (_CAMPUSES.search(left) and not is_organisation_right):
        return Comma.WITHIN
    if not is_organisation_right and is_town(right) and (fold(right) in fold(left).split() or (names_place(after) and not is_town(after))):
        return Comma.PLACE
    if is_organisation_right or is_institution(right) or _is_certain(right):
        return Comma.BETWEEN
    if names_place(right):
        return Comma.PLACE
    return Comma.BETWEEN if right.isupper() or len(right.split()) > _LONGEST_PLACE else Comma.UNKNOWN


def read_commas(pieces: Sequence[str]) -> list[Comma]:
    """Return what the comma before each piece but the first does."""
    return [read_comma(*each) for each in zip(pieces, pieces[1:], [*pieces[2:], ""], strict=False)]


def tie(names: Sequence[Names], institutions: list[Institution]) -> tuple[list[LocatedText], list[tuple[int, int]]]:
    """Return the institutions, those in brackets after names included, and which name belongs to which by their indices."""
    if not institutions and not any(group.institutions for group in names):
        return [], []
    texts = [each.name for each in institutions]
    pairs: list[tuple[int, int]] = []
    places: dict[str, int] = {}
    for index, text in enumerate(texts):
        places.setdefault(fold(text.string), index)
    known = frozenset().union(*(each.marks for each in institutions))
    offset = 0
    for group in names:
        for index, marks in enumerate(group.marks):
            # Raised digits stand without a comma: ¹² is 1 and 2 where there is no 12.
            single = marks | {digit for mark in marks if mark.isdigit() and mark not in known for digit in mark}
            pairs += [(offset + index, place) for place, each in enumerate(institutions) if each.marks & single]
        for index, text in group.institutions:
            for part in _listed(text):
                if (key := fold(part.string)) not in places:
                    places[key] = len(texts)
                    texts.append(part)
                pairs.append((offset + index, places[key]))
        offset += len(group.names)
    return texts, sorted(set(pairs))
