"""What an entity is, as JSON-LD in the words of schema.org, for search engines that read it in the page."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from avgraph.model.vocabulary import TASK_SEPARATOR
from avgraph.site.pages.addresses import Site

_TYPES = {"author": "Person", "paper": "ScholarlyArticle", "institution": "Organization", "task": "DefinedTerm", "dataset": "Dataset"}
_MOST = 60
"""Papers and people that are named."""
_LINKED = {
    "author": {"Affiliated with": "affiliation"},
    "paper": {"Authors": "author", "Published in": "isPartOf", "Tasks": "about", "Institutions": "mentions"},
    "institution": {"Part of": "parentOrganization", "Units": "subOrganization"},
    "dataset": {"Introduced by": "subjectOf", "Used for": "about"},
}
"""Properties of the entities that facts name."""
_STATED = {"Year": "datePublished", "Links": "url", "Same as": "sameAs", "Also written": "alternateName", "Summary": "abstract"}
"""Properties of the texts of facts."""
_OF_PAPERS = {"author": "author", "task": "about", "institution": "mentions", "venue": "isPartOf"}
"""Properties by which papers lead to an entity."""


def structured_data(description: Mapping[str, Any], site: Site) -> str:
    """Return JSON-LD that may stand in a script element: no `<` is in it."""
    kind = description["id"].partition("/")[0]
    linked = {
        name: [
            _reference(text, node, site) for text, node in zip(description["facts"][fact], description["ids"][fact], strict=True) if node
        ]
        for fact, name in _LINKED.get(kind, {}).items()
        if fact in description["facts"]
    }
    stated = {name: list(description["facts"][fact]) for fact, name in _STATED.items() if fact in description["facts"]}
    content: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@id": description["iri"],
        "@type": _TYPES.get(kind, "Periodical" if description["type"] == "Journal" else "CreativeWork"),
        "name": description["label"],
        **{name: _one(values) for name, values in {**stated, **linked}.items()},
    }
    papers = [
        {
            "@id": site.base + work["id"], "@type": "ScholarlyArticle", "name": title,
            **({"datePublished": str(year)} if year is not None else {}),
        }
        for (title, year, _), work in zip(description["papers"][:_MOST], description["works"], strict=False)
    ]  # fmt: skip
    if papers and kind in _OF_PAPERS:
        content["@reverse"] = {_OF_PAPERS[kind]: papers}
    return json.dumps(content, ensure_ascii=True, separators=(",", ":")).replace("<", "\\u003c")


def _reference(text: str, node: str, site: Site) -> dict[str, str]:
    kind = node.partition("/")[0]
    # Of a task the path is printed; its name is the last of it.
    return {
        "@id": site.base + node,
        "@type": _TYPES.get(kind, "CreativeWork"),
        "name": text.rpartition(TASK_SEPARATOR)[2] if kind == "task" else text,
    }


def _one(values: Iterable[Any]) -> Any:
    listed = list(values)
    return listed[0] if len(listed) == 1 else listed
