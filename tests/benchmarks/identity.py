"""Measure how authors are told apart and put together as a list grows: ``python -m tests.benchmarks.identity [--largest N]``.

The lists are generated: people with names as frequent as in life (``name_frequencies.toml``), in groups at institutions
of unequal size, who write with their group, now and then with another, and some of whom move once. One name in thirty is
printed with an initial. Printed are B-cubed precision and recall (Bagga and Baldwin 1998) over all mentions, how many authors there are
and were found, and the CPU seconds of resolving.
"""

import argparse
import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from avgraph.model.entries import Entry
from avgraph.resolution.authority import NO_AUTHORITY
from avgraph.resolution.resolve import resolve
from avgraph.resolution.words import name_frequencies
from tests.benchmarks.generator import _word as word
from tests.made_lists import make_entry, make_list

_REGIONS = {
    "chinese": 50, "english": 14, "indian": 7, "germanic": 6, "korean": 5, "iberian": 5, "japanese": 4, "arabic": 4, "vietnamese": 2,
    "french": 1, "italian": 2,
}  # fmt: skip
"""Authors of each region, of a hundred."""
_INITIALS = 1 / 30
_MOVES = 0.1
"""The share of people who are in a second group later."""


class _Names:
    """Draws names as frequent as they are in a region; what the tables do not cover is a rare name."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.tables: dict[int, tuple[list[str], list[float]]] = {}

    def draw(self) -> str:
        """Return a name of anybody."""
        region = name_frequencies()[self.rng.choices(list(_REGIONS), list(_REGIONS.values()))[0]]
        family = self._pick(region.families)
        if region.first and self.rng.random() > sum(region.given.values()):
            given = self._pick(region.first, least=0.0) + self._pick(region.second, least=0.0)
        else:
            given = self._pick(region.given)
        return f"{given.capitalize()} {family.title()}"

    def _pick(self, shares: Mapping[str, float], least: float = 1.0) -> str:
        """Return a word as frequent as its share; where the shares add up to less than `least`, it can be a rare word."""
        if id(shares) not in self.tables:
            self.tables[id(shares)] = (list(shares), list(accumulate(shares.values())))
        words, sums = self.tables[id(shares)]
        if self.rng.random() * max(least, sums[-1]) > sums[-1]:
            return word(self.rng.randrange(10**6))
        return self.rng.choices(words, cum_weights=sums)[0]


@dataclass(slots=True)
class _Group:
    institution: str
    people: list[int]


def generate(papers: int, seed: int = 1) -> tuple[list[Entry], list[list[int]]]:
    """Return the entries of a list, and for each the people behind its names."""
    rng = random.Random(seed)  # noqa: S311  (reproducible, not secret)
    names, people = _Names(rng), list[str]()
    count = max(4, papers // 6)
    places = max(3, int(2 * count**0.7))
    shares = [1.0 / (rank + 3) ** 0.8 for rank in range(places)]
    groups = []
    for place in rng.choices(range(places), shares, k=count):
        members = [len(people) + number for number in range(rng.randint(5, 14))]
        people += [names.draw() for _ in members]
        groups.append(_Group(f"University of {word(place)}", members))
    for person in range(len(people)):
        if rng.random() < _MOVES:
            rng.choice(groups).people.append(person)
    entries, authors = [], []
    for number in range(papers):
        group, other = rng.choice(groups), rng.choice(groups)
        size = rng.choice((2, 3, 3, 4, 4, 5, 6))
        chosen = _members(rng, group, size)
        is_joint = rng.random() < 0.2
        if is_joint:
            chosen = list(dict.fromkeys((*chosen, *_members(rng, other, 2))))
        printed = [_print(rng, people[person]) for person in chosen]
        if len(set(printed)) < len(printed):
            chosen, printed = chosen[:1], printed[:1]
        institutions = dict.fromkeys((group.institution, *([other.institution] if is_joint else [])))
        title = f"{word(number)} of {word(rng.randrange(10**6))}"
        entries.append(make_entry(title, number + 1, authors=printed, institutions=tuple(institutions), year=rng.randint(2005, 2024)))
        authors.append(chosen)
    return entries, authors


def _members(rng: random.Random, group: _Group, count: int) -> list[int]:
    weights = [1.0 / (rank + 1) for rank in range(len(group.people))]
    return list(dict.fromkeys(rng.choices(group.people, weights, k=count)))


def _print(rng: random.Random, name: str) -> str:
    return f"{name[0]}. {name.partition(' ')[2]}" if rng.random() < _INITIALS else name


def b_cubed(true: Sequence[object], resolved: Sequence[object]) -> tuple[float, float]:
    """Return precision and recall over mentions, each with the true and the resolved entity."""
    both, trues, found = Counter(zip(true, resolved, strict=True)), Counter(true), Counter(resolved)
    total = len(true) or 1
    precision = sum(count * count / found[b] for (_, b), count in both.items()) / total
    recall = sum(count * count / trues[a] for (a, _), count in both.items()) / total
    return precision, recall


def measure(papers: int) -> Iterator[str]:
    """Yield the figures of a list of some papers."""
    entries, people = generate(papers)
    listed = make_list(*entries)
    start = time.process_time()
    resolved = resolve(listed, NO_AUTHORITY)
    seconds = time.process_time() - start
    true = [person for each in people for person in each]
    ids = [identifier for each in resolved.authors.by_entry for identifier in each]
    precision, recall = b_cubed(true, ids)
    marked = sum(entity.most_people > 1 for entity in resolved.authors.entities.values())
    names: defaultdict[str, set[int]] = defaultdict(set)
    for entry, each in zip(entries, people, strict=True):
        for form, person in zip(entry.author_forms, each, strict=True):
            names[form].add(person)
    one_name_precision, _ = b_cubed(true, [form for entry in entries for form in entry.author_forms])
    yield f"{papers:9,} {len(set(true)):9,} {len(set(ids)):9,} {marked:7,} {sum(len(each) > 1 for each in names.values()):7,}"
    yield f"{one_name_precision:9.3f} {precision:9.3f} {recall:9.3f} {seconds:9.1f}"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--largest", type=int, default=100_000, help="most papers of a generated list (100,000)")
    options = parser.parse_args()
    heads = ("papers", "people", "authors", "marked", "shared", "P by name", "B3 P", "B3 R", "CPU s")
    print(" ".join(f"{head:>{7 if head in ('marked', 'shared') else 9}}" for head in heads))
    for papers in (1_000, 10_000, 100_000):
        if papers <= options.largest:
            print(*measure(papers), flush=True)


if __name__ == "__main__":
    main()
