"""Write a reading list of any size, the same for the same seed: ``python -m tests.benchmarks.generator 10000 [rows] > list.md``.

Its shape is that of a real field: research groups of very unequal size, each at an institution and mostly on
one task; papers by two to seven people of a group, one in five with another group; new people join over the
years, and a few people write much of it all. Names are printed as many hands print them: one in thirty with an
initial, institutions with and without their article, or abbreviated.
"""

import random
import sys
from collections.abc import Iterator

_SYLLABLES = (
    "ba",
    "ko",
    "li",
    "mar",
    "nes",
    "tor",
    "vi",
    "gar",
    "hol",
    "sen",
    "dar",
    "pe",
    "ru",
    "wick",
    "man",
    "ova",
    "shi",
    "zu",
    "ten",
    "el",
)
_GIVEN = ("Ada", "Ben", "Carla", "Deniz", "Elif", "Femi", "Gita", "Hugo", "Ines", "Jun", "Kofi", "Lena", "Mei", "Nils", "Olga", "Pia",
          "Qiang", "Rosa", "Sami", "Tara", "Uwe", "Vera", "Wei", "Xenia", "Yuki", "Zoe")  # fmt: skip
_TASKS = ("Recognition", "Generation", "Localization", "Separation", "Retrieval", "Navigation", "Parsing", "Captioning")
_FIELDS = ("Speech", "Music", "Action", "Scene", "Emotion", "Speaker", "Event", "Object")
_VENUES = ("CVPR", "ICCV", "ECCV", "NeurIPS", "ICASSP", "Interspeech", "AAAI", "ACM MM", "IEEE TPAMI", "IEEE TMM")
_PATTERNS = ("{0} of {1} for {2}", "Towards {0} {2}", "Learning {0} {1} from {2}", "{1} as {0}: the Case of {2}", "On {0} {1} and {2}")
_PAPERS_PER_TASK = 40
_INITIALS = 1 / 30
"""The share of names that are printed with an initial."""
_PRINTED = ("University of {}",) * 8 + ("The University of {}", "Univ. of {}")
"""How institutions are printed, as often."""


FORMS = {
    "tagged": (
        "",
        "\n**[{venue}-{year}]**\n[{title}]({url})\n<br>\n**Authors:** {authors}\n<br>\n**Institution:** {institutions}\n",
    ),
    "rows": ("\n| Title | Authors | Venue | Year |\n| --- | --- | --- | --- |\n", "| [{title}]({url}) | {authors} | {venue} | {year} |\n"),
    "items": ("\n", "- [{title}]({url}), {authors}, {venue} {year}\n"),
}
"""By the name of a form, what stands below a heading, and an entry."""


def generate_list(papers: int, seed: int = 1, form: str = "tagged") -> Iterator[str]:
    """Yield the list piece by piece: one heading with its entries at a time."""
    above, entry = FORMS[form]
    rng = random.Random(seed)  # noqa: S311  (reproducible, not secret)
    groups = [_Group(number, rng) for number in range(max(2, papers // 12))]
    shares = [1.0 / (rank + 8) ** 0.7 for rank in range(len(groups))]
    yield "# A generated list\n"
    written = 0
    while written < papers:
        field, task = rng.choice(_FIELDS), rng.choice(_TASKS)
        lines = [f"\n## {field}\n\n### {field} {task}\n{above}"]
        # Those who work on a task are those whose task it is.
        chosen = [group for group in rng.choices(groups, shares, k=4 * _PAPERS_PER_TASK) if group.field == field] or groups[:1]
        for _ in range(min(_PAPERS_PER_TASK, papers - written)):
            lines.append(entry.format(**_facts(written, rng, rng.choice(chosen), rng.choice(groups))))
            written += 1
        yield "".join(lines)


class _Group:
    def __init__(self, number: int, rng: random.Random) -> None:
        self.field = _FIELDS[number % len(_FIELDS)]
        self.institution = f"University of {_word(number)}"
        self.family = number
        self.size = 2
        self.rng = rng

    def authors(self, count: int) -> list[str]:
        # Two thirds of the papers bring someone new.
        if self.rng.random() < 2 / 3 or self.size < count:
            self.size = max(self.size + 1, count)
        found: dict[int, None] = {}
        while len(found) < count:
            found[min(int(self.rng.expovariate(2.5 / self.size)), self.size - 1)] = None
        return [self._name(member) for member in found]

    def _name(self, member: int) -> str:
        """Return a name that no one else has: a family name for each group and each 26 of its members."""
        return f"{_GIVEN[member % len(_GIVEN)]} {_word(self.family * 61 + member // len(_GIVEN) + 7)}"


def _word(number: int) -> str:
    """Return a capitalised word, another for each number, no two a letter apart by design."""
    digits = []
    number = number * 7 + 8000
    while number:
        number, digit = divmod(number, len(_SYLLABLES))
        digits.append(_SYLLABLES[digit])
    return "".join(digits).capitalize()


def _facts(number: int, rng: random.Random, group: _Group, other: _Group) -> dict[str, object]:
    count = rng.choice((2, 3, 3, 4, 4, 5, 6, 7))
    together = rng.random() < 0.2 and other is not group
    authors = group.authors(count - count // 3) + other.authors(count // 3) if together and count > 2 else group.authors(count)
    authors = [f"{name[0]}. {name.partition(' ')[2]}" if rng.random() < _INITIALS else name for name in authors]
    institutions = [group.institution, other.institution] if together and count > 2 else [group.institution]
    institutions = [rng.choice(_PRINTED).format(name.removeprefix("University of ")) for name in institutions]
    title = rng.choice(_PATTERNS).format(*(_word(rng.randrange(10**6)) for _ in range(3)))
    year = 2023 - min(int(rng.expovariate(0.25)), 20)
    return {
        "venue": rng.choice(_VENUES), "year": year, "title": title, "url": f"https://example.org/paper/{number}",
        "authors": ", ".join(dict.fromkeys(authors)), "institutions": "; ".join(institutions),
    }  # fmt: skip


if __name__ == "__main__":
    for piece in generate_list(int(sys.argv[1]), form=(sys.argv[2:] or ["tagged"])[0]):
        sys.stdout.write(piece)
