"""Turn what can go wrong into one line that says where, what, and what would be right."""

from typing import Any

_LONGEST_REASON = 400
"""Characters of the reason of another program, which can quote a whole file."""


class AvgraphError(Exception):
    """Base of every error that avgraph raises on purpose; ``str(error)`` is one line."""


class AuthorityError(AvgraphError):
    """An authority file cannot be read, or two records contradict each other."""


class BaselineError(AvgraphError):
    """A baseline file of the checks cannot be read."""


class ConfigurationError(AvgraphError):
    """A setting of the checks, or a configuration file, cannot be understood."""


class DumpError(AvgraphError):
    """What is read is no dump of avgraph."""


class FilterError(AvgraphError):
    """A filter or the name of a view cannot be understood."""


class HttpError(AvgraphError):
    """A server cannot be reached, refuses a request, or sends too much."""

    status = 0
    """The status with which it refuses, if it does."""


class OntologyError(AvgraphError):
    """The ontology says something it must not, or the graph breaks it."""


class PageError(AvgraphError):
    """A page cannot be made as it is asked for."""


class PushError(AvgraphError):
    """A store did not take the graph; the message says what its readers see."""


class QueryError(AvgraphError):
    """A query or a dump cannot be read, or a query cannot be answered."""


class LimitError(QueryError):
    """A query would take more time or memory than it may."""

    option = ""
    """Of the command line, which raises the limit."""


class TimeLimitError(LimitError):
    """There is no answer within the time."""

    option = "--time-limit"

    def __init__(self, seconds: float) -> None:
        """Say how long it was waited."""
        super().__init__(f"no answer within {seconds:g} seconds; ask for less")


class MemoryLimitError(LimitError):
    """The answer needs more memory than it may take."""

    option = "--memory-limit"

    def __init__(self, memory: int | None) -> None:
        """Say how many bytes it might have taken, if they were limited."""
        what = "memory than there is" if memory is None else f"than {memory >> 20:,} MiB of memory"
        super().__init__(f"the answer needs more {what}; ask for less")


class EngineError(QueryError):
    """The engine died of a query."""

    def __init__(self) -> None:
        """Say so."""
        super().__init__("the query cannot be answered: it is too complex for the engine, which died of it; ask for less")


class ServerError(AvgraphError):
    """What is to be served cannot be loaded, or is lost."""


class UnknownEntityError(AvgraphError, KeyError):
    """No entity has this name, form or id. It is a KeyError as well, as graphs are looked up in like mappings."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        """Hold the `name` that was looked up and the `nearest` labels, best first."""
        self.name = name
        self.nearest = nearest
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no entity is named {name!r}{hint}")

    def __str__(self) -> str:
        """Return the message; a KeyError would quote it."""
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what the error is made from, so that it can come from another process."""
        return type(self), (self.name, self.nearest)


class AmbiguousNameError(UnknownEntityError):
    """What is given as a name is a part of several names."""

    def __init__(self, name: str, nearest: tuple[str, ...], count: int) -> None:
        """Hold the part, the labels with the most papers, and the number of all entities that it could name."""
        super().__init__(name, nearest)
        self.count = count
        more = f" and {count - len(nearest):,} more" if count > len(nearest) else ""
        self.args = (f"{name!r} is a part of {count:,} names; with the most papers: {', '.join(nearest)}{more}; write more of the name",)

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle what the error is made from."""
        return type(self), (self.name, self.nearest, self.count)


class UnreadableSourceError(AvgraphError):
    """The reading list cannot be opened, decoded, or holds no entry."""


class UsageError(AvgraphError):
    """Arguments do not go together, or ask of a source what it does not hold."""


class WorkerError(AvgraphError):
    """Work that was given to a process of its own did not come back."""


class WriteError(AvgraphError):
    """A result cannot be written; the previous file, if any, is as it was."""


def one_line(reason: BaseException | str) -> str:
    r"""Return the reason that an error gives, or another text, in one line.

    >>> one_line(ValueError("no\n  number"))
    'no number'
    """
    text = " ".join(str(getattr(reason, "strerror", None) or reason).split())
    return text if len(text) <= _LONGEST_REASON else text[:_LONGEST_REASON] + " …"
