"""Decode LaTeX in the values of bibliographies: accents, commands, braces, dashes."""

import re
import unicodedata
from functools import lru_cache
from typing import Any

_MARKUP = re.compile(r"[\\{}~$%]|--|``|''|[?!]`")
_MARKS = dict(
    zip("\"'`^~=.cHuvdbkr", "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0327\u030b\u0306\u030c\u0323\u0331\u0328\u030a", strict=True)
)
"""What each command of an accent puts on the letter after it."""
_LETTERS = {
    "ss": "ß", "oe": "œ", "OE": "Œ", "ae": "æ", "AE": "Æ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "i": "i", "j": "j",
    "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "LaTeX": "LaTeX", "TeX": "TeX", "textbraceleft": "\ue001", "textbraceright": "\ue002",
    "textendash": "\u2013", "textemdash": "\u2014", "textquoteright": "\u2019", "textquoteleft": "\u2018",
}  # fmt: skip
_LETTER = r"(?:\\[ij](?![A-Za-z])|[^\W\d_])"
_ACCENT = re.compile(
    rf"\\(?P<mark>[\"'`^~=.])\s?(?:\{{\s?(?P<a>{_LETTER})\}}|(?P<b>{_LETTER}))|\\(?P<word>[cHuvdbkr])(?:\s?\{{(?P<c>{_LETTER})\}}|\s(?P<d>{_LETTER}))"
    rf"|\\(?P<name>{'|'.join(sorted(_LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}}|\s)?"
)
_UNESCAPED = re.compile(r"(?<!\\)([%&#])")
_DEEP = re.compile(r"\{[^{}]*+" * 30)
_BRACES = re.compile(r"[{}]")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+\s?|.)")
_URL_COMMAND = re.compile(r"\\(?:url|path|href|nolinkurl)\s*\{([^{}]*)\}")
_ESCAPED = re.compile(r"\\([_%&#$~{}])")
_OTHER_COMMAND = re.compile(r"\\(?![_%&#${}])")
_BRACED = str.maketrans({"\ue001": "{", "\ue002": "}"})
_LIMIT = 20_000
"""Longest value that is decoded with all of LaTeX's commands, in characters."""


def decode_latex(text: str) -> str:
    r"""Return a value as a reader sees it, its spaces single.

    >>> decode_latex(r'{K}r{\"a}henb{\"u}hl \& al.: {GAN}s --- a \emph{Study}')
    'Krähenbühl & al.: GANs — a Study'
    """
    flat = " ".join(text.split())
    return _decode(flat) if _MARKUP.search(flat) else flat


def has_accents(text: str) -> bool:
    r"""Tell whether a text that need not be LaTeX spells letters as LaTeX does.

    >>> has_accents(r"Andr{\'e}"), has_accents(r"C:\temp")
    (True, False)
    """
    return "\\" in text and _ACCENT.search(text) is not None


def decode_address(text: str) -> str:
    r"""Return an address, which LaTeX passes on as it is but for what is escaped and ``\url``."""
    bare = _URL_COMMAND.sub(r"\1", text.strip()).replace("{\\_}", "_").replace("\\textasciitilde", "~").replace("{\\textasciitilde}", "~")
    return _BRACES.sub("", _ESCAPED.sub(r"\1", bare)).strip()


@lru_cache(maxsize=1 << 12)
def _decode(text: str) -> str:
    text = text.replace("{''}", '"')  # The straight quote, as encoders write it.
    if "\\" in text:
        text = _ACCENT.sub(_letter, text)
    if "$" in text or _OTHER_COMMAND.search(text):
        text = _decode_all(text)
    else:
        text = _ESCAPED.sub(_escaped, text).replace("~", " ").replace("---", "\u2014").replace("--", "\u2013")
        text = _BRACES.sub("", text.replace("``", "\u201c").replace("''", "\u201d"))
    return " ".join(text.translate(_BRACED).split())


def _letter(match: re.Match[str]) -> str:
    if match["name"]:
        return _LETTERS[match["name"]]
    letter = (match["a"] or match["b"] or match["c"] or match["d"]).removeprefix("\\")
    return unicodedata.normalize("NFC", letter + _MARKS[match["mark"] or match["word"]])


def _escaped(match: re.Match[str]) -> str:
    return {"{": "\ue001", "}": "\ue002"}.get(match[1], match[1])


def _decode_all(text: str) -> str:
    """Return a value whose commands are more than accents and escaped characters."""
    if len(text) > _LIMIT or _DEEP.search(text):
        return _BRACES.sub("", _COMMAND.sub("", text))
    decoder = _decoder()
    try:
        return str(decoder.latex_to_text(_UNESCAPED.sub(r"\\\1", text)))
    except Exception:  # noqa: BLE001  (whatever the parser of LaTeX does not stand)
        return _BRACES.sub("", _COMMAND.sub("", text))


@lru_cache(maxsize=1)
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text

    return LatexNodes2Text(math_mode="verbatim", strict_latex_spaces=False, keep_braced_groups=False)
