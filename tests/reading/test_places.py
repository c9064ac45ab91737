"""Every mention knows where it is printed: the span's source text, cleaned, is the form."""

import re

import pytest

from avgraph.model.entries import Entry, ReadingList, Source
from avgraph.model.mentions import Mention
from avgraph.reading.markdown.inline import BREAK, locate_field_text, plain_text
from avgraph.reading.markdown.located import LocatedText
from avgraph.reading.read import parse_reading_list
from avgraph.reading.source import load_source, split_lines
from tests.cases_files import read_cases

NAMES = ("authors", "institutions")


def printed(lines: list[str], mention: Mention) -> str:
    """Return the source text of a mention."""
    text = lines[mention.line - 1 : mention.end_line]
    text[-1] = text[-1][: mention.end_column - 1]
    text[0] = text[0][mention.column - 1 :]
    return "\n".join(text)


def cleaned(text: str) -> str:
    """Return a printed name as it reads."""
    shown = re.sub(r"<!--.*?-->", "", BREAK.sub(" ", text), flags=re.DOTALL)
    return re.sub(r"\s+", " ", locate_field_text(LocatedText.at(shown, 0)).string).strip()


def words(name: str) -> list[str]:
    """Return the words of a name in a fixed order, as ``Hori, C.`` reads ``C. Hori``."""
    return sorted(re.findall(r"[^\s,]+", name))


def misplaced(listed: ReadingList, lines: list[str]) -> list[tuple[str, str]]:
    """Return the form and the source text of each mention whose span holds something else."""
    return [pair for entry in listed.entries for pair in _misplaced(entry, lines)]


def _misplaced(entry: Entry, lines: list[str]) -> list[tuple[str, str]]:
    wrong = []
    for field in NAMES:
        for mention in getattr(entry, field):
            text = printed(lines, mention)
            if cleaned(text) != mention.form and words(cleaned(text)) != words(mention.form):
                wrong.append((mention.form, text))
    title = printed(lines, entry.title)
    wrong += [(entry.title.form, title)] if plain_text(title).strip("*_ ") != entry.title.form else []
    wrong += [(link.form, printed(lines, link)) for link in entry.links if plain_text(printed(lines, link)) != plain_text(link.form)]
    tag = printed(lines, entry.tag)
    return wrong + ([(entry.tag.form, tag)] if re.sub(r"\s+", " ", tag) != entry.tag.form else [])


def test_every_mention_of_the_bundled_list(bundled_list: ReadingList) -> None:
    """All 3,239 names and the tags, titles and links stand exactly where they are said to stand."""
    lines, _ = split_lines(load_source()[1])
    assert misplaced(bundled_list, lines) == []
    assert sum(len(entry.authors) + len(entry.institutions) for entry in bundled_list.entries) == 3239
    exact = [mention for entry in bundled_list.entries for field in NAMES for mention in getattr(entry, field)]
    assert sum(printed(lines, mention) == mention.form for mention in exact) >= 3230


@pytest.mark.parametrize("text", [given for name in ("entries.md", "kinds.md") for _, given, _ in read_cases(name)])
def test_every_mention_of_the_cases(text: str) -> None:
    """The same holds for the entries written by hand."""
    listed = parse_reading_list(text, Source("case", "case.md", "", "case"))
    assert misplaced(listed, split_lines(text)[0]) == []


ENTRY = "**[CVPR-2016]**\n[A *Title* &amp; more]( <https://a.org/1> )\n<br>\n**Authors:** {authors}\n<br>\n**Institution:** {institutions}"


@pytest.mark.parametrize(
    ("authors", "wanted"),
    [
        ("Ada Lovelace, Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("Jos&eacute; Mart&iacute;, Alan Turing", ["Jos&eacute; Mart&iacute;", "Alan Turing"]),
        ("**Ada Lovelace**, *Alan Turing*", ["Ada Lovelace", "Alan Turing"]),
        ("[Ada Lovelace](https://a.org), Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("Ada [Lovelace](https://a.org), Alan Turing", ["Ada [Lovelace](https://a.org)", "Alan Turing"]),
        ("Ada Lovelace<sup>1,2</sup>, Alan Turing$^{1}$", ["Ada Lovelace", "Alan Turing"]),
        ("1Ada Lovelace*, Alan Turing²", ["Ada Lovelace", "Alan Turing"]),
        ("Ada\nLovelace,\n Alan  Turing", ["Ada\nLovelace", "Alan  Turing"]),
        ("Ada Lovelace<br>Alan Turing", ["Ada Lovelace", "Alan Turing"]),
        ("Lovelace, A.; Turing, A. M.", ["Lovelace, A.", "Turing, A. M."]),
        ("Ada Lovelace and Alan Turing, Jr., et al.", ["Ada Lovelace", "Alan Turing, Jr."]),
        ("Di Hu, Di Hu", ["Di Hu", "Di Hu"]),
    ],
)
def test_authors_in_every_dress(authors: str, wanted: list[str]) -> None:
    """Entities, bold, links, footnotes, wrapped lines and family names in front leave a name where it is."""
    text = ENTRY.format(authors=authors, institutions="University of London")
    (entry,) = parse_reading_list(text, Source("case", "case.md", "", "case")).entries
    lines = split_lines(text)[0]
    assert [printed(lines, author) for author in entry.authors] == wanted
    assert (printed(lines, entry.title), printed(lines, entry.links[0])) == ("A *Title* &amp; more", "https://a.org/1")


@pytest.mark.parametrize(
    ("institutions", "wanted"),
    [
        ("1 Bletchley Park;2University of London", ["Bletchley Park", "University of London"]),
        ("University of London, Facebook AI Research", ["University of London", "Facebook AI Research"]),
        ("University of\n London, Facebook AI&nbsp;Research", ["University of\n London", "Facebook AI&nbsp;Research"]),
        ("**Texas A&amp;M University**; [MIT](https://mit.edu)", ["Texas A&amp;M University", "MIT"]),
        ("MIT; University of London; MIT", ["MIT", "University of London"]),
    ],
)
def test_institutions_in_every_dress(institutions: str, wanted: list[str]) -> None:
    """Also when two are parted that stand together."""
    text = ENTRY.format(authors="Ada Lovelace", institutions=institutions)
    (entry,) = parse_reading_list(text, Source("case", "case.md", "", "case")).entries
    assert [printed(split_lines(text)[0], institution) for institution in entry.institutions] == wanted
