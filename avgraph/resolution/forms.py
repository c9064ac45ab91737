"""Turn counted forms of a name into entities: forms that fold alike are one."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

from avgraph.identifiers import fold, mint_id
from avgraph.resolution.entities import Named, NamedEntity

SAME_FOLDED_FORM = "the forms differ only in case, spaces, apostrophes, dashes, Unicode form or a leading 'the'"


def preferred_form(counts: Counter[str]) -> str:
    """Return the form that names an entity: the most frequent, then the first in code point order.

    >>> preferred_form(Counter({"Interspeech": 19, "InterSpeech": 1}))
    'Interspeech'
    """
    return min(counts, key=lambda form: (-counts[form], form))


def resolve_forms(kind: str, printed: Sequence[Iterable[str]], key_of: Callable[[str], str] = fold) -> Named:
    """Return the entities of `kind` that the `printed` forms of each entry name.

    Forms with the same key (`key_of`) are one entity. A form is counted once for each mention.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    keys: dict[str, str] = {}
    by_entry: list[tuple[str, ...]] = []
    ids: dict[str, str] = {}
    for forms in printed:
        named = []
        for form in forms:
            key = keys.get(form)
            if key is None:
                key = keys[form] = key_of(form)
                if key not in ids:
                    ids[key] = mint_id(kind, key)
            counts[key][form] += 1
            named.append(ids[key])
        by_entry.append(tuple(named))
    entities = {}
    for key, forms_of_key in counts.items():
        label = preferred_form(forms_of_key)
        others = tuple(sorted(form for form in forms_of_key if form != label))
        entities[ids[key]] = NamedEntity(ids[key], label, others, reason=SAME_FOLDED_FORM if others else "")
    return Named(entities, tuple(by_entry))
