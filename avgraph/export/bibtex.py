"""Write the papers of the graph as BibTeX entries."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import IO, TYPE_CHECKING

from avgraph.export.citations import Citation, CitationKind, PersonName, list_citations
from avgraph.model.graph import Graph

if TYPE_CHECKING:
    from pylatexenc.latexencode import UnicodeToLatexEncoder

_ENTRY_TYPES = {CitationKind.ARTICLE: "article", CitationKind.PROCEEDINGS: "inproceedings", CitationKind.PREPRINT: "misc"}
_VENUE_FIELDS = {CitationKind.ARTICLE: "journal", CitationKind.PROCEEDINGS: "booktitle", CitationKind.PREPRINT: "howpublished"}
_WORD = re.compile(r"(?P<before>[\"'(\[{¿¡«„“‘]*)(?P<word>\S*?)(?P<after>[\"')\]}.,:;!?»”’]*)")
_CASE_MATTERS = re.compile(
    r".+[A-Z]"  # a capital that is not the first letter: GAN, HuBERT, 3D
    r"|(?:[A-Z][\d#+/&'’.-])|.*[-/][A-Z](?:[-/\d]|$)"  # a capital of its own: T5, C#, U-Net, X-ray
)
_HYPHENATED = re.compile(r"[A-Z]?[^\W\d_A-Z]{2,}(?:[-/–—]+[A-Z]?[^\W\d_A-Z]{2,})+")
_FORMULA = r"(?<![\\\w$])\$(?=[^\s$])(?:[^$\\\n]|\\.){1,200}?(?<=\S)\$(?![\w$])"
_MATH = re.compile(f"({_FORMULA})")
_WITH_MATH = re.compile(rf"(?:{_FORMULA}|\S)+")
"""A word, with the formula in it whole."""
_INITIALISM = re.compile(r"(?:[A-Z]\.){2,}")


def write_bibtex(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write one entry a paper, sorted by key: @inproceedings, @article, or @misc for preprints and what has no venue.

    Text is LaTeX; braces always balance.
    """
    del base
    for citation in list_citations(graph):
        file.write(_entry(citation).encode())


def _entry(citation: Citation) -> str:
    fields = [
        ("title", _title(citation.title)),
        ("author", " and ".join(map(_name, citation.authors))),
        (_VENUE_FIELDS[citation.kind], "" if _is_eprint(citation) else latex(citation.venue)),
        ("year", citation.year),
        ("date", citation.date),
        ("doi", _verbatim(citation.doi)),
        ("eprint", _verbatim(citation.arxiv_id)),
        ("archiveprefix" if citation.venue else "eprinttype", "arXiv" if citation.arxiv_id else ""),
        ("url", _verbatim(citation.url)),
        *_link_fields(citation.links),
        ("keywords", latex(", ".join(citation.keywords))),
        ("abstract", latex(citation.summary)),
    ]
    body = "".join(f"  {name:<13} = {{{value}}},\n" for name, value in fields if value)
    return f"@{_ENTRY_TYPES[citation.kind]}{{{citation.key},\n{body}}}\n\n"


def _link_fields(links: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return fields that BibTeX passes over, such as ``code``; of several addresses of a kind in one, parted by spaces."""
    of_kind: dict[str, list[str]] = {}
    for name, url in links:
        of_kind.setdefault(name, []).append(_verbatim(url))
    return [(name, " ".join(urls)) for name, urls in of_kind.items()]


def _is_eprint(citation: Citation) -> bool:
    """Tell whether the venue is said by ``eprint`` and ``archiveprefix`` already."""
    return citation.kind is CitationKind.PREPRINT and bool(citation.arxiv_id)


def _verbatim(text: str) -> str:
    """Return text for a field that BibTeX passes on as it is, braces and backslashes encoded."""
    return re.sub(r"[{}\\\s]", lambda match: f"%{ord(match[0]):02X}", text)


def _name(name: PersonName) -> str:
    """Return a name so that BibTeX reads one person, or one group."""
    family, given, suffix = latex(name.family), latex(name.given), latex(name.suffix)
    if name.is_group:
        return f"{{{family}}}"
    parts = [f"{{{part}}}" if re.search(r"\band\b|,", part, re.IGNORECASE) else part for part in (family, given)]
    if suffix:
        return f"{parts[0]}, {suffix}, {parts[1]}"
    return f"{parts[1]} {parts[0]}".strip() if " " not in family or family[0].islower() else f"{parts[0]}, {parts[1]}"


def _title(title: str) -> str:
    """Return a title with the capitals that matter in braces: word by word, or all of it where one of them stands with a command, as in C#."""
    printed = _WITH_MATH.findall(title) if "$" in title else title.split()
    words = [_protect_case(word) for word in printed]
    if any(word is None for word in words):
        return "{" + " ".join(latex(word) if shown is None else shown for word, shown in zip(printed, words, strict=True)) + "}"
    return " ".join(filter(None, words))


def _protect_case(word: str) -> str | None:
    """Put braces around a word such as GAN, U-Net or T5, whose capitals a style must not lower; None for one such as C#."""
    if "$" in word and _MATH.search(word):
        return f"{{{latex(word)}}}" if any(map(str.isupper, word)) else latex(word)
    if _INITIALISM.match(word):
        return f"{{{latex(word)}}}"
    match = _WORD.fullmatch(word)
    before, bare, after = (match["before"], match["word"], match["after"]) if match else ("", word, "")
    if not _CASE_MATTERS.match(bare) or _HYPHENATED.fullmatch(bare):
        return latex(word)
    protected = latex(bare)
    return None if protected != bare and not bare.isalpha() and bare.isascii() else f"{latex(before)}{{{protected}}}{latex(after)}"


def latex(text: str) -> str:
    """Return text as LaTeX, special characters escaped and accents spelt out; braces balance, as BibTeX counts escaped ones too."""
    if "$" not in text:
        return "".join(_latex_pieces(text))
    return "".join(
        part if place % 2 and _is_formula(part) else "".join(_latex_pieces(part)) for place, part in enumerate(_MATH.split(text))
    )


def _is_formula(text: str) -> bool:
    """Tell whether a stretch between dollars is LaTeX already, and its braces balance."""
    depths = [text[:place].count("{") - text[:place].count("}") for place in range(len(text) + 1)]
    return any(mark in text for mark in "\\^_") and min(depths) == 0 == depths[-1]


_BRACES = {"{": "{\\textbraceleft}", "}": "{\\textbraceright}"}
_HYPHENS = re.compile("-(?=-)")
"""Two hyphens side by side, which LaTeX makes a dash of."""


def _latex_pieces(text: str) -> Iterator[str]:
    # Plain text needs no encoder; a run of anything else goes through it.
    for plain, brace, other in re.findall(r"([A-Za-z0-9 .,:;!?()'/+=*\[\]@|-]+)|([{}])|([^A-Za-z0-9 .,:;!?()'/+=*\[\]@|{}-]+)", text):
        yield _HYPHENS.sub("-{}", plain) or _BRACES.get(brace) or _encoder().unicode_to_latex(other)


@cache
def _encoder() -> "UnicodeToLatexEncoder":
    """Return the encoder, which takes longer to make than most names to encode."""
    from pylatexenc.latexencode import UnicodeToLatexEncoder

    return UnicodeToLatexEncoder(replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False)
