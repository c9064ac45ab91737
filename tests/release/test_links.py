"""The whole site of a small list: every address in it leads to a file, and what it describes is what it holds."""

import gzip
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import pyshacl
import pytest
from pyoxigraph import RdfFormat, Store, parse

from avgraph.knowledge import open as open_knowledge_graph
from avgraph.rdf.dump_file import fill_from_dump
from tests.release.conftest import URL, read_files

_OF_SCRIPTS = ("node=", "view=", "line=")
"""Fragments that the explorer reads; of lines those that entities share are within one element."""


class Page(HTMLParser):
    """The addresses and anchors of a page."""

    def __init__(self, text: str) -> None:
        """Read it."""
        super().__init__()
        self.addresses: list[str] = []
        self.anchors: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take what a tag leads to."""
        del tag
        for name, value in attrs:
            if name in ("href", "src", "action", "data-root"):
                self.addresses.append(value or "")
            elif name == "id":
                self.anchors.add(value or "")


def file_at(folder: Path, path: str) -> Path | None:
    """Return the file that a static server gives for a path: itself, or the index of a folder, to which it redirects."""
    target = folder / unquote(path)
    target = target / "index.html" if target.is_dir() else target
    return target if target.is_file() else None


def pages(folder: Path) -> Iterator[tuple[str, Page]]:
    """Yield the pages of a release by their paths; the explorer's makes its links with a script."""
    for path, content in read_files(folder).items():
        if path.endswith(".html") and path != "explore/index.html":
            yield path, Page(content.decode())


@pytest.mark.slow
def test_every_link_leads_to_a_file(released: Path) -> None:
    """Of every page, from where it stands; what follows # is there as well."""
    found = dict(pages(released))
    wrong = []
    for path, page in found.items():
        for address in page.addresses:
            target = urlsplit(urljoin(f"{URL}{path}", address))
            if target.netloc != urlsplit(URL).netloc or address == "data:,":
                assert address.startswith(("http://", "https://", "data:")), address
                continue
            file = file_at(released, target.path.removeprefix(urlsplit(URL).path))
            if file is None:
                wrong.append((path, address))
            elif target.fragment and not target.fragment.startswith(_OF_SCRIPTS):
                anchors = found[file.relative_to(released).as_posix()].anchors
                assert unquote(target.fragment) in anchors, (path, address)
    assert wrong == []
    assert len(found) > 40


def test_shortened_addresses_lead_to_the_lists(released: Path) -> None:
    """The folders of lists and of entities have a page with all kinds, counted."""
    for folder in ("lists", "id"):
        page = (released / folder / "index.html").read_text(encoding="utf-8")
        assert set(Page(page).addresses) >= {
            f"../lists/{kind}/index.{end}" for kind in ("paper", "author") for end in ("html", "csv", "json")
        }


def test_every_iri_leads_to_its_page(released: Path) -> None:
    """In whatever file it stands: pages, Turtle, JSON-LD, dumps, feed, sitemap."""
    addresses: set[str] = set()
    for path, content in read_files(released).items():
        text = gzip.decompress(content) if path.endswith(".gz") else content
        addresses |= set(re.findall(rf'{re.escape(URL)}[^\s"<>\\|,{{}}\']*', text.decode("utf-8", "replace")))
    for turtle in released.rglob("*.ttl"):
        addresses |= {
            term.value
            for quad in parse(turtle.read_bytes(), format=RdfFormat.TURTLE)
            for term in (quad.subject, quad.object)
            if getattr(term, "value", "").startswith(URL)
        }
    paths = {urlsplit(address).path.removeprefix(urlsplit(URL).path) for address in addresses}
    # Prefixes of Turtle are the beginnings of IRIs, and none themselves.
    prefixes = {f"id/{kind}/" for kind in ("author", "authorship", "dataset", "entry", "institution", "paper", "task", "venue")} | {"id/"}
    assert {path for path in paths - prefixes if path.strip(".,;)") and file_at(released, path) is None} == set()
    assert len(paths) > 60


def test_no_page_asks_others(released: Path) -> None:
    """What a page loads is of the site, and its policy says so."""
    for path, content in read_files(released).items():
        if path.endswith(".html"):
            text = content.decode()
            assert "Content-Security-Policy" in text, path
            assert not re.search(r'<(?:script|img|iframe|object)[^>]*src="(?!\.\.?/|assets/|/sound/)', text), path
            assert not re.search(r'<link rel="stylesheet" href="(?:https?:)?//', text), path


def test_hostile_titles_are_text(released: Path) -> None:
    """Markup and reversing marks of a list are named, never run."""
    text = (released / "lists" / "paper" / "index.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;Gongs" in text or "Gongs" in text
    assert "<b>Gongs" not in text
    assert not any("\u202e" in content.decode() for path, content in read_files(released / "lists").items() if path.endswith(".html"))


def test_the_description_counts_as_sparql_does(released: Path) -> None:
    """VoID says of the dump what queries of it say."""
    (dump,) = released.glob("data/*.ttl")
    store: Any = Store()
    described: Any = Store()
    fill_from_dump(store, dump)
    described.load((released / "void.ttl").read_bytes(), format=RdfFormat.TURTLE)
    void = "PREFIX void: <http://rdfs.org/ns/void#> "
    (total,) = described.query(f"{void} SELECT ?n {{ ?d a void:Dataset ; void:triples ?n ; void:classes ?c }}")
    assert int(total["n"].value) == len(store)
    rows = list(described.query(f"{void} SELECT ?c ?n {{ ?p void:class ?c ; void:entities ?n }}"))
    assert rows
    for row in rows:
        (counted,) = store.query(f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s a {row['c']} }}")
        assert counted["n"] == row["n"], row["c"]


@pytest.mark.parametrize("profile", ["dcat_ap", "void"])
def test_the_description_holds_to_its_profile(released: Path, profile: str) -> None:
    """So says pySHACL, which is not ours; and it says so of a description from which something is taken out."""
    shapes = (Path(__file__).parent / "shapes" / f"{profile}.ttl").read_text(encoding="utf-8")
    text = (released / "void.ttl").read_text(encoding="utf-8")
    conforms, _, message = pyshacl.validate(text, data_graph_format="turtle", shacl_graph=shapes, shacl_graph_format="turtle")
    assert conforms, message
    assert text == (released / ".well-known" / "void").read_text(encoding="utf-8")
    for line in ("    dcat:byteSize", "    void:uriSpace"):
        broken = "\n".join(f"{line} <urn:none> ;" if each.startswith(line) else each for each in text.split("\n"))
        conforms = pyshacl.validate(broken, data_graph_format="turtle", shacl_graph=shapes, shacl_graph_format="turtle")[0]
        assert conforms is (line.startswith("    dcat") != (profile == "dcat_ap"))


def test_checksums_and_sizes_are_those_of_the_dumps(released: Path) -> None:
    """In SHA256SUMS, in the crate and in the catalogue; every dump is named in all three."""
    lines = (released / "data" / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = {name: checksum for checksum, name in (line.split("  ", 1) for line in lines)}
    crate = {each["@id"]: each for each in json.loads((released / "ro-crate-metadata.json").read_bytes())["@graph"]}
    catalogue = (released / "void.ttl").read_text(encoding="utf-8")
    assert {path.name for path in (released / "data").iterdir()} == {*sums, "SHA256SUMS", "index.html"}
    for name, checksum in sums.items():
        content = (released / "data" / name).read_bytes()
        assert sha256(content).hexdigest() == checksum == crate[f"data/{name}"]["sha256"]
        assert checksum in catalogue
        assert crate[f"data/{name}"]["contentSize"] == str(len(content))


def test_the_dump_is_the_graph(released: Path, listed: Path) -> None:
    """With the IRIs of the site, in each format that RDF has."""
    graph = open_knowledge_graph(listed, base_iri=f"{URL}id/").to_rdflib()
    for name, form in (("ttl", RdfFormat.TURTLE), ("nt.gz", RdfFormat.N_TRIPLES), ("rdf.gz", RdfFormat.RDF_XML)):
        (path,) = released.glob(f"data/*.{name}")
        content = path.read_bytes()
        assert len(list(parse(gzip.decompress(content) if name.endswith("gz") else content, format=form))) == len(graph)


@pytest.mark.parametrize("name", ["feed.atom", "sitemap.xml", "opensearch.xml"])
def test_xml_is_well_formed(released: Path, name: str) -> None:
    """As a parser of XML says."""
    ElementTree.fromstring((released / name).read_bytes())  # noqa: S314  (made here)


def test_the_page_of_what_is_not_there_works_at_every_address(released: Path) -> None:
    """Its links begin at the root of the host."""
    addresses = Page((released / "404.html").read_text(encoding="utf-8")).addresses
    assert {address for address in addresses if not address.startswith(("/sound/", "data:", "#", URL))} == set()


def test_every_row_of_the_shapes_names_what_it_constrains(released: Path) -> None:
    """Also where its path is one of several."""
    page = (released / "shapes" / "index.html").read_text(encoding="utf-8")
    assert "minCount 1" in page
    assert '<th scope="row"></th>' not in page


def test_the_script_of_the_search_is_no_module(released: Path) -> None:
    """Nothing awaits at its top level, as only a module may: browsers load no module from the file system."""
    text = (released / "assets" / "find.js").read_text(encoding="utf-8")
    assert "Module=(()=>{" in text
    assert "Module=await" not in text


def test_the_first_page_leads_programs_on(released: Path) -> None:
    """It links its identifier, licence, descriptions and dumps (FAIR Signposting)."""
    text = (released / "index.html").read_text()
    links = re.findall(r'<link rel="([a-z-]+)" href="([^"]+)"', text)
    relations = {relation: [address for name, address in links if name == relation] for relation, _ in links}
    assert relations["cite-as"][0].startswith(f"{URL}id/graph/")
    assert relations["license"] == ["https://spdx.org/licenses/MIT"]
    assert relations["describedby"] == ["void.ttl", "void.jsonld", "ro-crate-metadata.json"]
    dumps = {path.name for path in (released / "data").iterdir()} - {"index.html", "SHA256SUMS"}
    assert {unquote(address).removeprefix("data/") for address in relations["item"]} == dumps
