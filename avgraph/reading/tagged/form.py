"""Tell whether a list has the tagged form: paragraphs that open with a tag such as ``**[CVPR-2016]**``."""

import re
from collections.abc import Sequence
from itertools import islice

from avgraph.reading.tagged.labels import Field, find_labels
from avgraph.reading.tagged.tables import is_dataset_header, is_header_of_papers
from avgraph.reading.tagged.tags import Tag, find_tag

_OTHER_ENTRY = re.compile(r"\s*(?:[-+]|\*(?!\*)|\d{1,4}[.)]|\|)\s*.*\]\((?!#)")
_BULLET = re.compile(r"\s*(?:[-*+]|\d{1,4}[.)])\s")
_LABELS = (Field.AUTHORS, Field.INSTITUTIONS)
_MOST_WORDS = 5
"""Words of a tag without brackets or emphasis; a longer line that ends with a year is a title."""
_LABEL_LENGTH = 40
"""Characters of a line in which its label stands."""


def is_tagged(lines: Sequence[str]) -> bool:
    """Tell whether more entries of a list are tagged paragraphs than anything else.

    A tag stands alone on its line, or labels of authors and institutions stand below. What items follow at once is the name of their group.
    """
    alone = followed = other = items = 0
    labelled: list[str] = []
    has_datasets = is_of_datasets = is_row = False
    for number, line in enumerate(lines):
        if not line or line.isspace():
            is_row = False
            continue
        was_row, is_row = is_row, line.lstrip().startswith("|")
        is_of_datasets = is_row and (is_of_datasets if was_row else is_dataset_header(line) and not is_header_of_papers(line))
        if is_of_datasets:
            has_datasets = True
            continue
        tag = find_tag(line) if "[" in line or "\u3010" in line or "**" in line or "]" in line or "`" in line else None
        if tag is not None and _may_open_entry(tag):
            if not tag.rest:
                alone += not _leads_items(lines, number)
                continue
            if not _BULLET.match(line):
                followed += 1
                continue
        if "](" in line and _OTHER_ENTRY.match(line[:500]):
            other += 1
        elif _BULLET.match(line):
            items += "](#" not in line
        elif ":" in line[:_LABEL_LENGTH] or "\uff1a" in line[:_LABEL_LENGTH]:
            labelled.append(line[:_LABEL_LENGTH])
    # Half as many labels are enough, so that in a long list few lines are looked into.
    enough = (followed + 1) // 2
    tagged = alone + (followed if _count_labelled(labelled, enough) == enough else 0)
    if tagged or other:
        return tagged > 0 and tagged >= other
    return _count_labelled(labelled, items + 1) > items or (has_datasets and not items)


def _may_open_entry(tag: Tag) -> bool:
    """Tell whether a tag is that of an entry: no short number, and of few words where brackets or emphasis are missing."""
    is_number = tag.text.isdigit() and len(tag.text) < 4
    return not is_number and (tag.is_well_formed or len(tag.text.split()) <= _MOST_WORDS)


def _leads_items(lines: Sequence[str], number: int) -> bool:
    """Tell whether the next line that is not blank is an item, so that what stands on this one names a group of them."""
    following = next((line for line in lines[number + 1 : number + 3] if line.strip()), "")
    return _BULLET.match(following) is not None


def _count_labelled(lines: Sequence[str], most: int) -> int:
    """Return how many lines have the label of authors or institutions, counted up to `most`."""
    labelled = (line for line in lines if any(label.is_exact and label.field in _LABELS for label in find_labels(line, 0)))
    return sum(1 for _ in islice(labelled, most))
