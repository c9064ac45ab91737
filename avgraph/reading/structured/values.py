"""Read the values of a record: dates, addresses, identifiers, keywords, and text that holds Markdown, HTML or LaTeX."""

import html
import re
from collections.abc import Iterator

from avgraph.model.entries import LinkKind
from avgraph.reading.fields.dates import find_dates
from avgraph.reading.fields.links import link_kind
from avgraph.reading.structured.latex import decode_latex, has_accents
from avgraph.reading.words import is_nothing

_MARKDOWN_LINK = re.compile(
    r"!?\[([^\[\]]{0,500})\]\(\s*<?((?:https?://|www\.)[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_TAG = re.compile(r"</?(?:i|b|em|strong|sub|sup|scp|span|p|br|jats:\w+|tt|code|u|a|div|inf|italic|bold)\b[^<>]{0,300}>", re.IGNORECASE)
_ADDRESS = re.compile(r"(?:https?|ftp)://[^\s<>\"'\[\]{}|\\^`]+|www\.[\w-]+\.[^\s<>\"'\[\]{}|\\^`]+", re.IGNORECASE)
_HOST = re.compile(r"(?:[\w-]+\.)+(?:org|com|net|io|edu|gov|ai|de|fr|cn|uk|jp|ch|eu|info|dev|me)/[^\s<>\"']+", re.IGNORECASE)
_LOCAL = re.compile(r"[^\s:]+\.(?:pdf|ps|djvu)", re.IGNORECASE)
_TRAILING = ".,;)"
_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+")
ARXIV = re.compile(r"(?<![\d.])(\d{4}\.\d{4,5}|[a-z-]{2,}(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?(?![\d.]*\d)")
_NAMED_ARXIV = re.compile(rf"\b(?:arxiv|corr|abs)\W{{0,3}}(?:preprint\W{{0,3}}arxiv\W{{0,3}})?(?:abs/)?{ARXIV.pattern}", re.IGNORECASE)
_SEPARATORS = (re.compile(r"\s*[;；]\s*"), re.compile(r"\s*\|\s*"), re.compile(r"\s*[,，、\n]\s*"))
_NO = frozenset(("no", "yes", "none", "false", "true", "x", "✓", "✔", "✗", "✘", "无", "有", "nan", "y", "n"))
_YEAR = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?!\d)")
_TIME_OF_DAY = re.compile(r"(?<=\d)[T ]\d\d:\d\d.*", re.DOTALL)
ROLE_KINDS = {
    "code": LinkKind.CODE, "project": LinkKind.PROJECT, "video": LinkKind.VIDEO, "slides": LinkKind.SLIDES, "data": LinkKind.DATA,
    "paper": LinkKind.PAPER, "doi": LinkKind.PAPER, "arxiv": LinkKind.PAPER, "pubmed": LinkKind.PAPER,
}  # fmt: skip
"""What the key of a link says that it leads to."""


def plain(text: str) -> str:
    r"""Return a text without links of Markdown, tags and entities of HTML, accents of LaTeX and uneven spaces.

    >>> plain("[On &amp; <i>Off</i>](https://example.org/)  Andr{\\'e}")
    'On & Off André'
    """
    if "](" in text:
        text = _MARKDOWN_LINK.sub(r"\1", text)
    if "&" in text:
        text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub("", text)
    if has_accents(text):
        return decode_latex(text)
    return " ".join(text.split())


def title_of(text: str) -> str:
    """Return a title without what stands around it: emphasis, quotes, a full stop."""
    bare = plain(text)
    for mark in ("***", "**", "*", "__", "`"):
        if bare.startswith(mark) and bare.endswith(mark) and len(bare) > 2 * len(mark) and mark not in bare[len(mark) : -len(mark)]:
            bare = bare[len(mark) : -len(mark)].strip()
            break
    if len(bare) > 2 and (bare[0], bare[-1]) in (('"', '"'), ("“", "”"), ("「", "」")) and bare[0] not in bare[1:-1]:
        bare = bare[1:-1].strip()
    return bare[:-1].rstrip() if bare.endswith(".") and not bare.endswith(("..", " al.")) and " " in bare else bare


def has_content(text: str) -> bool:
    """Tell whether a value says something: it is no "No", dash or "n/a"."""
    return text.strip().casefold() not in _NO and not is_nothing(text)


def addresses(text: str, role: str) -> Iterator[str]:
    """Yield the addresses in the value of a link field, in order."""
    if role in ("doi", "arxiv", "pubmed"):
        yield from _identifier(text, role)
        return
    links = [match[2] for match in _MARKDOWN_LINK.finditer(text)] if "](" in text else []
    if links:
        yield from links
        return
    bare = text.strip()
    matches = [match[0] for match in _ADDRESS.finditer(bare)]
    if len(matches) == 1 and " " not in bare and bare.startswith(matches[0]):
        yield matches[0] if matches[0] == bare else bare
    elif matches:
        yield from (match.rstrip(_TRAILING) for match in matches)
    elif _HOST.fullmatch(bare):
        yield f"https://{bare}"
    elif role in ("paper", "link") and (doi := _DOI.fullmatch(bare.removeprefix("doi:").strip())):
        yield f"https://doi.org/{doi[0]}"
    elif role in ("paper", "link") and (named := _NAMED_ARXIV.search(bare)):
        yield f"https://arxiv.org/abs/{named[1]}"
    elif role == "paper" and _LOCAL.fullmatch(bare):
        yield bare


def _identifier(text: str, role: str) -> Iterator[str]:
    if role == "doi":
        if match := _DOI.search(text):
            yield f"https://doi.org/{match[0].rstrip('.,;')}"
        elif address := _ADDRESS.search(text):
            yield address[0]
    elif role == "pubmed":
        if text.strip().isdigit():
            yield f"https://pubmed.ncbi.nlm.nih.gov/{text.strip()}/"
    elif match := ARXIV.search(text):
        yield f"https://arxiv.org/abs/{match[1]}"
    elif address := _ADDRESS.search(text):
        yield address[0]


def stated_arxiv(text: str) -> str | None:
    """Return the address of a preprint whose number a text names as one of arXiv.

    >>> stated_arxiv("arXiv preprint arXiv:1503.02531"), stated_arxiv("CoRR abs/1609.03499"), stated_arxiv("pages 1503.02531")
    ('https://arxiv.org/abs/1503.02531', 'https://arxiv.org/abs/1609.03499', None)
    """
    match = _NAMED_ARXIV.search(text)
    return f"https://arxiv.org/abs/{match[1]}" if match else None


def kind_of(address: str, key: str, role: str) -> LinkKind:
    """Return what a link leads to: by its address, by its key."""
    kind = link_kind(address, key)
    if role in ("doi", "arxiv", "pubmed", "paper"):
        return kind if kind in (LinkKind.CODE, LinkKind.VIDEO) else LinkKind.PAPER
    if role == "link":
        return LinkKind.PAPER if kind in (None, LinkKind.OTHER) else kind
    return ROLE_KINDS.get(role) or kind or LinkKind.OTHER


def split_keywords(text: str) -> list[str]:
    """Return the keywords in a text.

    >>> split_keywords("[web], [chimes]"), split_keywords("bells, large; chimes")
    (['web', 'chimes'], ['bells, large', 'chimes'])
    """
    separator = next((each for each in _SEPARATORS if each.search(text)), None)
    parts = separator.split(text) if separator else [text]
    bare = (" ".join(part.split()).strip("[]#\"' ") for part in parts)
    return [part for part in dict.fromkeys(bare) if part and not is_nothing(part)]


def read_date(text: str) -> tuple[int | None, str | None]:
    """Return the year that a text states, and the date as ISO 8601 where it states more.

    >>> read_date("2021/05/03/"), read_date("3 May 2021"), read_date("May 2021"), read_date("2021"), read_date("20210503")
    ((2021, '2021-05-03'), (2021, '2021-05-03'), (2021, '2021-05'), (2021, None), (2021, '2021-05-03'))
    """
    text = _TIME_OF_DAY.sub("", text[:200])
    dates = find_dates(text)
    if dates:
        first = next((date for date in dates if date.month), dates[0])
        return first.year, first.iso
    year = _YEAR.search(text)
    return (int(year[1]) if year else None), None


def iso_date(year: int, month: str, day: str = "") -> str | None:
    """Return the date of a year with a month and a day that stand in fields of their own.

    >>> iso_date(2021, "May", "3"), iso_date(2021, "05"), iso_date(2021, "spring")
    ('2021-05-03', '2021-05', None)
    """
    month, day = month.strip().strip("."), day.strip()
    parts = [month.zfill(2), day.zfill(2)] if month.isdecimal() else [day, month]
    text = (
        "-".join([str(year), *filter(lambda part: part.strip("0"), parts)])
        if month.isdecimal()
        else " ".join([*filter(None, parts), str(year)])
    )
    return read_date(text)[1] if month and len(month) < 20 and len(day) < 3 else None
