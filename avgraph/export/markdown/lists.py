"""Write a graph as a reading list in the canonical form, which avgraph reads back to the same graph.

An entry is a tag, a linked title and labelled lines; a heading is a task; a dataset is a row of a table:

    **[CVPR-2016]**
    [Title](https://…)
    <br>
    **Authors:** First Last, First Last
    <br>
    **Institution:** One; Another
    <br>
    **Code:** [link](https://…)
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import IO

from avgraph.export.markdown.datasets import print_datasets
from avgraph.export.markdown.escape import escape_item, escape_text, escape_value, link
from avgraph.export.markdown.names import names_of, tag_and_labels
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import TASK_SEPARATOR, Attribute, NodeType, Relation
from avgraph.views.statistics import labels_to_task

LINK_LABELS: Mapping[Attribute, str] = {
    Attribute.CODE_REPOSITORY: "Code",
    Attribute.PROJECT_PAGE: "Project",
    Attribute.VIDEO: "Video",
    Attribute.SLIDES: "Slides",
    Attribute.DATA: "Dataset",
    Attribute.FURTHER_LINK: "Further link",
}
"""The label of each kind of link."""
_MOST_LEVELS = 6
_ORGANISATION = re.compile(
    r"\S+|.*\b(?:academy|center|centre|college|consortium|corp|department|group|inc|institute?|lab|labs|laborator\w+|research|school|team|universit\w+)\b.*",
    re.IGNORECASE,
)
"""Names of authors that could be those of organisations."""


def write_markdown(graph: Graph, file: IO[bytes], base: str) -> None:
    """Write the entries under their headings, in the order of the list, and the dataset table."""
    del base
    writer = _Writer(graph)
    for text in writer.parts():
        file.write(text.encode("utf-8"))


class _Writer:
    """Holds the graph and which tasks and entries lie under which task."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.entries: defaultdict[str, list[Node]] = defaultdict(list)
        self.below: defaultdict[str, list[Node]] = defaultdict(list)
        self.listed: set[str] = set()
        for entry in sorted(graph.of_type(NodeType.ENTRY), key=lambda entry: (int(entry.value(Attribute.LINE) or 0), entry.id)):
            self.entries[next(iter(entry.targets(Relation.UNDER_HEADING)), "")].append(entry)
        for task in sorted(graph.of_type(NodeType.TASK), key=lambda task: (task.lines, task.id)):
            self.below[next(iter(task.targets(Relation.BROADER)), "")].append(task)

    def parts(self) -> Iterator[str]:
        """Yield the title, the entries without a heading or the headings with theirs, and the table."""
        if "" not in self.entries:
            # Over all entries and without any of its own, the first heading is the title of the list.
            yield f"# {escape_text(self.graph.source.title) or 'Reading list'}\n"
        for entry in self.entries[""]:
            yield f"\n{self._entry(entry)}"
        yield from self._sections()
        table = print_datasets(self.graph)
        if table:
            yield f"\n## Datasets\n\n{table}"

    def _sections(self) -> Iterator[str]:
        waiting = [(task, 2) for task in reversed(self.below[""])]
        while waiting:
            task, level = waiting.pop()
            yield f"\n{'#' * min(level, _MOST_LEVELS)} {escape_text(task.label)}\n"
            for entry in self.entries[task.id]:
                yield f"\n{self._entry(entry)}"
            waiting += [(each, level + 1) for each in reversed(self.below[task.id])]

    def _entry(self, entry: Node) -> str:
        """Return the lines of an entry."""
        tag, labels = tag_and_labels(entry, self.graph)
        paper = next((self.graph.nodes[each] for each in entry.targets(Relation.LISTS_PAPER)), None)
        title, urls = _title_and_urls(entry, paper, tag)
        lines = [f"**[{tag}]**\n{link(escape_text(title), urls[0] if urls else '')}"]
        lines += [f"**{name}:** {escape_value(value)}" for name, value in labels.items()]
        lines += [f"**{name}:** {value}".rstrip() for name, value in self._names(entry)]
        if paper is None:
            lines += ["**Type:** no paper", *(f"**Further link:** {link('link', url)}" for url in urls[1:])]
        elif paper.id not in self.listed:
            self.listed.add(paper.id)
            lines += _paper_lines(paper, urls[1:])
        paths = (map(escape_item, labels_to_task(self.graph, task)) for task in entry.targets(Relation.UNDER_HEADING)[1:])
        topics = list(map(TASK_SEPARATOR.join, paths))
        lines += [f"**Topics:** {', '.join(topics)}"] if topics else []
        lines += _entry_lines(entry)
        return "\n<br>\n".join(lines) + "\n"

    def _names(self, entry: Node) -> Iterator[tuple[str, str]]:
        names = names_of(entry, self.graph)
        if names.authors:
            yield "Authors", names.print_authors(str(entry.value(Attribute.AUTHORS_AS_LISTED) or ""))
        if names.institutions:
            yield "Institution", names.print_institutions(str(entry.value(Attribute.INSTITUTIONS_AS_LISTED) or ""))
        elif any(map(_may_be_organisation, names.authors)):
            # The label says that what stands before it is people, whatever they are called.
            yield "Institution", ""


def _may_be_organisation(name: str) -> bool:
    return _ORGANISATION.fullmatch(name) is not None or any(word.isupper() and word.isalpha() and len(word) > 1 for word in name.split())


def _title_and_urls(entry: Node, paper: Node | None, tag: str) -> tuple[str, list[str]]:
    """Return the title as the entry prints it, and the addresses of its paper, or of what it lists instead."""
    holder = entry if paper is None else paper
    urls = [str(url) for url in holder.values(Attribute.URL)]
    if paper is None:
        return str(entry.value(Attribute.TITLE_AS_LISTED) or entry.label), urls
    printed = str(entry.value(Attribute.TAG) or tag)
    titles = [str(title) for attribute in (Attribute.TITLE, Attribute.ALTERNATIVE) for title in paper.values(attribute)]
    title = next((title for title in titles if entry.label in (title, f"[{printed}] {title}")), paper.label)
    return title, urls


def _paper_lines(paper: Node, more_urls: list[str]) -> Iterator[str]:
    """Yield what entries say of a paper as a whole; one of them says it."""
    if more_urls:
        yield f"**Paper link:** {', '.join(link('link', url) for url in more_urls)}"
    for attribute, label in LINK_LABELS.items():
        urls = paper.values(attribute)
        if urls:
            yield f"**{label}:** {', '.join(link('link', str(url)) for url in urls)}"
    for date in paper.values(Attribute.DATE_PUBLISHED):
        yield f"**Date:** {date}"


def _entry_lines(entry: Node) -> Iterator[str]:
    for summary in entry.values(Attribute.SUMMARY_AS_LISTED):
        yield f"**Summary:** {escape_value(str(summary))}"
    keywords = entry.values(Attribute.KEYWORD)
    if keywords:
        yield f"**Keywords:** {', '.join(escape_item(str(keyword)) for keyword in keywords)}"
    for note in entry.values(Attribute.NOTE_AS_LISTED):
        yield f"**Note:** {escape_value(str(note))}"
