"""Print how well entities are told apart and put together: B-cubed and pairwise precision and recall, by kind.

Run ``python -m tests.quality`` for the judged sets of this repository, or give paths of further judged files of the same
form: ``pairs.json`` of the forms and lines of the bundled list, ``pairs_*.jsonl`` of forms of any field, which are put into
synthetic lists (see `SETTINGS`).
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avgraph.model.entries import Entry, ReadingList
from avgraph.model.vocabulary import IdentityStatus
from avgraph.reading.read import read_reading_list
from avgraph.resolution.authority import NO_AUTHORITY, Authority, load_authority
from avgraph.resolution.entities import NamedEntities, Resolved
from avgraph.resolution.resolve import resolve
from avgraph.text.folding import fold
from tests.made_lists import make_entry, make_list

JUDGED = Path(__file__).parent / "resolution" / "judged_pairs.json"
SHARED = Path(__file__).parents[2] / "shared" / "judged" / "pairs.json"
JUDGED_PAIRS = tuple(Path(__file__).parent / "resolution" / f"judged_{kind}.jsonl" for kind in ("people", "institutions"))
SHARED_PAIRS = tuple(SHARED.with_name(f"pairs_{kind}.jsonl") for kind in ("people", "institutions"))
SETTINGS = ("alone", "shared author", "shared institution", "all in one list")
"""What the two entries of a judged pair have in common beside it; in one list each pair has an author in common."""
Judgement = tuple[str, str, bool, str, str]
"""Two items, whether they are one as judged, and the entity of each as resolved."""


@dataclass(frozen=True, slots=True)
class Quality:
    """How judged and resolved entities of one kind agree."""

    kind: str
    pairs: int
    precision: float
    recall: float
    b3_precision: float
    b3_recall: float
    false_merges: tuple[tuple[str, str], ...]
    missed_merges: tuple[tuple[str, str], ...]


def _entities(listed: ReadingList, named: NamedEntities, field: str) -> dict[str, set[str]]:
    entities: dict[str, set[str]] = {}
    for entry, ids in zip(listed.entries, named.by_entry, strict=True):
        for form, identifier in zip(getattr(entry, field).forms, ids, strict=True):
            entities.setdefault(fold(form), set()).add(identifier)
    return entities


def judge_forms(judged: Mapping[str, Any], listed: ReadingList, named: NamedEntities, field: str) -> Iterator[Judgement]:
    """Yield the judged pairs of forms that the list prints."""
    entities = _entities(listed, named, field)
    for same in judged["same"]:
        forms = [form for form in same if fold(form) in entities]
        for place, a in enumerate(forms):
            for b in forms[place + 1 :]:
                yield a, b, True, *_shared(entities[fold(a)], entities[fold(b)])
    for a, b in judged["different"]:
        if fold(a) in entities and fold(b) in entities:
            yield a, b, False, *_shared(entities[fold(a)], entities[fold(b)])


def judge_names(judged: Mapping[str, Any], listed: ReadingList, named: NamedEntities, *, marked: bool = False) -> Iterator[Judgement]:
    """Yield the judged pairs of mentions of names that several people have, of which neither is marked; or those of which one is.

    An author who is marked says of himself that he may be several people: that is neither a merge nor a separation.
    """
    lines = {entry.first_line: index for index, entry in enumerate(listed.entries)}
    for case in judged["one_name_two_people"]:
        items = [(line, number) for number, lines_of_one in enumerate(case["lines"]) for line in lines_of_one]
        for place, (a, group) in enumerate(items):
            for b, other_group in items[place + 1 :]:
                first, second = (_author_on(listed, named, lines[line], case["name"]) for line in (a, b))
                if marked == any(named.entities[each].status is IdentityStatus.SEVERAL_PEOPLE for each in (first, second)):
                    yield f"{case['name']} {a}", f"{case['name']} {b}", group == other_group, first, second


def _author_on(listed: ReadingList, named: NamedEntities, index: int, name: str) -> str:
    pairs = zip(listed.entries[index].author_forms, named.by_entry[index], strict=True)
    return next(identifier for form, identifier in pairs if fold(form) == fold(name))


def _shared(first: set[str], second: set[str]) -> tuple[str, str]:
    common = sorted(first & second)
    return (common[0], common[0]) if common else (min(first), min(second))


def judge_papers(judged: Mapping[str, Any], listed: ReadingList, paper_of: Sequence[str]) -> Iterator[Judgement]:
    """Yield the judged pairs of entries."""
    lines = {entry.first_line: index for index, entry in enumerate(listed.entries)}
    for is_same, pairs in ((True, judged["same_lines"]), (False, judged["different_lines"])):
        for group in pairs:
            for place, a in enumerate(group):
                for b in group[place + 1 :]:
                    yield str(a), str(b), is_same, paper_of[lines[a]], paper_of[lines[b]]


def measure(kind: str, judgements: Sequence[Judgement]) -> Quality:
    """Return precision and recall over pairs, and B-cubed (Bagga and Baldwin 1998) over the judged items."""
    false = tuple((a, b) for a, b, same, x, y in judgements if not same and x == y)
    missed = tuple((a, b) for a, b, same, x, y in judgements if same and x != y)
    right = sum(same and x == y for _, _, same, x, y in judgements)
    together: dict[str, set[str]] = {}
    resolved: dict[str, str] = {}
    for a, b, same, x, y in judgements:
        resolved[a], resolved[b] = x, y
        for item, other in ((a, b), (b, a)):
            together.setdefault(item, {item})
            if same:
                together[item].add(other)
    clusters: dict[str, set[str]] = {}
    for item, entity in resolved.items():
        clusters.setdefault(entity, set()).add(item)
    count = len(together) or 1
    overlaps = {item: len(together[item] & clusters[resolved[item]]) for item in together}
    b3_precision = sum(overlaps[item] / len(clusters[resolved[item]]) for item in together) / count
    b3_recall = sum(overlaps[item] / len(together[item]) for item in together) / count
    precision = right / (right + len(false)) if right + len(false) else 1.0
    recall = right / (right + len(missed)) if right + len(missed) else 1.0
    return Quality(kind, len(judgements), precision, recall, b3_precision, b3_recall, false, missed)


def measure_all(path: Path, authority: Authority, listed: ReadingList | None = None) -> tuple[Quality, ...]:
    """Return the quality by kind on one judged file."""
    judged = json.loads(path.read_text(encoding="utf-8"))
    listed = listed or read_reading_list()
    resolved: Resolved = resolve(listed, authority)
    return (
        measure("institutions", list(judge_forms(judged["institutions"], listed, resolved.institutions, "institutions"))),
        measure("authors", list(judge_forms(judged["authors"], listed, resolved.authors, "authors"))),
        measure("shared names", list(judge_names(judged["authors"], listed, resolved.authors))),
        measure("shared names, marked", list(judge_names(judged["authors"], listed, resolved.authors, marked=True))),
        measure("papers", list(judge_papers(judged["papers"], listed, resolved.paper_of_entry))),
    )


def entries_of_pair(pair: Mapping[str, Any], number: int, kind: str, setting: str) -> tuple[Entry, Entry]:
    """Return the entries that print the forms of a judged pair, and what they have in common in a setting."""

    def entry(form: str, place: int) -> Entry:
        is_with_author = setting not in ("alone", "shared institution")
        mate = f"Ottoline Brackwater{_word(number)}" if is_with_author else f"Quintus Farr{_word(2 * number + place)}"
        town = f"University of Ux{_word(number if setting == 'shared institution' else 2 * number + place)}"
        authors, places = ((form, mate), (town,)) if kind == "people" else ((mate,), (form,))
        title = f"On {_word(2 * number + place)} and {_word(7 * number + place + 1)}"
        return make_entry(title, 10 * number + place + 1, authors=authors, institutions=places, year=2020 + place)

    return entry(pair["a"], 0), entry(pair["b"], 1)


def _word(number: int) -> str:
    """Return letters that stand for a number, no two a letter apart."""
    return "".join(chr(97 + int(digit)) * 2 for digit in f"{number:04}")


def measure_pairs(path: Path, setting: str, authority: Authority) -> Quality:
    """Return the quality on judged pairs of people or institutions, each pair in a list of its own or all in one."""
    pairs = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    kind = path.stem.rpartition("_")[2]
    entries = [entries_of_pair(pair, number, kind, setting) for number, pair in enumerate(pairs)]
    is_one_list = setting == SETTINGS[-1]
    lists = [make_list(*(entry for both in entries for entry in both))] if is_one_list else [make_list(*both) for both in entries]
    named = [(resolved.authors if kind == "people" else resolved.institutions) for resolved in (resolve(each, authority) for each in lists)]
    judgements = []
    for number, pair in enumerate(pairs):
        ids = named[0].by_entry[2 * number : 2 * number + 2] if is_one_list else named[number].by_entry
        judgements.append((pair["a"], pair["b"], pair["same"], f"{number} {ids[0][0]}", f"{number} {ids[1][0]}"))
    return measure(f"{kind}, {setting}", judgements)


def _print(name: str, decided_by: str, quality: Quality) -> None:
    figures = (quality.precision, quality.recall, quality.b3_precision, quality.b3_recall)
    print(f"{name:22} {decided_by:10} {quality.kind:32} {quality.pairs:5} {' '.join(f'{figure:6.3f}' for figure in figures)}")
    for a, b in quality.false_merges:
        print(f"    {'may be several' if 'marked' in quality.kind else 'falsely one'}: {a} = {b}")
    for a, b in quality.missed_merges if "alone" not in quality.kind else ():
        print(f"    missed: {a} = {b}")


def main(paths: Sequence[Path]) -> None:
    """Print the table for each judged file, by rules alone and with the authority files."""
    listed = read_reading_list()
    print(f"{'judged set':22} {'decided by':10} {'kind':32} {'pairs':>5} {'P':>6} {'R':>6} {'B3 P':>6} {'B3 R':>6}")
    for path in paths:
        if path.suffix == ".jsonl":
            for setting in SETTINGS:
                _print(path.stem, "rules", measure_pairs(path, setting, NO_AUTHORITY))
            continue
        for name, authority in (("rules", NO_AUTHORITY), ("authority", load_authority())):
            for quality in measure_all(path, authority, listed):
                _print(path.stem, name, quality)


if __name__ == "__main__":
    every_file = (JUDGED, SHARED, *JUDGED_PAIRS, *SHARED_PAIRS)
    main([Path(path) for path in sys.argv[1:]] or [path for path in every_file if path.is_file()])
