"""The HTML of entity pages, from rows as the endpoint gives them."""

import re
from typing import Any

from avgraph.model.vocabulary import AVG, BASE_IRI, PROV, RDF, RDFS, SCHEMA, SKOS
from avgraph.site.pages.addresses import Site
from avgraph.site.pages.entity import entity_page
from avgraph.site.pages.lists import ListRequest, list_page
from avgraph.views.wording import name_subject, name_value

SITE = Site("a list", BASE_IRI)


def row(predicate: str, value: str, kind: str = "literal", **more: str) -> dict[str, Any]:
    """Return a row of the queries of entity pages."""
    return {
        "predicate": {"type": "uri", "value": predicate},
        "value": {"type": kind, "value": value},
        **{name: {"type": "literal", "value": text} for name, text in more.items()},
    }


def page(said: list[dict[str, Any]], heard: list[dict[str, Any]] | None = None, path: str = "author/ann") -> str:
    """Return the page of an entity."""
    return entity_page(path, SITE, said, heard or [])


def test_a_label_is_not_reversed() -> None:
    """Characters that reorder are named in headings, titles and values, and are in no address."""
    made = page(
        [row(RDFS + "label", "invoice\u202efdp"), row(SCHEMA + "url", "https://example.org/\u202egro", "uri")],
        [row(AVG + "hasAuthor", BASE_IRI + "paper/\u2067x", "uri", label="\u2066One", year="2020")],
    )
    assert "invoice[U+202E]fdp</h1>" in made
    assert "[U+2066]One" in made
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", made)


def test_a_long_list_says_that_it_is_cut() -> None:
    """Beyond 300 values the page leads to the query for all."""
    heard = [row(AVG + "hasAuthor", f"{BASE_IRI}paper/p{number}", "uri", label=f"Paper {number}") for number in range(301)]
    made = page([row(RDFS + "label", "Ann")], heard)
    assert '<span class="count">301 or more</span>' in made
    assert ">Paper 299<" in made
    assert ">Paper 300<" not in made
    assert "ask for all" in made
    assert "/query?query=SELECT%20%3Fentity%20WHERE%20%7B%20%3Fentity%20%3Chttps%3A" in made


def test_what_is_no_web_address_is_no_link() -> None:
    """Script and data addresses stay text."""
    made = page(
        [row(RDFS + "label", "Ann"), row(SCHEMA + "url", "javascript:alert(1)", "uri"), row(SCHEMA + "url", "data:text/html,x", "uri")]
    )
    assert "<span>javascript:alert(1)</span>" in made
    assert not re.search(r'href="(?:javascript|data:text)', made)


def test_nothing_is_said_twice() -> None:
    """The heading, the inverse of what is said, and the second place of one author are left out."""
    entry = BASE_IRI + "entry/e"
    made = page(
        [
            row(RDF + "type", AVG + "Paper", "uri"),
            row(RDFS + "label", "One"),
            row("http://purl.org/dc/terms/title", "One"),
            row(AVG + "hasAuthor", BASE_IRI + "author/ann", "uri", label="Ann", place="1"),
            row(AVG + "hasAuthor", BASE_IRI + "author/ann", "uri", label="Ann", place="3"),
            row(AVG + "hasEntry", entry, "uri", label="[X] One"),
        ],
        [row(AVG + "listsPaper", entry, "uri", label="[X] One")],
        "paper/one",
    )
    assert made.count("/id/author/ann") == 1
    assert made.count("/id/entry/e") == 1
    assert ">title<" not in made
    assert "What refers to it" not in made
    assert '<p class="kind soft"><a href="/id/paper">Paper</a></p>' in made


def test_every_predicate_has_words() -> None:
    """What the ontology does not define is named in words, not by its address."""
    assert name_value(PROV + "hadPrimarySource") == "stands in"
    assert name_value(PROV + "wasDerivedFrom") == "was derived from"
    assert name_subject(SKOS + "hasTopConcept") == "top task of"


def test_a_list_of_what_is_not_stated_says_so() -> None:
    """Of a kind that the list names nobody of there is no way out of a filter to offer; of a filter that leaves nothing there is."""
    content: dict[str, Any] = {"rows": [], "count": 0, "narrowed": [], "tasks": [], "places": []}
    assert "The list states no people." in list_page(SITE, ListRequest("author"), [], content)
    assert 'Nothing fits. <a href="/id/author">' in list_page(SITE, ListRequest("author", since=2030), [], content)


def test_many_people_of_a_venue_are_cut() -> None:
    """Of more than a thousand the page holds the first, and leads to the list of all."""
    ids = [f"author/a{number}" for number in range(1001)]
    described = {
        "id": "venue/v", "iri": BASE_IRI + "venue/v", "type": "Journal", "label": "V", "papers": [], "works": [], "forms": ["V"], "places": [],
        "facts": {"Authors": [f"A{number} (1)" for number in range(1001)]}, "ids": {"Authors": ids}, "counts": {"Authors": [1] * 1001},
    }  # fmt: skip
    made = entity_page("venue/v", SITE, [row(RDFS + "label", "V")], [], described)
    assert ">A999<" in made
    assert ">A1000<" not in made
    assert '<a href="/id/author?venue=venue/v">all 1,001 as a list</a>' in made
