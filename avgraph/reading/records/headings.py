"""Tell the headings that name topics from those of years, venues and furniture, and find the title of the list."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from avgraph.reading.records.likeness import is_venue_or_date
from avgraph.reading.records.section import Section
from avgraph.reading.words import load_words

_WORDS = load_words("titles")
_FURNITURE = frozenset(_WORDS["furniture_sections"])
_OTHER = frozenset(_WORDS["other_sections"])
_TOPICS = frozenset(_WORDS["topic_sections"])
_EMOJI = re.compile(
    r"[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\ufe0f\u200d\u20e3\ufffc]|:[a-z0-9_+-]{2,40}:"
)
_COUNT = re.compile(r"\s*[(\[\uff08]\s*(?:total\s*)?\d[\d,]*\s*(?:papers?|entries|items|\u7bc7)?\s*[)\]\uff09]\s*$", re.IGNORECASE)
_BACK = re.compile(r"\s*[(\[]?\s*(?:back to (?:the )?(?:top|contents?)|\u2191|top)\s*[)\]]?\s*$", re.IGNORECASE)
_EMPTY = re.compile(r"\s*(?:\[\s*\]|\(\s*\))")
_SPACES = re.compile(r"\s+")
_SPAN = re.compile(
    r"^(?:before|until|up to|prior to|pre|since|after|from)[\s-]*(?:19|20)\d\d$|^(?:19|20)\d\d\s*(?:and|&|or)\s*(?:before|earlier|older|prior|later)$",
    re.IGNORECASE,
)
"""``Before 2022``, ``2018 and earlier``: years without an end, which say no year of a paper."""
_AND = re.compile(r"\s*[,/&|:+]\s*|\s(?:and|or)\s")
_HEAD_END = re.compile(r"\s(?:about|at|by|for|from|in|of|on|to|with)\s|\s?[(\[]")
_LETTERS = re.compile(r"[^\W\d_]+")
_WEEK = re.compile(r"^(?:week|day|lecture|session)\s*#?\d{1,3}$", re.IGNORECASE)


@lru_cache(maxsize=1 << 12)
def topic_name(text: str) -> str:
    """Return the words of a heading without emoji, counts, links back and a colon at the end.

    >>> topic_name("\U0001f50a Sound Models (12)"), topic_name("Speech [\u2191]"), topic_name("**Rooms:**")
    ('Sound Models', 'Speech', 'Rooms')
    """
    bare = _EMPTY.sub("", _BACK.sub("", _COUNT.sub("", _EMOJI.sub("", text))))
    return _SPACES.sub(" ", bare).strip(" \t\n*_\x1f").rstrip(" :\uff1a*_")


@lru_cache(maxsize=1 << 12)
def is_furniture(text: str) -> bool:
    """Tell whether a section holds nothing of the list itself: its licence, how to cite it, its contents."""
    return re.sub(r"[^\w\s]", "", topic_name(text)).strip().casefold() in _FURNITURE


@lru_cache(maxsize=1 << 12)
def is_of_others(text: str) -> bool:
    """Tell whether a section is one of tools, courses, datasets and the like: a part of its name is headed by such a word.

    >>> is_of_others("Systems and Tutorials"), is_of_others("Tools for Listening"), is_of_others("Video Generation")
    (True, True, False)
    """
    heads = (_HEAD_END.split(part, maxsplit=1)[0] for part in _AND.split(topic_name(text).casefold()))
    return any(words[-1] in _OTHER for head in heads if (words := _LETTERS.findall(head)))


@lru_cache(maxsize=1 << 12)
def is_topic(text: str) -> bool:
    """Tell whether a heading names a topic: no year, date, venue or week.

    >>> is_topic("Sound Models"), is_topic("Survey"), is_topic("CVPR 2023"), is_topic("2020 and before")
    (True, True, False, False)
    """
    name = topic_name(text)
    if name.casefold() in _TOPICS:
        return True
    return bool(name) and not is_venue_or_date(name) and not _WEEK.match(name) and not _SPAN.match(name) and any(map(str.isalpha, name))


def list_title(sections: Sequence[Section], holding_entries: AbstractSet[int]) -> Section | None:
    """Return the heading that is the title of the whole list: the first one, over all entries, with none of its own.

    `holding_entries` are the identities of the sections right under which entries stand.
    """
    roots = [section for section in sections if section.parent is None and not section.is_record]
    holding = {id(section.path()[0]) for section in sections if id(section) in holding_entries}
    if roots and holding == {id(roots[0])} and id(roots[0]) not in holding_entries and roots[0].level == 1:
        return roots[0]
    return None
