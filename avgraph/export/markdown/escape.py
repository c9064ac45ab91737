"""Print texts and addresses as Markdown so that they read as they are, whatever they hold.

A character that could mean something is printed as its entity: no mark of Markdown, no label and no end of a field is left.
"""

import re
from collections.abc import Callable

_SPACES = re.compile(r"\s+")
_MARKS = re.compile(r"[\\`*\[\]<>|~$^{}\u3010\u3011\x00-\x1f\x7f]|&(?=[#A-Za-z])|(?<!\w)_|_(?!\w)|(?<=!)!|^[#!]|#$")
_MARKS_OF_VALUES = re.compile(rf"{_MARKS.pattern}|[:\uff1a]")
_MARKS_OF_ITEMS = re.compile(rf"{_MARKS_OF_VALUES.pattern}|[,;\uff0c\uff1b]")
_MARKS_OF_NAMES = re.compile(r"[\\`\[\]<>|~$^{}\x00-\x1f\x7f]|&(?=[#A-Za-z])|\*\*|__|[:\uff1a]")
_PLAIN_ADDRESS = re.compile(r"[^\s()<>\\&\"'\[\]|#*_`\x00-\x1f\x7f][^\s()<>\\&\"'\[\]|*`\x00-\x1f\x7f]*")
_MARKS_OF_ADDRESSES = re.compile(r"[\s<>\\&()\[\]|*`\"'\x00-\x1f\x7f]|^#")


def _escaper(marks: re.Pattern[str]) -> Callable[[str], str]:
    def escape(text: str) -> str:
        folded = _SPACES.sub(" ", text).strip()
        return marks.sub(_entities, folded)

    return escape


def _entities(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(char)};" for char in match[0])


escape_text = _escaper(_MARKS)
"""Return a title or heading."""
escape_value = _escaper(_MARKS_OF_VALUES)
"""Return what stands after a label, to the end of the line."""
escape_item = _escaper(_MARKS_OF_ITEMS)
"""Return one of several values parted by commas."""
escape_name = _escaper(_MARKS_OF_NAMES)
"""Return the name of a person or an organisation."""


def link(text: str, address: str) -> str:
    """Return a link; `text` is Markdown. Without an address it is one that leads nowhere.

    >>> link("Title", "https://example.org/a"), link("Title", "https://example.org/a b(c)")
    ('[Title](https://example.org/a)', '[Title](<https://example.org/a&#32;b&#40;c&#41;>)')
    """
    if not address or _PLAIN_ADDRESS.fullmatch(address):
        return f"[{text}]({address})"
    return f"[{text}](<{_MARKS_OF_ADDRESSES.sub(_entities, address)}>)"
