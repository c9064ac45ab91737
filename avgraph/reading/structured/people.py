"""Read the people of a record and the institutions that it gives them, in the order of the file."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from avgraph.reading.fields.institutions import is_institution
from avgraph.reading.fields.names import split_names, split_plain_names
from avgraph.reading.structured.latex import decode_latex, has_accents
from avgraph.reading.structured.nodes import Fields, Items, Node, Scalar, texts
from avgraph.reading.words import is_nothing

_AND = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_SEMICOLON = re.compile(r"\s*;\s*")
_REST = re.compile(r"(?:and\s+)?(?:others?|et\.?\s?al\.?|et\s+alii|\.\.\.|…|等)\.?", re.IGNORECASE)
_SUFFIX = re.compile(r"(?:jr|sr|ii|iii|iv)\.?", re.IGNORECASE)
_ORGANISATION = re.compile(r"\b(?:inc|ltd|llc|gmbh|corp|co)\.?$", re.IGNORECASE)
_FULL_STOP = re.compile(r"(?<=[a-z][a-z])(?<!\b[JS]r)(?<!\bal)\.\s*$")
_FAMILY_AND_INITIALS = re.compile(r"([^\W\d_][^\s.,]+(?: [^\W\d_][^\s.,]+){0,2}) ((?:[A-Z\u00c0-\u00de]\.-?)+)")
_PLACED = re.compile(r"(?P<name>[^()\[\]]*[^\W\d_][^()\[\]]*?)\s*[(\[](?P<place>[^()\[\]]{1,100})[)\]]")
"""``Ada Byron (MIT)``"""
_NAME_LIMIT = 120
_LONGEST_TEXT = 20_000
"""Characters of a text from which the style is told."""
_GIVEN = ("given", "first", "firstname", "first_name", "given_name", "givenname", "given names", "forename")
_FAMILY = ("family", "last", "lastname", "last_name", "family_name", "familyname", "surname")
_WHOLE = ("name", "literal", "display_name", "full_name", "fullname", "author", "author_name", "label", "raw_author_name", "text")
_AFFILIATIONS = ("affiliation", "affiliations", "institution", "institutions", "organization", "organisation", "org", "university")


@dataclass(slots=True)
class People:
    """The authors of a record."""

    names: list[tuple[str, int]] = field(default_factory=list)
    """Each with the offset where it is printed."""
    institutions: list[tuple[int, str, int]] = field(default_factory=list)
    """Which author, counted from 0, belongs to which institution, and its offset."""
    is_cut_off: bool = False
    as_listed: str = ""


@dataclass(frozen=True, slots=True)
class NameStyle:
    """How a file parts the names that stand in one text."""

    is_bibtex: bool = False
    """Byron, Ada and Tring, Alan: "and" parts people, a comma the names of one."""
    has_semicolons: bool = False
    """Byron, Ada; Tring, Alan."""


def name_style(column: Iterable[str]) -> NameStyle:
    """Return how the texts of a column part names, as most of those do that tell.

    >>> name_style(["Byron, Ada and Tring, Alan", "Lewis, J. P."])
    NameStyle(is_bibtex=True, has_semicolons=False)
    """
    pairs = plain = semicolons = commas = 0
    for text in column:
        parts = _AND.split(text) if len(text) < _LONGEST_TEXT else [text]
        named = [part for part in parts if not _REST.fullmatch(part.strip())]
        if len(parts) > 1:
            is_paired = all(1 <= part.count(",") <= 2 for part in named)
            pairs, plain = pairs + is_paired, plain + (not is_paired)
        else:
            plain += text.count(",") > 2
        semicolons += ";" in text
        commas += ";" not in text and text.count(",") > 1
    return NameStyle(pairs > plain, semicolons > commas)


def read_people(node: Node, style: NameStyle) -> People:
    """Return the people of an author field: a text, a list of texts, a list of mappings.

    >>> read_people(Scalar("Byron, Ada and others", 0, 21), NameStyle(is_bibtex=True)).names
    [('Ada Byron', 0)]
    """
    people = People(as_listed="; ".join(_printed(node)))
    if isinstance(node, Items):
        items = node.items
    else:
        items = []
        if isinstance(node, Scalar):
            _add_text(people, node, style)
        elif not any(isinstance(value, Fields | Items) for _, value in node.pairs) and node.get(*_WHOLE, *_FAMILY):
            items = [node]
        else:
            items = [value for _, value in node.pairs]
    scalars = [each for each in items if isinstance(each, Scalar) and each.text.strip()]
    is_alone = len(scalars) == 1 and len(items) == 1 and _holds_several(scalars[0].text)
    for each in items:
        if isinstance(each, Fields):
            _add_mapping(people, each)
        else:
            for scalar in texts(each):
                if is_alone:
                    _add_text(people, scalar, style)
                else:
                    _add_name(people, scalar.text, scalar.start)
    return people


def _holds_several(text: str) -> bool:
    return text.count(",") > 1 or ";" in text or _AND.search(text) is not None


def _printed(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield " ".join(node.text.split())
    elif isinstance(node, Items):
        for each in node.items:
            yield from _printed(each)
    else:
        whole = node.get(*_WHOLE)
        if isinstance(whole, Fields):
            yield from _printed(whole)
            return
        parts = [part.text for key in (_WHOLE, _FAMILY, _GIVEN) if isinstance(part := node.get(*key), Scalar) and part.text]
        suffix = node.get("suffix")
        yield ", ".join(dict.fromkeys([*parts, *([suffix.text] if isinstance(suffix, Scalar) and suffix.text else [])]))


def _add_text(people: People, scalar: Scalar, style: NameStyle) -> None:
    """Add the names of a text that holds several."""
    text = decode_latex(scalar.text) if has_accents(scalar.text) else scalar.text
    if style.is_bibtex or style.has_semicolons:
        separator = _AND if style.is_bibtex and ";" not in text else _SEMICOLON
        parts = [part for part in separator.split(text) if part.strip(" ,")]
        for part in parts:
            _add_name(people, part, scalar.start)
        return
    text = _FULL_STOP.sub("", text)
    plain_names = split_plain_names(text)
    names, is_cut_off = (plain_names, False) if plain_names else split_names(text)
    for name in names:
        _add_placed(people, name, scalar.start)
    people.is_cut_off |= is_cut_off


def _add_name(people: People, text: str, start: int) -> None:
    """Add one name, as ``Given Family``; "others" says that there are more."""
    bare = " ".join((decode_latex(text) if has_accents(text) else text).split()).strip(" ,;")
    if _REST.fullmatch(bare):
        people.is_cut_off = True
        return
    placed = _PLACED.fullmatch(bare)
    turned = turn_name(placed["name"].strip(" ,")) + f" ({placed['place']})" if placed else turn_name(bare)
    if any(map(str.isalpha, turned)) and len(turned) <= _NAME_LIMIT and not is_nothing(turned):
        _add_placed(people, turned, start)


def _add_placed(people: People, name: str, start: int) -> None:
    """Add one name and where the bracket after it says that the person works; any other bracket is no part of the name."""
    placed = _PLACED.fullmatch(name)
    if placed and is_institution(placed["place"]):
        people.institutions.append((len(people.names), placed["place"].strip(), start))
    people.names.append((placed["name"].strip() if placed else name, start))


def turn_name(name: str) -> str:
    """Return a name with the given names first.

    >>> turn_name("van den Oord, A."), turn_name("Downey, Jr., Robert"), turn_name("Downey, Robert, Jr."), turn_name("Bells, Inc."), turn_name("Byron A.")
    ('A. van den Oord', 'Robert Downey Jr.', 'Robert Downey Jr.', 'Bells, Inc.', 'A. Byron')
    """
    if match := _FAMILY_AND_INITIALS.fullmatch(name):
        return f"{match[2]} {match[1]}"
    parts = [part.strip() for part in name.split(",")]
    if not 2 <= len(parts) <= 3 or not all(parts) or _ORGANISATION.search(name):
        return name
    if len(parts) == 2:
        return name if _SUFFIX.fullmatch(parts[1]) else f"{parts[1]} {parts[0]}"
    place = next((place for place in (1, 2) if _SUFFIX.fullmatch(parts[place])), None)
    return name if place is None else f"{parts[3 - place]} {parts[0]} {parts[place]}"


def _add_mapping(people: People, node: Fields) -> None:
    """Add a person that is a mapping: a whole name, or its parts; and where it belongs."""
    whole = node.get(*_WHOLE)
    if isinstance(whole, Fields):
        place = len(people.names)
        _add_mapping(people, whole)
        _add_institutions(people, node, place)
        return
    parts = [part.text.strip() if isinstance(part := node.get(*keys), Scalar) else "" for keys in (_GIVEN, _FAMILY)]
    particle = node.get("non-dropping-particle", "dropping-particle", "prefix", "middle", "middlename", "middle_name")
    if isinstance(particle, Scalar) and particle.text.strip():
        parts.insert(1, particle.text.strip())
    suffix = node.get("suffix")
    parts += [suffix.text.strip()] if isinstance(suffix, Scalar) else []
    kind = node.get("creatortype", "role", "contributor_type")
    if isinstance(kind, Scalar) and kind.text.casefold() not in ("author", "", "first", "middle", "last", "podcaster", "presenter"):
        return
    place = len(people.names)
    if any(parts):
        name = " ".join(filter(None, parts))
        if _REST.fullmatch(name):
            people.is_cut_off = True
        elif any(map(str.isalpha, name)) and len(name) <= _NAME_LIMIT:
            people.names.append((" ".join(name.split()), node.start))
    elif isinstance(whole, Scalar):
        is_literal = node.get("literal") is whole
        bare = " ".join(whole.text.split())
        if is_literal and bare and not _REST.fullmatch(bare):
            people.names.append((bare[:_NAME_LIMIT], whole.start))
        else:
            _add_name(people, whole.text, whole.start)
    _add_institutions(people, node, place)


def _add_institutions(people: People, node: Fields, place: int) -> None:
    if len(people.names) <= place:
        return
    for key, value in node.pairs:
        if key.text.casefold() in _AFFILIATIONS:
            people.institutions += [(place, name, start) for name, start in institution_names(value)]


def institution_names(node: Node) -> Iterator[tuple[str, int]]:
    """Yield the names of organisations that are texts, or mappings with a name, each with its offset."""
    if isinstance(node, Scalar):
        if node.text.strip() and not is_nothing(node.text):
            yield " ".join(node.text.split()), node.start
    elif isinstance(node, Items):
        for each in node.items:
            yield from institution_names(each)
    else:
        inner = node.get("name", "display_name", "institution", "title", "label", "text")
        if inner is not None:
            yield from institution_names(inner)
