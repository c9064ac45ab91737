"""Tell the headings that name topics from those of years, venues and furniture, and find the title of the list."""

import re
from collections.abc import Sequence
from functools import lru_cache

from avgraph.reading.fields.venues import is_subject
from avgraph.reading.likeness import is_venue_or_date
from avgraph.reading.markdown.heading_text import topic_name
from avgraph.reading.markdown.structure import Part
from avgraph.reading.records.record import Section
from avgraph.reading.words import load_words

_WORDS = load_words("titles")
_CONTENTS = frozenset(("content", "contents", "table of content", "table of contents", "toc", "\u76ee\u5f55"))
_FURNITURE = frozenset(_WORDS["furniture_sections"])
_OTHER = frozenset(_WORDS["other_sections"])
_TALKS = frozenset(_WORDS["no_papers"]) - {"book", "books", "handbook", "textbook"}
_EVENTS = frozenset(("challenge", "challenges", "competition", "competitions", "events", "workshop", "workshops"))
_BESIDE_EVENTS = _EVENTS | _OTHER | _TALKS | {"conferences", "journals", "meetings", "news"}
"""What is listed in one section with events."""
_KINDS_OF_EVENTS = frozenset(("grand", "key", "other", "past", "related", "relevant", "upcoming"))
_TOPICS = frozenset(_WORDS["topic_sections"])
_TITLES = frozenset(_WORDS["title_sections"])
_HARDLY_ANY = 10
"""One in so many papers may stand right under the title of the list."""
_SPAN = re.compile(
    r"^(?:before|until|up to|prior to|pre|since|after|from)[\s-]*(?:19|20)\d\d$|^(?:19|20)\d\d\s*(?:and|&|or)\s*(?:before|earlier|older|prior|later)$",
    re.IGNORECASE,
)
"""``Before 2022``, ``2018 and earlier``: years without an end, which say no year of a paper."""
_YEAR = re.compile(r"(?:19|20)\d\d")
_AND = re.compile(r"\s*[,/&|:+]\s*|\s(?:and|or)\s")
_HEAD_END = re.compile(r"\s(?:about|at|by|for|from|in|of|on|to|with)\s|\s?[(\[]")
_LETTERS = re.compile(r"[^\W\d_]+")
_PAPERS = re.compile(r"\b(?:papers|publications)(?: (?:at|from|in|of))?\b|\u8bba\u6587", re.IGNORECASE)
_PAPER_HEADS = frozenset(("papers", "publications", "preprints", "surveys"))
"""Words that a section of papers is headed by."""
_PAPERS_IN_CHINESE = re.compile(
    "\u8bba\u6587(?:$|\u7814\u8bfb|\u5b66\u4e60|\u9605\u8bfb|\u5217\u8868|\u7b14\u8bb0|\u89e3\u8bfb|\u5408\u96c6|\u96c6)"
)
_KIND_OF_PAPERS = re.compile(r"(?:conference|journal|workshop)s?(?: papers?)?|(?:arxiv|preprints?)(?: papers?)?", re.IGNORECASE)
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+(?=\S)")
_MONTH = rf"(?:{'|'.join(word for words in load_words('venues')['months'].values() for word in words if word.isascii())})\.?"
_DAYS = rf"{_MONTH}\s?\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s(?:19|20)\d\d)?|\d{{1,2}}\s{_MONTH}(?:\s(?:19|20)\d\d)?"
_WEEK = re.compile(
    rf"^(?:week|day|lecture|session)\s*#?\d{{1,3}}$|^(?:.{{0,60}}\b(?:week|month)(?: (?:of|from))?\b)?[\s:(\u2013-]*(?:{_DAYS})(?:\s?(?:-|\u2013|\u2014|to)\s?(?:{_DAYS}|\d{{1,2}}))?\)?[\s,-]*(?:(?:19|20)\d\d)?$"
    rf"|^(?:Q[1-4]|spring|summer|autumn|fall|winter|{_MONTH}),?\s(?:of\s)?(?:(?:19|20)\d\d)$",
    re.IGNORECASE,
)
"""``Week 3``, ``Top Papers of the Week (March 6 - March 12) - 2023``, ``June 12 - 18``, ``Spring 2024``: when papers were listed."""


@lru_cache(maxsize=1 << 12)
def is_furniture(text: str) -> bool:
    """Tell whether a section holds nothing of the list itself: its licence, how to cite it, its contents."""
    return _bare(text) in _FURNITURE


def is_of_contents(text: str) -> bool:
    """Tell whether a section is called that of the contents."""
    return _bare(text) in _CONTENTS


def _bare(text: str) -> str:
    return re.sub(r"[^\w\s]", "", topic_name(text)).strip().casefold()


@lru_cache(maxsize=1 << 12)
def is_of_others(text: str) -> bool:
    """Tell whether a section is one of tools, courses, datasets and the like: a part of its name is headed by such a word.

    >>> is_of_others("Systems and Tutorials"), is_of_others("Tools for Listening"), is_of_others("Video Generation")
    (True, True, False)
    """
    return not _OTHER.isdisjoint(_heads(text))


@lru_cache(maxsize=1 << 12)
def is_of_events(text: str) -> bool:
    """Tell whether a section is one of workshops, challenges and the like, whose names and years are no titles of papers: it says nothing else.

    >>> is_of_events("Related Workshops"), is_of_events("Talks & Workshops"), is_of_events("Challenges and Applications")
    (True, True, False)
    """
    if _EVENTS.isdisjoint(_heads(text)):
        return False
    parts = (_LETTERS.findall(part) for part in _AND.split(topic_name(text).casefold()))
    return all(words and words[-1] in _BESIDE_EVENTS and _KINDS_OF_EVENTS.issuperset(words[:-1]) for words in parts)


@lru_cache(maxsize=1 << 12)
def is_of_talks(text: str) -> bool:
    """Tell whether a section is one of courses, talks, blogs and the like, whose items have authors and dates although they are no papers."""
    return not _TALKS.isdisjoint(_heads(text))


@lru_cache(maxsize=1 << 12)
def is_of_papers(text: str) -> bool:
    """Tell whether a section is one of papers by its name, whatever its items are linked to.

    >>> is_of_papers("Most-cited Publications"), is_of_papers("Surveys / Literature Reviews"), is_of_papers("Paper Reading Tools")
    (True, True, False)
    """
    return not _PAPER_HEADS.isdisjoint(_heads(text)) or _PAPERS_IN_CHINESE.search(text) is not None


def _heads(text: str) -> list[str]:
    """Return the words that the parts of a heading are headed by."""
    heads = (_HEAD_END.split(part, maxsplit=1)[0] for part in _AND.split(topic_name(text).casefold()))
    return [words[-1] for head in heads if (words := _LETTERS.findall(head))]


@lru_cache(maxsize=1 << 12)
def published_name(text: str) -> str:
    """Return the words of a heading without its number in the list, and without those that only say that papers follow, where it has a year; of weeks the year.

    >>> published_name("3. CVPR 2023 Papers"), published_name("Survey Papers")
    ('CVPR 2023', 'Survey Papers')
    """
    name = _NUMBER.sub("", topic_name(text))
    if _WEEK.match(name) and (year := _YEAR.search(name)):
        return year[0]
    return " ".join(_PAPERS.sub(" ", name).split()) or name if any(map(str.isdigit, name)) else name


@lru_cache(maxsize=1 << 12)
def is_topic(text: str) -> bool:
    """Tell whether a heading names a topic: no year, date, venue or week.

    >>> is_topic("Sound Models"), is_topic("Survey"), is_topic("CVPR 2023"), is_topic("2020 and before"), is_topic("Papers of 2021")
    (True, True, False, False, False)
    """
    name = published_name(text)
    if name.casefold() in _TOPICS or is_subject(name):
        return True
    return bool(name) and not is_venue_or_date(name) and not _WEEK.match(name) and not _SPAN.match(name) and any(map(str.isalpha, name))


class OpenSections:
    """The sections of a list, and which section and groups are open where it is read."""

    def __init__(self) -> None:
        """Start above the first heading."""
        self.all: list[Section] = []
        self.current: Section | None = None
        self.caption = ""
        """The text above items that groups them."""
        self.hidden = ""
        """The label of hidden text that is a field of the heading above it, such as its abstract."""
        self._groups: list[str] = []
        self._before: list[Section | None] = []
        """For each open group that is a section, the one that goes on after it."""

    def path(self) -> tuple[str, ...]:
        """Return the texts of the open sections, outermost first."""
        return tuple(section.text for section in self.current.path()) if self.current else ()

    def groups(self, *, captioned: bool = True) -> tuple[str, ...]:
        """Return the groups that are open, and the caption of the items that follow."""
        return (*self._groups, self.caption) if captioned and self.caption else tuple(self._groups)

    def open_section(self, part: Part, text: str) -> Section:
        """Open the section that a heading starts, and return it."""
        self.current = Section(part.level, text, part, self._parent(part.level, text))
        self.all.append(self.current)
        self._groups, self._before, self.caption, self.hidden = [], [], "", ""
        return self.current

    def open_group(self, part: Part, text: str, *, is_field: bool) -> None:
        """Open a group: a section where its text is a heading, hidden text where it is a field (`is_field`)."""
        groups, before = self._groups, self._before
        section = self.current
        if part.level:
            self.open_section(part, text)
        self.hidden = text if is_field else ""
        self._groups = [*groups, "" if is_field or part.level else text]
        self._before = [*before, section if part.level else None]

    def close_group(self) -> None:
        """Close the innermost group; after one that is a section, the section before it goes on, but for one that holds nothing of the list."""
        before = self._before[-1] if self._before else None
        if before is not None:
            self.current = before.parent if is_furniture(before.text) else before
        self._groups, self._before, self.hidden = self._groups[:-1], self._before[:-1], ""

    def _parent(self, level: int, text: str) -> Section | None:
        """Return the section that a heading stands in: a year stands below a topic of its level that has no text of its own, kinds of papers below such a year."""
        parent = self.current
        while parent is not None and (parent.level >= level or parent.is_record):
            is_empty = parent.level == level and not (parent.has_text or parent.is_record or is_furniture(parent.text))
            if is_empty and is_topic(parent.text) and _YEAR.search(text) and not is_topic(text):
                break
            if is_empty and _YEAR.fullmatch(parent.text) and _KIND_OF_PAPERS.fullmatch(text):
                break
            parent = parent.parent
        return parent


def list_title(sections: Sequence[Section], holding_papers: Sequence[Section | None], are_grouped: Sequence[bool]) -> Section | None:
    """Return the heading that is the title of the whole list: the first one, over all papers, with hardly any right under it.

    One whose words say that it names a list is the title also where papers stand right under it. Where papers stand beside it as well, it is the title only if its words say that it names a list, or a text that
    introduces the list stands below it and no paper right there. `holding_papers` are the
    sections that papers stand right under, one for each paper, `are_grouped` whether items between them group them.
    """
    roots = [section for section in sections if section.parent is None and not section.is_record]
    if not roots or roots[0].level != 1:
        return None
    own = sum(section is roots[0] and not is_grouped for section, is_grouped in zip(holding_papers, are_grouped, strict=True))
    is_over_all = all(section is not None and section.path()[0] is roots[0] for section in holding_papers)
    names_list = not _TITLES.isdisjoint(re.findall(r"[^\W\d_]+", roots[0].text.casefold()))
    if names_list and is_over_all and holding_papers:
        return roots[0]
    introduces = roots[0].has_text and not own
    return roots[0] if (is_over_all or names_list or introduces) and own * _HARDLY_ANY < len(holding_papers) else None


def topic_section(section: Section | None) -> Section | None:
    """Return the section, or the one above it that names a topic where it only says a year or venue."""
    while section is not None and section.parent is not None and not is_topic(section.text):
        section = section.parent
    return section


def stands_in_others(section: Section | None) -> bool:
    """Tell whether a section, or one that it stands in, is one of tools, datasets and the like, and none between them one of papers."""
    while section is not None and not is_of_papers(section.text):
        if is_of_others(section.text):
            return True
        section = section.parent
    return False
