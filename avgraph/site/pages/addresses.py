"""Where the pages of a site stand: on a server, which answers questions, or in a folder of files, which cannot."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar
from urllib.parse import quote, urlencode

from avgraph.model.vocabulary import NodeType
from avgraph.views.find import NAMED_TYPES
from avgraph.views.projections import VIEWS

POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'"
"""What a page may load (Content-Security-Policy): the assets of its own site."""
HEADINGS = {"author": "People", "paper": "Papers", "institution": "Institutions", "task": "Tasks", "dataset": "Datasets", "venue": "Venues"}
"""What the lists of each kind are called."""
DATA_FORMATS = {
    "turtle": ("Turtle", "text/turtle", "index.ttl"),
    "jsonld": ("JSON-LD", "application/ld+json", "index.jsonld"),
    "ntriples": ("N-Triples", "application/n-triples", None),
    "rdfxml": ("RDF/XML", "application/rdf+xml", None),
    "json": ("JSON", "application/json", None),
    "csv": ("CSV", "text/csv", "index.csv"),
    "bibtex": ("BibTeX", "application/x-bibtex", None),
}
"""What a page is given as beside HTML: for people, media type, and the file beside the page where there is one."""
_DRAWN_IN = {
    node_type.kind: {NodeType.AUTHOR: "coauthors", NodeType.INSTITUTION: "institutions", NodeType.TASK: "tasks"}.get(node_type, "knowledge")
    for node_type in NAMED_TYPES
}


@dataclass(frozen=True, slots=True)
class Site:
    """The addresses of a server, and what all its pages share."""

    name: str
    """Of the list or dump, for people."""
    base: str
    """The namespace of the resources."""
    root: str = "/"
    """Where the pages stand, before every link."""
    views: tuple[str, ...] = tuple(VIEWS)
    """The views that are drawn."""
    is_folder: ClassVar[bool] = False
    policy: ClassVar[str | None] = None
    """What a page itself says that it may load, where no server says so."""

    @property
    def home(self) -> str:
        """The address of the first page."""
        return self.root

    @property
    def navigation(self) -> list[tuple[str, str]]:
        """What the head of each page leads to: name and address."""
        lists = [(heading, self.listing(kind)) for kind, heading in HEADINGS.items()]
        return [*lists, ("Explore", self.view(self.views[0])), *((name, self.page(name.lower())) for name in self._pages)]

    @property
    def _pages(self) -> tuple[str, ...]:
        return ("Query", "Ontology")

    def page(self, name: str) -> str:
        """Return the address of a page that is there once: ``query``, ``search``, ``ontology``, ``shapes``, ``questions``."""
        return f"{self.root}{name}"

    def asset(self, name: str) -> str:
        """Return the address of a script or style."""
        return f"{self.root}assets/{name}"

    def link(self, node: str) -> str:
        """Return the address of the page of an entity, by its id."""
        path, mark, fragment = node.partition("#")
        return f"{self.root}id/{quote(path, errors='replace')}{mark}{quote(fragment, safe='=,', errors='replace')}"

    def listing(self, kind: str, page: int = 1) -> str:
        """Return the address of a part of the list of the entities of a kind."""
        return self.narrowed(kind, [("page", page)] if page > 1 else []) or ""

    def narrowed(self, kind: str, parameters: Iterable[tuple[str, str | int]]) -> str | None:
        """Return the address of a list as a reader asks for it: narrowed, sorted; None where it cannot be asked for."""
        query = urlencode(list(parameters), safe="/,", errors="replace", quote_via=quote)
        return f"{self.root}id/{kind}{'?' if query else ''}{query}"

    def line(self, source: str, first: int, last: int) -> str:
        """Return the address of a place of the list, which its fragment names (RFC 5147) and the page shows with what stands around it."""
        path, _, fragment = self.link(f"{source}#line={first - 1},{last}").partition("#")
        return f"{path}?line={first}#{fragment}"

    def around(self, source: str, line: int) -> str:
        """Return the address of the lines of the list around one."""
        return f"{self.link(source)}?line={line}"

    def query(self, text: str) -> str | None:
        """Return the address of the page that asks a query, or None."""
        return f"{self.root}query?query={quote(text, safe='', errors='replace')}"

    def question(self, name: str) -> str | None:
        """Return the address of a shipped question, None for one that has no page."""
        return f"{self.root}query?{urlencode({'question': name})}"

    def view(self, name: str) -> str:
        """Return where a view is drawn."""
        return f"{self.root}explore/{name}"

    def explore(self, node: str) -> str | None:
        """Return where an entity is drawn, or None."""
        view = _DRAWN_IN.get(node.partition("/")[0])
        if view not in self.views:
            return None
        address = self.view(view)
        return f"{address}{'&' if '#' in address else '#'}node={quote(node)}"

    def data(self, *names: str) -> list[tuple[str, str, str]]:
        """Return what the page that is shown is given as beside HTML, of some formats: name, media type and address."""
        return [(*DATA_FORMATS[name][:2], f"?format={name}") for name in names]


@dataclass(frozen=True, slots=True)
class Folder(Site):
    """The addresses of a folder of files, each relative to the page that is shown and with the name of its file, so that no server is needed."""

    root: str = ""
    """From the page that is shown to the folder."""
    entities: str = "id/"
    """From the page that is shown to the folder of the entities."""
    url: str | None = None
    """Where the folder is published."""
    questions: frozenset[str] = frozenset()
    """The shipped questions that have a page."""
    has_news: bool = False
    """Whether there is a page of what is new."""
    is_folder: ClassVar[bool] = True
    policy: ClassVar[str | None] = POLICY

    @property
    def home(self) -> str:
        """The address of the first page."""
        return f"{self.root}index.html"

    @property
    def _pages(self) -> tuple[str, ...]:
        return ("Questions", *(("New",) if self.has_news else ()), "Data", "Ontology")

    def page(self, name: str) -> str:
        """Return the address of a page that is there once."""
        return f"{self.root}{name}/index.html"

    def link(self, node: str) -> str:
        """Return the address of the page of an entity, by its id."""
        return self.entities + _entity_file(node)

    def listing(self, kind: str, page: int = 1) -> str:
        """Return the address of a part of the list of the entities of a kind."""
        return f"{self.root}lists/{kind}/{f'page-{page}' if page > 1 else 'index'}.html"

    def listing_as(self, kind: str, extension: str) -> str:
        """Return the address of the list of the entities of a kind as a file of data."""
        return f"{self.root}lists/{kind}/index.{extension}"

    def narrowed(self, kind: str, parameters: Iterable[tuple[str, str | int]]) -> str | None:
        """Return None: files are not narrowed."""
        del kind, parameters
        return None

    def line(self, source: str, first: int, last: int) -> str:
        """Return the address of a place of the list, which its fragment names (RFC 5147)."""
        return self.link(f"{source}#line={first - 1},{last}")

    def around(self, source: str, line: int) -> str:
        """Return the address of the list."""
        del line
        return self.link(source)

    def query(self, text: str) -> str | None:
        """Return None: files answer no query."""
        del text
        return None

    def question(self, name: str) -> str | None:
        """Return the address of a shipped question, None for one that has no page."""
        return f"{self.root}questions/{name}/index.html" if name in self.questions else None

    def view(self, name: str) -> str:
        """Return where a view is drawn."""
        return f"{self.root}explore/index.html{f'#view={name}' if name != self.views[0] else ''}"

    def data(self, *names: str) -> list[tuple[str, str, str]]:
        """Return the files beside the page that is shown, of some formats: name, media type and address."""
        return [(name, media_type, file) for name, media_type, file in (DATA_FORMATS[each] for each in names) if file]


@lru_cache(maxsize=1 << 17)
def _entity_file(node: str) -> str:
    path, mark, fragment = node.partition("#")
    return f"{quote(path, errors='replace')}/index.html{mark}{quote(fragment, safe='=,', errors='replace')}"
