"""Tell the venue, and the year with it, in the value that a record gives as venue."""

import re

from avgraph.reading.structured.values import stated_arxiv

_YEAR = re.compile(r"[\s,(\[{'’-]*\b((?:19|20)\d\d)\b[)\]}]?")
_REMARK = re.compile(
    r"\s*[(\[,–-]?\s*\b(?:oral|poster|spotlight|highlight|best paper(?: award)?|notable[\w -]*|to appear|accepted|in press)\b\s*[)\]]?\s*$",
    re.IGNORECASE,
)
_LONGEST_ACRONYM = 60
_PREPRINT = re.compile(r"^(?:arxiv(?:\.org)?(?: e-?prints?| preprint)?s?|corr)\b", re.IGNORECASE)


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
    bare = " ".join(rest.split())
    # Within a long name the year is part of how it is printed: "Proceedings of the 2015 Conference on …".
    is_name = len(venue) <= _LONGEST_ACRONYM and any(map(str.isalpha, bare))
    return (bare if is_name else venue), int(match[1])
