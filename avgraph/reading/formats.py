"""Tell which format a file has, by its extension and by what it holds."""

import re

from avgraph.model.entries import FileFormat
from avgraph.reading.headers import field_of_header

_EXTENSIONS = {
    "bib": FileFormat.BIBTEX, "bibtex": FileFormat.BIBTEX, "csv": FileFormat.CSV, "tsv": FileFormat.CSV, "tab": FileFormat.CSV,
    "yaml": FileFormat.YAML, "yml": FileFormat.YAML, "json": FileFormat.JSON, "jsonl": FileFormat.JSON, "ndjson": FileFormat.JSON,
    "ris": FileFormat.RIS,
}  # fmt: skip
_MARKDOWN = frozenset(("md", "markdown", "mdown", "mkd", "mkdn", "rmd", "qmd", "mdx"))
_BIBTEX = re.compile(
    r"(?:\s++|%[^\n]*+\n)*@(?:article|book|booklet|comment|conference|in\w+|manual|mastersthesis|misc|online|phdthesis|preamble|proceedings|report|software|string|techreport|thesis|unpublished)\s*[{(]",
    re.IGNORECASE,
)
_RIS = re.compile(r"\s*TY {1,3}-(?: |$)", re.MULTILINE)
_JSON = re.compile(r'\s*(?:\{\s*["}]|\[\s*[\[{])')
_JOINED = re.compile(r'\s*\{"title": "')
"""How the records begin that two tables of a graph are joined to (`graph_tables`)."""
_YAML = re.compile(
    r"(?:---[^\n]*+\n|%YAML[^\n]*+\n|[^\S\n]*+(?:#[^\n]*+)?\n)*(?P<mark>-\s+)?(?P<key>[\w \"'-]{1,40}?)\s*:(?:\s[^\n]*)?\n(?P<space>[ ]*)(?P<rest>[^\n]*)"
)
_KEY = re.compile(r"(?:-\s+)?[\"']?([\w -]{1,40}?)[\"']?\s*:(?:\s|$)|-\s+\S")
_LOOKED_AT = 1 << 16


def file_format(text: str, path: str) -> FileFormat:
    """Return the format of a file; `path` may be ``<stdin>``.

    >>> file_format("@misc{a, title={On Bells}}", "bells.txt"), file_format("# Bells", "bells.md")
    (<FileFormat.BIBTEX: 'BibTeX'>, <FileFormat.MARKDOWN: 'Markdown'>)
    """
    extension = path.rpartition(".")[2].lower() if "." in path.replace("\\", "/").rpartition("/")[2] else ""
    if extension in _EXTENSIONS and not (_EXTENSIONS[extension] is FileFormat.CSV and _JOINED.match(text[:_LOOKED_AT])):
        return _EXTENSIONS[extension]
    return FileFormat.MARKDOWN if extension in _MARKDOWN else _by_content(text[:_LOOKED_AT])


def is_web_page(text: str) -> bool:
    """Tell whether a text is a page of HTML or another document of XML.

    >>> is_web_page("<!DOCTYPE html><title>Bells</title>"), is_web_page("<p>A list in Markdown</p>")
    (True, False)
    """
    return text[:4096].lstrip().lower().startswith(("<!doctype", "<html", "<?xml"))


def _by_content(start: str) -> FileFormat:
    if _BIBTEX.match(start):
        return FileFormat.BIBTEX
    if _RIS.match(start):
        return FileFormat.RIS
    if _JSON.match(start):
        return FileFormat.JSON
    if _is_yaml(start):
        return FileFormat.YAML
    return FileFormat.CSV if _is_table(start) else FileFormat.MARKDOWN


def _is_yaml(start: str) -> bool:
    """Tell whether a text opens with a key of YAML, and another or a list below it; labels of Markdown lists are printed otherwise."""
    match = _YAML.match(start)
    if match is None or "](" in match[0]:
        return False
    second = _KEY.match(match["rest"])
    if second is None:
        return False
    names = [field_of_header(match["key"].strip("\"' "))]
    names += [field_of_header(second[1])] if second[1] else []
    is_nested = len(match["space"]) > 0 or not match["mark"]
    return is_nested and (not match["mark"] or (len(names) == 2 and None not in names and len(match["space"]) >= 2))


def _is_table(start: str) -> bool:
    """Tell whether the first line names a title and more in cells that the second has as well."""
    lines = [line for line in start.split("\n") if line.strip()][:5]
    if len(lines) < 2 or lines[0].lstrip().startswith(("|", "#", "-", "*", "<", ">")):
        return False
    from avgraph.reading.structured.delimited import find_delimiter

    delimiter = find_delimiter(lines)
    names = {field_of_header(cell.strip(' "')) for cell in lines[0].split(delimiter)} - {None}
    return len(names) > 1 and not names.isdisjoint(("title", "name")) and all(delimiter in line for line in lines[1:2])
