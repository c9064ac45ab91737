"""Compare spellings: how many slips of the pen make one word of another."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, combinations

from avgraph.text.folding import fold, slug, without_diacritics


def misprint_distance(a: str, b: str) -> int:
    """Return how many letters must be added, dropped, changed or swapped with the next to make `b` of `a`.

    The optimal string alignment distance (Damerau 1964, restricted to adjacent swaps).

    >>> misprint_distance("auhtors", "authors")
    1
    """
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def is_one_slip(a: str, b: str) -> bool:
    """Tell whether one letter added, dropped, changed or swapped with the next makes `b` of `a`, in linear time.

    >>> is_one_slip("gerkamnn", "gerkmann"), is_one_slip("loy", "loy"), is_one_slip("genova", "geneva")
    (True, False, True)
    """
    if a == b or abs(len(a) - len(b)) > 1:
        return False
    start = common_prefix_length(a, b)
    x, y = a[start:], b[start:]
    if len(x) == len(y):
        return x[1:] == y[1:] or (len(x) > 1 and x[0] == y[1] and x[1] == y[0] and x[2:] == y[2:])
    return x[1:] == y or x == y[1:]


def common_prefix_length(a: str, b: str) -> int:
    """Return how many letters two texts begin with alike."""
    return next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))


_FEW_WORDS = 8
"""Most words of which each is compared with each."""
_MOST_ALIKE = 10
"""Most words that are the same once a letter is left out of which one can misprint another."""


def one_slip_pairs(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places of two words of which one slip makes one of the other, each pair once, in linear time.

    Such words are the same once a letter of each is left out (Bocek, Hunt and Stiller 2007), and many that are the same then say nothing.

    >>> list(one_slip_pairs(["gerkmann", "loy", "gerkamnn"]))
    [(0, 2)]
    """
    pairs: Iterable[tuple[int, int]] = combinations(range(len(words)), 2)
    if len(words) > _FEW_WORDS:
        first: dict[str, int] = {}
        by_rest: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            for rest in {word[:end] + word[end + 1 :] for end in range(len(word) + 1)}:
                if (other := first.setdefault(rest, place)) != place:
                    by_rest.setdefault(rest, [other]).append(place)
        alike = (combinations(places, 2) for places in by_rest.values() if len(places) <= _MOST_ALIKE)
        pairs = sorted(set(chain.from_iterable(alike)))
    yield from ((a, b) for a, b in pairs if is_one_slip(words[a], words[b]))


_SPELLINGS = (
    (re.compile(r"([iy])s(?=ation|e|ing)"), r"\1z"),
    (re.compile(r"our(?!$|s$)|(?<=[bilmnv])our"), "or"),
    (re.compile(r"(?<=[bdfgptv])re(?=s?$)"), "er"),
    (re.compile(r"tre(?=s?$)"), "ter"),
    (re.compile(r"[ao]e"), "e"),
    (re.compile(r"ogue(?=s?$)"), "og"),
    (re.compile(r"(?<=[fcp])ence(?=s?$)"), "ense"),
    (re.compile(r"ll"), "l"),
    (re.compile(r"mme(?=s?$)"), "m"),
    (re.compile(r"e(?=ment)"), ""),
)
"""British spellings and what takes their place in a comparison."""


def is_other_form(word: str, other: str) -> bool:
    """Tell whether two words in lower case can be forms of one: plurals and other endings, or British and American spelling.

    >>> is_other_form("localisation", "localization"), is_other_form("sounds", "sound"), is_other_form("univeristy", "university")
    (True, True, False)
    """
    if common_prefix_length(word, other) >= max(len(word), len(other)) - 2 and sorted(word) != sorted(other):
        return True
    return _common_spelling(word) == _common_spelling(other)


def _common_spelling(word: str) -> str:
    for pattern, new in _SPELLINGS:
        word = pattern.sub(new, word)
    return word


_MOST_NEAREST = 5


def nearest_names(name: str, forms: Iterable[str]) -> tuple[str, ...]:
    """Return the forms nearest to a misspelt name, best first: spelt alike, then holding all its words.

    >>> nearest_names("Di Hoo", ["Di Hu", "Ada Lovelace"])
    ('Di Hu',)
    """
    from difflib import get_close_matches

    labels: dict[str, str] = {}
    for form in forms:
        labels.setdefault(slug(form).replace("-", " "), form)
    key = slug(name).replace("-", " ")
    words = set(key.split())
    alike = get_close_matches(key, [label for label in labels if abs(len(label) - len(key)) <= max(3, len(key) // 3)], _MOST_NEAREST, 0.72)
    holding = sorted((label for label in labels if words and words <= set(label.split())), key=lambda label: (len(label), label))
    return tuple(dict.fromkeys(labels[label] for label in (*alike, *holding)))[:_MOST_NEAREST]


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "", form: str = "{!r}") -> str:
    """Return a hint at the `known` name that is spelt most like an unknown one, shown in a `form`; `otherwise` where none is alike.

    >>> did_you_mean("exprt", ["export", "explore"]), did_you_mean("xyz", ["export"], "see the manual")
    ("did you mean 'export'?", 'see the manual')
    """
    from difflib import get_close_matches

    nearest = get_close_matches(name, list(known), 1, 0.5)
    return f"did you mean {form.format(nearest[0])}?" if nearest else otherwise


def holds_words(form: str, part: str) -> bool:
    """Tell whether every word of `part`, which is written as names are, is a word of `form`, whatever their case and accents.

    One of the words must have three letters, or two of another script than ours: an initial is no part that anybody means.

    >>> holds_words("Kristen Grauman", "grauman"), holds_words("Bernt Schiele", "Schi")
    (True, False)
    """
    words = _words(part) if _LIKE_A_NAME.fullmatch(part) else frozenset()
    return any(len(word) + (not word.isascii()) >= _LEAST_LETTERS for word in words) and words <= _words(form)


_LIKE_A_NAME = re.compile(r"[\w '’.,&()/:-]+")
_LEAST_LETTERS = 3


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> frozenset[str]:
    """Return the words of a text, folded, without accents."""
    folded = fold(text)
    if not folded.isascii():
        folded = without_diacritics(folded)
    return frozenset(re.findall(r"\w+", folded))
