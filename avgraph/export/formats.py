"""List the formats: what each is called, its file extension, media type and writer."""

from dataclasses import dataclass
from importlib import import_module
from typing import IO

from avgraph.model.graph import Graph


@dataclass(frozen=True, slots=True)
class Format:
    """One format the graph can be written in."""

    extension: str
    media_type: str
    description: str
    writers: dict[str, str]
    """The writer under the empty name, or one writer for each file of a folder.

    A writer is named by module and function, and imported when it is used. It takes the graph, a
    binary file and the base IRI; writers of RDF also take ``materialize``.
    """
    is_rdf: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether the format is a folder of files."""
        return "" not in self.writers

    def write(self, graph: Graph, file: IO[bytes], base: str, name: str = "", *, materialize: bool = False) -> None:
        """Write the graph, or the file `name` of a folder."""
        module, function = self.writers[name].split(":")
        writer = getattr(import_module(f"avgraph.export.{module}"), function)
        more = {"materialize": True} if materialize and self.is_rdf else {}
        writer(graph, file, base, **more)


FORMATS: dict[str, Format] = {
    "turtle": Format("ttl", "text/turtle", "RDF that people can read", {"": "turtle:write_turtle"}, is_rdf=True),
    "ntriples": Format("nt", "application/n-triples", "RDF, one statement a line", {"": "rdf:write_ntriples"}, is_rdf=True),
    "nquads": Format("nq", "application/n-quads", "RDF, for quad stores", {"": "rdf:write_nquads"}, is_rdf=True),
    "jsonld": Format("jsonld", "application/ld+json", "RDF as plain JSON", {"": "jsonld:write_jsonld"}, is_rdf=True),
    "rdfxml": Format("rdf", "application/rdf+xml", "RDF as XML", {"": "rdf:write_rdfxml"}, is_rdf=True),
    "graphml": Format("graphml", "application/graphml+xml", "for Gephi, Cytoscape, yEd, igraph", {"": "network:write_graphml"}),
    "gexf": Format("gexf", "application/gexf+xml", "for Gephi", {"": "network:write_gexf"}),
    "csv": Format(
        "csv", "text/csv", "a folder with nodes.csv and edges.csv",
        {"nodes.csv": "csv_tables:write_nodes", "edges.csv": "csv_tables:write_edges"},
    ),
    "html": Format("html", "text/html", "an interactive page, one file", {"": "html:write_html"}),
    "bibtex": Format("bib", "application/x-bibtex", "for Zotero, JabRef, LaTeX", {"": "bibtex:write_bibtex"}),
}  # fmt: skip
"""Every format by name. A new one is a writer in a module of this package, and a line here."""
