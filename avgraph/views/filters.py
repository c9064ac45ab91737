"""Name the filters that narrow a graph: their fields, options, help, and what each is matched with."""

from collections.abc import Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any

from avgraph.errors import FilterError
from avgraph.model.vocabulary import NodeType, Relation

Years = tuple[int | None, int | None]
"""First and last year, both included; None leaves the end open."""


@dataclass(frozen=True, slots=True)
class Option:
    """How people write a filter: the option of the command line."""

    name: str
    help: str
    minimum: int | None = None
    """The least number that it may be; None where it is text."""
    maximum: int | None = None
    type: NodeType | None = None
    """The type of the entity that it names, where papers are chosen by one."""
    relation: Relation | None = None
    """What leads from the chosen papers to the entity."""


def _named(option: str, node_type: NodeType, relation: Relation, help_text: str) -> Any:
    return field(default=None, metadata={"option": Option(option, help_text, type=node_type, relation=relation)})


@dataclass(frozen=True, slots=True)
class Filters:
    """The part of a graph that a person wants; a paper stays where it fits all of it. A new filter is a field here."""

    task: str | None = _named("--task", NodeType.TASK, Relation.ADDRESSES_TASK, "Only papers under this task or its subtasks.")
    years: Years = field(
        default=(None, None), metadata={"option": Option("--year", "Only papers of these years: 2019:2023, 2019:, :2023 or 2021.")}
    )
    venue: str | None = _named("--venue", NodeType.VENUE, Relation.PUBLISHED_IN, "Only papers of this venue.")
    institution: str | None = _named(
        "--institution", NodeType.INSTITUTION, Relation.LISTS_INSTITUTION, "Only papers that list this institution."
    )
    author: str | None = _named("--author", NodeType.AUTHOR, Relation.HAS_AUTHOR, "Only papers by this author.")
    ego: str | None = field(default=None, metadata={"option": Option("--ego", "Only the neighbourhood of this entity.")})
    hops: int = field(default=1, metadata={"option": Option("--hops", "Steps to go from --ego.", 0, 100)})
    marked: bool = field(
        default=False,
        metadata={"option": Option("--marked", "Let names that may be several people, and bare units, lead rankings and tie others.")},
    )
    min_papers: int = field(default=1, metadata={"option": Option("--min-papers", "Only authors and institutions with so many.", 1)})

    @classmethod
    def of(cls, filters: "Filters | None" = None, /, **values: Any) -> "Filters":
        """Return filters from plain values, in place of those that `filters` has; years may be a text such as ``2019:``, a number, or first and last.

        Raises FilterError for an unknown filter or a value that is none.

        >>> Filters.of(task="Speech Recognition", years="2020:").years, Filters.of(years=2021).years
        ((2020, None), (2021, 2021))
        """
        for name, value in values.items():
            option = OPTIONS.get(name)
            if option is None:
                raise FilterError(f"no filter {name!r}; filters are {', '.join(OPTIONS)}")
            _check(name, value, option)
        if "years" in values:
            values["years"] = read_years(values["years"])
        return replace(filters or cls(), **values)

    @property
    def is_empty(self) -> bool:
        """Whether the whole graph is wanted."""
        return replace(self, marked=False) == Filters()

    @property
    def keeps_all_papers(self) -> bool:
        """Whether every paper is wanted, but perhaps the neighbourhood of an entity alone."""
        return replace(self, ego=None, hops=1).is_empty

    def entities(self) -> Iterator[tuple[str, NodeType, Relation]]:
        """Yield the name of each entity that papers are chosen by, its type, and the relation from papers to it."""
        for name, option in OPTIONS.items():
            value = getattr(self, name)
            if value is not None and option.type is not None and option.relation is not None:
                yield value, option.type, option.relation


OPTIONS: dict[str, Option] = {each.name: each.metadata["option"] for each in fields(Filters)}
"""The option of each filter, by the name of its field."""


def _check(name: str, value: object, option: Option) -> None:
    if name == "years":
        return
    if name == "marked":
        if not isinstance(value, bool):
            raise FilterError(f"marked is {value!r}; True or False")
        return
    if option.minimum is None:
        if value is not None and not isinstance(value, str):
            raise FilterError(f"{name} is {value!r}; the name of an entity, or None")
    elif isinstance(value, bool) or not isinstance(value, int) or value < option.minimum:
        raise FilterError(f"{name} is {value!r}; a number from {option.minimum}")


def read_years(value: object) -> Years:
    """Return the years that a text, a number or a pair of numbers means; None means all. Raises FilterError for anything else."""
    if value is None:
        return None, None
    if isinstance(value, tuple | list) and len(value) == 2 and all(each is None or isinstance(each, int) for each in value):
        return value[0], value[1]
    return parse_years(str(value))


def parse_years(text: str) -> Years:
    """Return the years that ``2019:2023``, ``2019:``, ``:2023`` or ``2021`` means. Raises FilterError for anything else.

    >>> parse_years("2019:"), parse_years("2021")
    ((2019, None), (2021, 2021))
    """
    first, colon, last = text.strip().partition(":")
    if not colon:
        last = first
    if not all(not part or (part.isascii() and part.isdigit() and len(part) == 4) for part in (first, last)) or not (first or last):
        raise FilterError(f"years {text!r} cannot be read; write 2019:2023, 2019:, :2023 or 2021")
    years = int(first) if first else None, int(last) if last else None
    if years[0] is not None and years[1] is not None and years[0] > years[1]:
        raise FilterError(f"years {text!r}: the first lies after the last")
    return years
