"""Turn what can go wrong into one line that says where, what, and what would be right."""


class AvgraphError(Exception):
    """Base of every error that avgraph raises on purpose; ``str(error)`` is one line."""


class UnreadableSourceError(AvgraphError):
    """The reading list cannot be opened, decoded, or holds no entry."""


class OntologyError(AvgraphError):
    """The ontology says something it must not, or the graph breaks it."""


class AuthorityError(AvgraphError):
    """An authority file cannot be read, or two records contradict each other."""


class DumpError(AvgraphError):
    """What is read is no dump of avgraph."""


class FilterError(AvgraphError):
    """A filter cannot be understood."""


class PageError(AvgraphError):
    """A page cannot be made as it is asked for."""


class PushError(AvgraphError):
    """A store did not take the graph; the message says what its readers see."""


class QueryError(AvgraphError):
    """A query cannot be read or answered."""


class UnknownEntityError(AvgraphError):
    """No entity has the asked name, form or id."""

    def __init__(self, name: str, nearest: tuple[str, ...]) -> None:
        """Keep the asked `name` and the `nearest` labels, best first."""
        self.name = name
        self.nearest = nearest
        hint = f"; nearest: {', '.join(nearest)}" if nearest else ""
        super().__init__(f"no entity is named {name!r}{hint}")


class WriteError(AvgraphError):
    """A result cannot be written; the previous file, if any, is as it was."""


def one_line(reason: BaseException | str) -> str:
    r"""Return the reason that an error gives, or another text, in one line.

    >>> one_line(ValueError("no\n  number"))
    'no number'
    """
    return " ".join(str(getattr(reason, "strerror", None) or reason).split())
