"""Hold what all files of a release are made from: the graph, its statements, the lines of the list, where it is published."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from avgraph.explorer.page import LARGEST_TOGETHER
from avgraph.model.graph import Graph
from avgraph.site.content.entity_index import EntityIndex
from avgraph.site.content.figures import describe_source
from avgraph.site.content.source_text import read_entries
from avgraph.site.content.statement_index import StatementIndex
from avgraph.site.pages.addresses import Folder
from avgraph.sparql.engine import Engine
from avgraph.sparql.questions import ShippedQuery, load_shipped
from avgraph.views.projections import VIEWS
from avgraph.views.statistics import has_few_authors


@dataclass
class Edition:
    """One edition of a release."""

    graph: Graph
    base: str
    """The namespace of the resources."""
    lines: Sequence[str] | None
    """The lines of the list, where it is at hand."""
    url: str | None
    """Where the folder is published, with a slash at its end."""
    day: str
    """When it was published, as ISO 8601 has it."""
    site: Folder = field(init=False)
    """The addresses, as seen from the first page."""

    def __post_init__(self) -> None:
        """Name the questions that have pages."""
        names = frozenset(question.name for question in self.questions)
        first = "knowledge" if has_few_authors(self.graph) else "coauthors"
        others = (name for name in VIEWS if name != first and len(self.graph.nodes) <= LARGEST_TOGETHER)
        self.site = Folder(self.graph.source.title, self.base, views=(first, *others), url=self.url, questions=names, has_news=True)

    def site_of(self, path: str) -> Folder:
        """Return the addresses as seen from a file."""
        depth, is_entity = path.count("/"), path.startswith("id/")
        if (depth, is_entity) not in self._sites:
            root = "../" * depth
            self._sites[depth, is_entity] = replace(self.site, root=root, entities=root[3:] if is_entity else f"{root}id/")
        return self._sites[depth, is_entity]

    @property
    def site_of_any(self) -> Folder:
        """The addresses as seen from every address of the host: from its root."""
        root = urlsplit(self.url).path if self.url else ""
        return replace(self.site, root=root, entities=f"{root}id/")

    @cached_property
    def _sites(self) -> dict[tuple[int, bool], Folder]:
        return {}

    @cached_property
    def questions(self) -> list[ShippedQuery]:
        """The shipped questions that can be asked without parameters."""
        return [each for each in load_shipped().values() if not any(parameter.is_required for parameter in each.parameters)]

    @cached_property
    def engine(self) -> Engine:
        """What answers SPARQL."""
        return Engine.of_graph(self.graph, self.base)

    @cached_property
    def statement_index(self) -> StatementIndex:
        """The statements."""
        return StatementIndex(self.graph, self.base)

    @cached_property
    def entity_index(self) -> EntityIndex:
        """Papers and entities by id."""
        return EntityIndex(self.engine, is_bounded=False)

    @cached_property
    def source(self) -> dict[str, Any]:
        """What is known of the list."""
        return describe_source(self.engine)

    @cached_property
    def _entries(self) -> list[tuple[int, str]]:
        return read_entries(self.engine, 0, 2**31)

    def read_entries(self, first: int, last: int) -> list[tuple[int, str]]:
        """Return what the entries of some lines say, each with its line."""
        start, end = (bisect_left(self._entries, line, key=lambda row: row[0]) for line in (first, last + 1))
        return self._entries[start:end]

    def address(self, path: str) -> str:
        """Return the address of a file of the release: absolute where it is known where that is published, else relative to the folder."""
        return f"{self.url or ''}{path}"
