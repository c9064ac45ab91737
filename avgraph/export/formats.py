"""List the formats: what each is called, its file extension, media type and writer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from avgraph.export.bibtex import write_bibtex
from avgraph.export.csv_tables import write_edges, write_nodes
from avgraph.export.jsonld import write_jsonld
from avgraph.export.network import write_gexf, write_graphml
from avgraph.export.rdf import write_nquads, write_ntriples, write_rdfxml
from avgraph.export.turtle import write_turtle

Writer = Callable[..., None]
"""Takes the graph, a binary file and the base IRI; RDF writers also ``materialize``."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format the graph can be written in."""

    extension: str
    media_type: str
    description: str
    writers: dict[str, Writer]
    """The writer under the empty name, or one writer for each file of a folder."""
    is_rdf: bool = False

    @property
    def is_folder(self) -> bool:
        """Whether the format is a folder of files."""
        return "" not in self.writers

    def write(self, graph: object, file: IO[bytes], base: str, name: str = "", *, materialize: bool = False) -> None:
        """Write the graph, or the file `name` of a folder."""
        more = {"materialize": True} if materialize and self.is_rdf else {}
        self.writers[name](graph, file, base, **more)


FORMATS: dict[str, Format] = {
    "turtle": Format("ttl", "text/turtle", "RDF that people can read", {"": write_turtle}, is_rdf=True),
    "ntriples": Format("nt", "application/n-triples", "RDF, one statement a line", {"": write_ntriples}, is_rdf=True),
    "nquads": Format("nq", "application/n-quads", "RDF, for quad stores", {"": write_nquads}, is_rdf=True),
    "jsonld": Format("jsonld", "application/ld+json", "RDF as plain JSON", {"": write_jsonld}, is_rdf=True),
    "rdfxml": Format("rdf", "application/rdf+xml", "RDF as XML", {"": write_rdfxml}, is_rdf=True),
    "graphml": Format("graphml", "application/graphml+xml", "for Gephi, Cytoscape, yEd, igraph", {"": write_graphml}),
    "gexf": Format("gexf", "application/gexf+xml", "for Gephi", {"": write_gexf}),
    "csv": Format("csv", "text/csv", "a folder with nodes.csv and edges.csv", {"nodes.csv": write_nodes, "edges.csv": write_edges}),
    "bibtex": Format("bib", "application/x-bibtex", "for Zotero, JabRef, LaTeX", {"": write_bibtex}),
}
"""Every format by name. A new one is a writer and a line here."""
