"""List the formats: what each is called, its file extension, media type, writers of the graph and of views."""

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any

from avgraph.model.graph import Graph
from avgraph.model.vocabulary import NodeType, Relation

if TYPE_CHECKING:
    import pyoxigraph


@dataclass(frozen=True, slots=True)
class Format:
    """One format the graph can be written in."""

    extension: str
    media_type: str
    description: str
    writers: dict[str, str]
    """The writer under the empty name, or one writer for each file of a folder.

    A writer is named by module and function, and imported when it is used. It takes the graph, a
    binary file and the base IRI; one of a folder also the name of the file, one of RDF ``materialize``.
    """
    view_writers: dict[str, str] = field(default_factory=dict)
    """The writers of a view, named as `writers` are; none where a view is not written so."""
    folder_writer: str = ""
    """The writer of a folder whose files depend on the graph and on what is there; it takes the graph, the folder and the base IRI."""
    module: str = ""
    """The module of an extra without which it is not written."""

    @property
    def rdf_format(self) -> "pyoxigraph.RdfFormat | None":
        """The format as pyoxigraph knows it, or None where it is not RDF."""
        from pyoxigraph import RdfFormat

        return RdfFormat.from_media_type(self.media_type)

    @property
    def is_rdf(self) -> bool:
        """Whether the format is RDF."""
        return self.rdf_format is not None

    @property
    def is_folder(self) -> bool:
        """Whether the format is a folder of files."""
        return "" not in self.writers

    def write(self, graph: Graph, file: IO[bytes], base: str, name: str = "", *, materialize: bool = False) -> None:
        """Write the graph, or the file `name` of a folder."""
        more: dict[str, Any] = {"materialize": True} if materialize and self.is_rdf else {}
        load_writer(self.writers[name])(graph, file, base, **more, **({"name": name} if name else {}))


def load_writer(name: str) -> Callable[..., Any]:
    """Import a writer by the name of its module in this package and its own."""
    module, function = name.split(":")
    writer: Callable[..., Any] = getattr(import_module(f"avgraph.export.{module}"), function)
    return writer


_NEO4J_FILES = (
    *(f"{node_type.value}.csv" for node_type in NodeType), *(f"relation-{relation.value}.csv" for relation in Relation), "import.sh"
)  # fmt: skip
_TABLES = ("nodes.csv", "edges.csv")
_PARQUET = ("nodes.parquet", "edges.parquet")

FORMATS: dict[str, Format] = {
    "turtle": Format("ttl", "text/turtle", "RDF that people can read", {"": "turtle:write_turtle"}),
    "trig": Format("trig", "application/trig", "RDF that people can read, the graph named", {"": "turtle:write_trig"}),
    "ntriples": Format("nt", "application/n-triples", "RDF, one statement a line", {"": "rdf:write_ntriples"}),
    "nquads": Format("nq", "application/n-quads", "RDF for quad stores, the graph named", {"": "rdf:write_nquads"}),
    "jsonld": Format("jsonld", "application/ld+json", "RDF as plain JSON", {"": "jsonld:write_jsonld"}),
    "rdfxml": Format("rdf", "application/rdf+xml", "RDF as XML", {"": "rdf:write_rdfxml"}),
    "graphml": Format(
        "graphml", "application/graphml+xml", "for Gephi, Cytoscape, yEd, igraph",
        {"": "network:write_graphml"}, {"": "views:write_graphml"},
    ),
    "gexf": Format("gexf", "application/gexf+xml", "for Gephi, with time", {"": "network:write_gexf"}, {"": "views:write_gexf"}),
    "csv": Format(
        "csv", "text/csv", "a folder with nodes.csv and edges.csv",
        dict.fromkeys(_TABLES, "csv_tables:write_graph_table"), dict.fromkeys(_TABLES, "views:write_table"),
    ),
    "neo4j": Format(
        "neo4j", "text/csv", "a folder with a file a label and relation, and the command", dict.fromkeys(_NEO4J_FILES, "neo4j:write_file")
    ),
    "html": Format("html", "text/html", "an interactive page, one file", {"": "views:write_graph_html"}, {"": "views:write_html"}),
    "bibtex": Format("bib", "application/x-bibtex", "for Zotero, JabRef, LaTeX", {"": "bibtex:write_bibtex"}),
    "ris": Format("ris", "application/x-research-info-systems", "for EndNote, Zotero, Mendeley", {"": "ris:write_ris"}),
    "csljson": Format(
        "json", "application/vnd.citationstyles.csl+json", "for pandoc, Zotero, citeproc", {"": "csljson:write_csljson"}
    ),
    "obsidian": Format("obsidian", "text/markdown", "a vault with a note an entity", {}, folder_writer="apps.vault:write_vault"),
    "vosviewer": Format(
        "vosviewer.json", "application/vnd.vosviewer+json", "a map of the co-authors, or of --view",
        {"": "apps.vosviewer:write_coauthors"}, {"": "apps.vosviewer:write_view"},
    ),
    "parquet": Format(
        "parquet", "application/vnd.apache.parquet", "a folder with nodes.parquet and edges.parquet (needs pyarrow)",
        dict.fromkeys(_PARQUET, "apps.parquet:write_graph_table"), dict.fromkeys(_PARQUET, "apps.parquet:write_view_table"), module="pyarrow",
    ),
    "markdown": Format("md", "text/markdown", "a reading list that avgraph reads back", {"": "markdown.lists:write_markdown"}),
}  # fmt: skip
"""Every format by name. A new one is a writer in a module of this package, and a line here."""
