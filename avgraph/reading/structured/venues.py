"""Tell the venue, and the year with it, in the value that a record gives as venue, or in the groups above it."""

import re
from functools import lru_cache
from typing import NamedTuple

from avgraph.reading.fields.published import read_slot
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.structured.values import stated_arxiv

_YEAR = re.compile(r"[\s,(\[{'’-]*\b((?:19|20)\d\d)\b[)\]}]?")
_REMARK = re.compile(
    r"\s*[(\[,–-]?\s*\b(?:oral|poster|spotlight|highlight|best paper(?: award)?|notable[\w -]*|to appear|accepted|in press)\b\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_TRACK = re.compile(
    r"^([A-Z][\w&/-]{1,12})\s*\(?(?:(?:system )?demo(?:nstration)?s?|main(?: conference)?|[\w&, ]{0,40}track|long papers?|short papers?)\)?$",
    re.IGNORECASE,
)
"""Parts of a conference that are no venue of their own."""
_SPACE_BEFORE = re.compile(r"\s([,;:])")
_LONGEST_ACRONYM = 60
_ACRONYM = re.compile(r"[A-Z][\w&/-]{1,12} (?:19|20)\d\d\b")


def venue_and_year(printed: str) -> tuple[str, int | None]:
    """Return a venue without the year, the remarks and the number of a preprint that stand with it, and the year.

    >>> venue_and_year("ICLR 2025 (Poster)"), venue_and_year("arXiv preprint arXiv:1503.02531"), venue_and_year("Nature")
    (('ICLR', 2025), ('arXiv', None), ('Nature', None))
    """
    if stated_arxiv(printed):
        return ("CoRR" if printed.lower().startswith("corr") else "arXiv"), None
    venue = _REMARK.sub("", printed).strip()
    match = _YEAR.search(venue)
    if match is None:
        return venue or printed, None
    rest = f"{venue[: match.start()]} {venue[match.end() :]}".strip(" ,;:-")
    bare = _TRACK.sub(r"\1", _SPACE_BEFORE.sub(r"\1", " ".join(rest.split())))
    # Within a long name the year is part of how it is printed: "Proceedings of the 2015 Conference on …".
    is_name = (len(venue) <= _LONGEST_ACRONYM or _ACRONYM.match(venue) is not None) and any(map(str.isalpha, bare))
    return (bare if is_name else venue), int(match[1])


class Group(NamedTuple):
    """What the groups above a record say."""

    topics: tuple[str, ...]
    venue: str
    year: int | None


@lru_cache(maxsize=1 << 12)
def split_group(steps: tuple[str, ...]) -> Group:
    """Return the groups that are topics, and the venue and year that the others name.

    >>> split_group(("Sound", "2021"))
    Group(topics=('Sound',), venue='', year=2021)
    """
    slots = [read_slot(LocatedText.at(step, 0)) for step in steps]
    topics = tuple(step for step, slot in zip(steps, slots, strict=True) if slot is None)
    venue = next((slot.venue.string for slot in slots if slot and slot.venue), "")
    return Group(topics, venue, next((slot.year for slot in slots if slot and slot.year), None))
