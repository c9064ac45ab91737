"""Turn one record of a file into an entry."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from avgraph.model.entries import Entry, LinkKind
from avgraph.model.mentions import Mention, Mentions
from avgraph.model.rules import Span
from avgraph.reading.fields.organisations import locate_glued, locate_organisations
from avgraph.reading.headers import fold_header
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.structured.columns import LINK_FIELDS, Columns
from avgraph.reading.structured.nodes import FileRecord, Items, Node, Scalar, texts
from avgraph.reading.structured.people import NameStyle, People, institution_names, read_people
from avgraph.reading.structured.places import Places
from avgraph.reading.structured.values import (
    addresses,
    has_content,
    iso_date,
    kind_of,
    plain,
    read_date,
    split_keywords,
    stated_arxiv,
    title_of,
)
from avgraph.reading.structured.venues import Group, split_group, venue_and_year
from avgraph.reading.words import is_nothing
from avgraph.text.links import fold_url

_TYPE_KEYS = frozenset(("type", "entrytype", "itemtype", "kind", "typeofwork"))
_NO_PAPERS = frozenset(
    ("software", "dataset", "data", "comp", "video", "sound", "blog", "webpage", "post", "postweblog", "tool", "tools", "course", "courses",
     "tutorial", "website", "library", "repository", "repo", "blogpost", "computerprogram", "videorecording", "podcast", "proceedings", "code",
     "author", "authorship", "institution", "venue", "task", "entry")
)  # fmt: skip
"""What a record says of its type where it is no paper, folded as headers are."""
_ABOUT_PAPER = frozenset((LinkKind.PAPER, LinkKind.PROJECT, LinkKind.OTHER))
"""Kinds of links that a paper has and a bare repository or video has not."""
_NOTE_LIMIT = 2_000
_TOPIC_SEPARATOR = re.compile(r"\s*[;；|]\s*")
_PATH_SEPARATOR = re.compile(r"\s*(?:>|›|»|→|::)\s*|\s+/\s+")
_LONGEST_TITLE = 1_000
_NUMBER_OF_PREPRINT = re.compile(r"\s*(?:arxiv\s*:?\s*|abs/)\S+(?:\s*\[[\w.-]+\])?\s*", re.IGNORECASE)
_CLASSES = frozenset(("eprintclass", "primaryclass", "pubstate"))  # Where eprinttype says the place, and not the number alone.
_TAGS_OF_PREPRINT = frozenset(("archiveprefix", "eprinttype"))


@dataclass(slots=True)
class _Stated:
    """What a record states, by field, in its order."""

    by_field: defaultdict[str, list[tuple[str, Node]]] = field(default_factory=lambda: defaultdict(list))
    notes: list[str] = field(default_factory=list)
    has_preprint_tag: bool = False

    def first(self, *names: str) -> str:
        """Return the first text of the first of these fields that has one."""
        for name in names:
            for _, node in self.by_field.get(name, ()):
                for scalar in texts(node):
                    return scalar.text
        return ""


@dataclass(slots=True)
class EntryReader:
    """Reads the records of one file."""

    places: Places
    columns: Columns
    style: NameStyle
    is_citation: bool
    """Whether the format is one of citations, where a publisher is no venue."""
    used: dict[str, dict[str, None]] = field(default_factory=dict)
    """By field of an entry, the keys that it was read from."""
    cut_off: list[Span] = field(default_factory=list)
    """Where a list of authors ends with "others"."""
    known: frozenset[str] = frozenset()
    """The institutions that stand alone in the file, folded."""

    def read(self, record: FileRecord) -> Entry | None:
        """Return the entry of a record; None where it has no title."""
        stated = self._state(record)
        title = self._title(record, stated)
        if title is None:
            return None
        group = split_group(record.group)
        venue, printed, year, date = self._published(stated, group)
        links, kinds = self._links(record, stated)
        people, institutions, affiliations = self._people(record, stated)
        headings = self._headings(group.topics, stated)
        keywords = dict.fromkeys(word for _, node in stated.by_field["keywords"] for word in _keywords(node))
        summaries = [
            plain(scalar.text)
            for _, node in stated.by_field["summary"]
            for scalar in texts(node)
            if any(map(str.isalpha, scalar.text)) and has_content(scalar.text)
        ]
        first, last = self.places.lines(record.start, record.end)
        notes = [*stated.notes, *summaries[1:]]
        for name, is_there in (("keywords", keywords), ("summary", summaries)):
            if is_there:
                self._use(name, stated, name)
        tag = Mention(printed if printed != venue else "", first, 1, first, 1)
        return Entry(
            tag, venue or None, year, title, tuple(links), people, institutions, headings[0] if headings else (), first, last,
            tuple(dict.fromkeys(note for note in notes if note)), tuple(kinds), date, summaries[0] if summaries else None,
            tuple(keywords), affiliations, self._is_paper(record, kinds, venue, has_people=bool(people)), tuple(headings[1:]),
        )  # fmt: skip

    def _state(self, record: FileRecord) -> _Stated:
        """Sort the pairs of a record by what their keys name; what names no field is a note."""
        stated = _Stated()
        for key, node in record.pairs:
            name = self.columns.field(key)
            folded = fold_header(key)
            if folded in _TAGS_OF_PREPRINT and "arxiv" in stated_text(node).casefold():
                has_class = record.kind == "online" or any(fold_header(each) in _CLASSES for each, _ in record.pairs)
                stated.has_preprint_tag |= folded == "archiveprefix" or has_class
            if name in LINK_FIELDS and key not in self.columns.title_keys:
                self._state_link(stated, name, key, node)
            elif name == "name" and key not in self.columns.title_keys:
                self._state_link(stated, "paper", key, node)
            elif name in (None, "notes", "nothing"):
                self._state_note(stated, name, key, node)
            elif name in ("venue", "publisher") and read_date(stated_text(node))[1]:
                stated.by_field["date"].append((key, node))
            else:
                stated.by_field[name].append((key, node))
        return stated

    def _state_link(self, stated: _Stated, name: str, key: str, node: Node) -> None:
        if any(True for scalar in texts(node) for _ in addresses(scalar.text, name)):
            stated.by_field[name].append((key, node))
        else:
            stated.notes += [f"{key}: {plain(scalar.text)}" for scalar in texts(node) if has_content(scalar.text)][:1]

    def _state_note(self, stated: _Stated, name: str | None, key: str, node: Node) -> None:
        text = stated_text(node)
        if _NUMBER_OF_PREPRINT.fullmatch(text) and stated_arxiv(text):
            stated.by_field["arxiv"].append((key, node))
        elif name != "nothing" and text and len(text) <= _NOTE_LIMIT and has_content(text):
            stated.notes.append(plain(text) if name == "notes" else f"{key}: {plain(text)}")

    def _use(self, name: str, stated: _Stated, *fields: str) -> None:
        keys = self.used.setdefault(name, {})
        for each in fields:
            for key, _ in stated.by_field.get(each, ()):
                keys[key] = None

    def _title(self, record: FileRecord, stated: _Stated) -> Mention | None:
        by_key = {key: node for name in ("name", "title") for key, node in reversed(stated.by_field[name])}
        chosen = None
        for key in self.columns.title_keys:
            for scalar in texts(by_key.get(key)):
                title = title_of(scalar.text)
                if chosen is None and any(map(str.isalnum, title)) and len(title) <= _LONGEST_TITLE and not is_nothing(title):
                    self.used.setdefault("title", {})[key] = None
                    start = scalar.start
                    chosen = self.places.mention(title, start, max(scalar.end, record.end))
                    links = [(key, scalar)] if any(True for _ in addresses(scalar.text, "title")) else []
                    stated.by_field["link"] = [*links, *stated.by_field["link"]]
                elif chosen is not None and self.columns.field(key) == "name" and title != chosen.form:
                    stated.notes.append(f"{key}: {title}")
                break
        return chosen

    def _published(self, stated: _Stated, group: Group) -> tuple[str, str, int | None, str | None]:
        """Return venue, venue as printed, year and date."""
        names = ["venue"] if self.is_citation else ["venue", "publisher"]
        printed = plain(next((text for name in names if has_content(text := stated.first(name))), ""))
        publisher = plain(stated.first("publisher"))
        if not printed and self.is_citation and re.search(r"\b\w{2,5}xiv\b|preprint|\bssrn\b", publisher, re.IGNORECASE):
            printed = publisher
        if not printed and stated.has_preprint_tag and stated.by_field["arxiv"]:
            printed = "arXiv"
        venue, year_of_venue = venue_and_year(printed) if printed else (group.venue, None)
        year_of_venue = year_of_venue or group.year
        year, date = read_date(stated.first("date"))
        stated_year, date_of_year = read_date(stated.first("year"))
        if stated_year is not None and (date is None or not date.startswith(str(stated_year))):
            date = date_of_year or iso_date(stated_year, stated.first("month"), stated.first("day"))
        year = stated_year or year or year_of_venue
        if venue:
            self._use("venue", stated, "venue" if stated.by_field["venue"] else "publisher")
        for name, value in (("year", year), ("date", date)):
            if value:
                self._use(name, stated, "year", "date")
        return venue, printed, year, date

    def _links(self, record: FileRecord, stated: _Stated) -> tuple[list[Mention], list[LinkKind]]:
        """Return the links, those to the paper first, each page once."""
        links: list[tuple[Mention, LinkKind]] = []
        for name in LINK_FIELDS:
            for key, node in stated.by_field.get(name, ()):
                for scalar in texts(node):
                    for address in addresses(scalar.text, name):
                        mention = self.places.mention(address, scalar.start, max(scalar.end, record.end))
                        links.append((mention, kind_of(address, key, name)))
        preprint = stated_arxiv(stated.first("venue")) or stated_arxiv(stated.first("publisher"))
        if preprint:
            links.append((self.places.mention(preprint, record.start, record.end), LinkKind.PAPER))
        if links:
            self._use("links", stated, *LINK_FIELDS)
        if len(links) > 1:
            # An identifier leads to a page that a link may lead to as well.
            papers = {fold_url(each[0].form): each for each in reversed(links) if each[1] is LinkKind.PAPER}
            links = [each for each in links if each[1] is not LinkKind.PAPER or papers[fold_url(each[0].form)] is each]
            links = list({each[0].form: each for each in reversed(links)}.values())[::-1]
        ordered = sorted(links, key=lambda each: each[1] is not LinkKind.PAPER)
        return [mention for mention, _ in ordered], [kind for _, kind in ordered]

    def _people(self, record: FileRecord, stated: _Stated) -> tuple[Mentions, Mentions, tuple[tuple[int, int], ...]]:
        """Return authors, institutions, and which author belongs to which institution."""
        people = People()
        for _, node in stated.by_field["authors"]:
            each = read_people(node, self.style)
            if not people.names:
                people = each
        names = list(dict.fromkeys(name for name, _ in people.names))
        first = dict(reversed(people.names))
        if names:
            self._use("authors", stated, "authors")
        if people.is_cut_off:
            self.cut_off.append(self.places.span(record.start, record.start))
        listed: list[tuple[str, int]] = []
        for _, node in stated.by_field["institutions"]:
            listed += self._institutions(node)
        starts: dict[str, int] = {}
        for name, start in (*listed, *((name, start) for _, name, start in people.institutions)):
            starts.setdefault(name, start)
        if starts:
            self._use("institutions", stated, "institutions" if listed else "authors")
        order = {name: place for place, name in enumerate(starts)}
        author_place = {name: place for place, name in enumerate(names)}
        ties = {(author_place[people.names[author][0]], order[name]) for author, name, _ in people.institutions}
        as_listed = "; ".join(stated_text(node) for _, node in stated.by_field["institutions"]) or "; ".join(starts)
        return (
            self.places.mentions([(name, first[name]) for name in names], people.as_listed, record.end),
            self.places.mentions(list(starts.items()), as_listed, record.end),
            tuple(sorted(ties)),
        )

    def _institutions(self, node: Node) -> list[tuple[str, int]]:
        if not isinstance(node, Scalar):
            return [(plain(name), start) for name, start in institution_names(node)]
        parts = locate_organisations(LocatedText.at(plain(node.text), 0))
        return [(name.string, node.start) for part in parts for name in locate_glued(part, self.known)]

    def _headings(self, group: tuple[str, ...], stated: _Stated) -> list[tuple[str, ...]]:
        """Return the paths of topics under which a record stands: its groups, then what its fields name, one below the other where a key says so."""
        paths = [group]
        has_topic = False
        for key, node in stated.by_field["topic"]:
            below = [
                tuple(step for step in map(plain, _PATH_SEPARATOR.split(part)) if step and has_content(step))
                for scalar in texts(node)
                for part in _TOPIC_SEPARATOR.split(scalar.text)
            ]
            below = [path for path in below if path]
            is_sub = fold_header(key).startswith(("sub", "sous", "unter")) and has_topic
            if below and (is_sub or not has_topic):
                paths = [(*path, *more) for path in paths for more in below]
            elif below:
                paths += [(*group, *more) for more in below]
            has_topic = has_topic or bool(below)
        if has_topic:
            self._use("topic", stated, "topic")
        return list(dict.fromkeys(path for path in paths if path))

    def _is_paper(self, record: FileRecord, kinds: Sequence[LinkKind], venue: str, *, has_people: bool) -> bool:
        kinds_stated = [record.kind, *(stated_text(node) for key, node in record.pairs if fold_header(key) in _TYPE_KEYS)]
        if any(fold_header(each) in _NO_PAPERS for each in kinds_stated):
            return False
        has_facts = has_people or bool(venue) or self.is_citation
        return has_facts or not kinds or not _ABOUT_PAPER.isdisjoint(kinds)


def stated_text(node: Node) -> str:
    """Return what a value says in one text; nothing for a mapping."""
    return ", ".join(" ".join(scalar.text.split()) for scalar in texts(node)) if isinstance(node, Scalar | Items) else ""


def _keywords(node: Node) -> list[str]:
    if isinstance(node, Items):
        return [" ".join(plain(scalar.text).split()) for scalar in texts(node) if has_content(scalar.text)]
    return split_keywords(plain(node.text)) if isinstance(node, Scalar) else []


def known_institutions(records: Sequence[FileRecord], columns: Columns) -> list[str]:
    """Return the institutions that the texts of a file name, their parts with commas left whole."""
    forms: dict[str, None] = {}
    for record in records:
        for key, node in record.pairs:
            if columns.field(key) == "institutions" and isinstance(node, Scalar):
                forms.update(dict.fromkeys(part.string for part in locate_organisations(LocatedText.at(plain(node.text), 0))))
    return list(forms)
