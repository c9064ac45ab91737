"""Find the entities that people name, misspelt too, and the papers of a place and years of what they name."""

import re
from typing import Any

from avgraph.site.content.entity_index import EntityIndex, fold_words
from avgraph.site.content.listing import Narrowing, begin_words, list_places

_IN_YEARS = re.compile(
    r"(?P<name>.*?\S)\s+(?:(?P<word>since|from|after|until|before)\s+)?(?P<first>(?:19|20)\d\d)(?:\s*[-–:]\s*(?P<last>(?:19|20)\d\d))?",
    re.IGNORECASE,
)
"""A name and years, as people type them."""
_MOST_IN_YEARS = 5
_MOST_NEAREST = 5
_BETWEEN_NAMES = re.compile(r"\s+(?:and|with|&)\s+|\s*[;&]\s*", re.IGNORECASE)


def search(entity_index: EntityIndex, text: str, most: int = 60) -> list[dict[str, Any]]:
    """Return the entities in whose names each word of a text begins a word: those named so exactly first, then by papers.

    Where it ends in a place or years ("CVPR 2022", "speech in Asia since 2021"), the first are the papers of these of what the rest names, with `years`
    and `place`, which is empty where none is named. Of two people ("Di Hu and Yapeng Tian") the first are their papers, with `other`.
    """
    return [*_search_pair(entity_index, text), *_search_with_limits(entity_index, text), *_search_names(entity_index, text, most)][:most]


def _search_pair(entity_index: EntityIndex, text: str) -> list[dict[str, Any]]:
    """Return the papers of two people, each the likeliest of the name, where a text is two names."""
    names = _BETWEEN_NAMES.split(text.strip())
    people = [next((row for row in _search_names(entity_index, name, _MOST_IN_YEARS) if row["kind"] == "author"), None) for name in names]
    if len(people) != 2 or people[0] is None or people[1] is None or people[0]["id"] == people[1]["id"]:
        return []
    one, other = people[0], people[1]
    both = Narrowing(entities=(one["id"], other["id"]))
    count = sum(both.keeps(paper, entity_index) for paper in entity_index.papers.values())
    label = f"{one['label']} and {other['label']}"
    return [{**one, "label": label, "papers": count, "note": None, "years": [None, None], "place": "", "other": other["id"]}]


def _search_names(entity_index: EntityIndex, text: str, most: int) -> list[dict[str, Any]]:
    wanted = fold_words(text)
    counts = entity_index.paper_counts
    rows = []
    for kind, node in entity_index.entities() if wanted else ():
        names = entity_index.names_in_words[node]
        if any(begin_words(wanted, name) for name in names):
            row = {
                "id": node,
                "label": entity_index.label(node),
                "kind": kind,
                "papers": counts[node],
                "note": entity_index.value(node, "status"),
            }
            rows.append((wanted not in names, -counts[node], row["label"], row))
    return [row for *_, row in sorted(rows, key=lambda each: (each[:3], each[3]["id"]))][:most]


def _search_with_limits(entity_index: EntityIndex, text: str) -> list[dict[str, Any]]:
    match = _IN_YEARS.fullmatch(text.strip())
    since = until = None
    if match:
        word, first, last = (match["word"] or "").lower(), int(match["first"]), int(match["last"] or match["first"])
        since = None if word in ("until", "before") else first + (word == "after")
        until = None if word in ("since", "from", "after") else last - (word == "before")
    name, place = _split_place(entity_index, match["name"] if match else text, is_sure=match is not None)
    if not (match or place):
        return []
    limits = Narrowing(since=since, until=until, place=place["id"] if place else "")
    paper_ids = {paper.id for paper in entity_index.papers.values() if limits.keeps(paper, entity_index)}
    rows = []
    for row in _search_names(entity_index, name, _MOST_IN_YEARS):
        count = sum(row["id"] in entity_index.papers[paper].links.get(row["kind"], ()) for paper in paper_ids)
        if count:
            years = match[0].removeprefix(match["name"]).strip() if match else ""
            label = ", ".join(part for part in (row["label"], place["label"] if place else "", years) if part)
            rows.append({**row, "label": label, "papers": count, "years": [since, until], "place": limits.place})
    return rows


def _split_place(entity_index: EntityIndex, text: str, *, is_sure: bool) -> tuple[str, dict[str, str] | None]:
    """Return a text without the continent or country at its end, and that; "in" tells that one is meant, or that years follow (`is_sure`)."""
    words = fold_words(text)
    for place in list_places(entity_index):
        ending = fold_words(place["label"])
        name = words[: -len(ending)]
        if name and words[-len(ending) :] == ending and (is_sure or name[-1] == "in"):
            return " ".join(name[:-1] if name[-1] == "in" else name), place
    return text, None


def nearest_labels(entity_index: EntityIndex, text: str) -> list[str]:
    """Return the labels of the entities that are found where each word of a text that begins none in a name is taken for the nearest that there is."""
    from difflib import get_close_matches

    known = sorted({word for names in entity_index.names_in_words.values() for name in names for word in name})
    words = [
        word if any(each.startswith(word) for each in known) else next(iter(get_close_matches(word, known, 1, 0.7)), "")
        for word in fold_words(text)
    ]
    return [row["label"] for row in search(entity_index, " ".join(words), _MOST_NEAREST)] if all(words) else []
