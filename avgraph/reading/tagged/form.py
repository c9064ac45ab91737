"""Tell whether a list has the tagged form: paragraphs that open with a tag such as ``**[CVPR-2016]**``."""

import re
from collections.abc import Sequence

from avgraph.reading.tagged.labels import find_labels
from avgraph.reading.tagged.tags import find_tag

_OTHER_ENTRY = re.compile(r"^\s*(?:[-*+]|\d{1,4}[.)]|\|)\s*.*\]\(")
_LABELS = ("authors", "institutions")


def is_tagged(lines: Sequence[str]) -> bool:
    """Tell whether more entries of a list are tagged paragraphs than anything else."""
    tagged = other = 0
    for line in lines:
        tag = find_tag(line) if "[" in line or "\u3010" in line or "**" in line or "]" in line else None
        if tag is not None and not tag.rest and (line.lstrip()[:1] in "*[_<\u3010`"):
            tagged += 1
        elif _OTHER_ENTRY.match(line[:500]):
            other += 1
    return tagged > 0 and tagged >= other or (not other and any(True for line in lines[:2000] for _ in find_labels(line[:300], 0)))
