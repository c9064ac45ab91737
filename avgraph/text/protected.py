"""Find what no repair touches: code, comments, formulas, tags of HTML, targets of links, addresses, entities, escapes."""

import html
import re
from collections.abc import Iterator

_PROTECTED = re.compile(
    r"(?P<code>`+)"
    r"|\\[!-/:-@\[-`{-~]"
    r"|<!--(?:.*?-->|.*)"
    r"|\$\$[^$]*\$\$|\$[^$\n]+\$"
    r"|(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"
    r"|<[A-Za-z/!?][^<>]*>"
    r"|(?<![A-Za-z])(?:[A-Za-z]{2,12}://|www\.)[^\s<>)\]]+"
    r"|(?<![\w.+-])[\w.+-]+@[\w.-]+"
    r"|(?P<entity>&(?:\#[0-9]{1,8}|\#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?)",
    re.DOTALL,
)


def find_protected(text: str) -> Iterator[tuple[int, int]]:
    """Yield where something stands in the text of an entry that no repair may touch, in order.

    >>> list(find_protected("Jos&eacute; `a,b` [A](https://a.org/?q=a,b) <!-- x -->"))
    [(3, 11), (12, 17), (21, 43), (44, 54)]
    """
    position = 0
    while (match := _PROTECTED.search(text, position)) is not None:
        start, position = match.span()
        if match["code"]:
            # A code span ends at the next run of as many backticks; without one they are text.
            closing = re.compile(rf"(?<!`){match['code']}(?!`)").search(text, position)
            if closing is None:
                continue
            position = closing.end()
        elif match["entity"] and html.unescape(match["entity"]) == match["entity"]:
            continue
        yield start, position
