"""The word lists can be reviewed by people who do not read Python, and hold what the rules compare."""

from pathlib import Path

import pytest

from avgraph import places
from avgraph.resolution import words
from avgraph.resolution.organisations.spelling import key_words
from avgraph.text.word_lists import split_words

FILES = [*sorted(Path(words.__file__).parent.glob("*.toml")), Path(places.__file__).with_name("places.toml")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lists_are_sorted_commented_and_in_lower_case(path: Path) -> None:
    """Every list has a comment above it, is sorted, and repeats no word; words are in lower case, as they are compared.

    Lists are literal texts (three apostrophes): in others every character is looked at when they are read, which takes ten times as long.
    """
    import tomllib

    text = path.read_text(encoding="utf-8")
    assert '"""' not in text
    assert all(line == line.lower() or line.startswith("#") for line in text.splitlines())
    for name, values in tomllib.loads(text).items():
        start = text.index(f"\n[{name}]\n" if isinstance(values, dict) else f"\n{name} = ")
        assert text[:start].splitlines()[-1].startswith("# "), name
        listed = list(values) if isinstance(values, dict) else split_words(values)
        assert listed == sorted(set(listed)), name


def test_full_names_are_spelt_as_they_are_compared() -> None:
    """What an acronym or abbreviation stands for is in the spelling that a name's words are brought to, so that both meet."""
    lists = words.organisation_words()
    full_names = (part for short in lists.acronyms.values() for part in " ".join(short.words).split(" | "))
    for full in (*full_names, *lists.abbreviations.values()):
        assert key_words(full) == tuple(full.split()), full


def test_generic_words_are_far_from_each_other() -> None:
    """A misprint is near to one generic word at most, so that the order of the list does not matter."""
    from avgraph.text.likeness import misprint_distance

    generic = sorted(words.organisation_words().generic_words)
    assert all(misprint_distance(a, b) > 4 for a in generic for b in generic if a < b and a[0] == b[0])
