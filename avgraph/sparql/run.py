"""Run a query on an engine, within limits of time and memory where they are set."""

import pickle
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from avgraph.errors import QueryError
from avgraph.sparql.answer import Answer
from avgraph.sparql.hints import declared_prefixes
from avgraph.sparql.limits import work_within
from avgraph.sparql.questions import ShippedQuery, load_query
from avgraph.sparql.results import write_results
from avgraph.sparql.store import discard_store
from avgraph.sparql.syntax import cut_tokens

if TYPE_CHECKING:
    from avgraph.sparql.engine import Engine

_Result = TypeVar("_Result")
_NO_TIME_LIMIT = 86_400.0
_NO_MEMORY_LIMIT = 2**46
Parameters = Mapping[str, str | int]


def prepare_query(engine: "Engine", query: str | ShippedQuery, parameters: Parameters, limit: int | None = None) -> str:
    """Return the text of a query; of a shipped one with its parameters as terms, and `limit`. Raises QueryError for what cannot be asked."""
    question = load_query(query) if isinstance(query, str) else query
    if question.name:
        bound = engine.bind(question, {name: str(value) for name, value in parameters.items()})
        return bound if limit is None else f"{bound}LIMIT {limit}\n"
    if parameters:
        message = f"{', '.join(parameters)}: parameters are for shipped queries; write them into the query"
        raise QueryError(message)
    return question.text


class Queryable(Protocol):
    """A source of a graph that can be queried."""

    store: Path | None
    """The folder of its store, where it has one."""

    @property
    def engine(self) -> "Engine":
        """What answers, opened when it is needed."""

    def save(self) -> None:
        """Cache what was built for the next query."""


def run_query(
    source: Queryable,
    query: str | ShippedQuery,
    limit: int | None,
    time_limit: float | None,
    memory_limit: int | None,
    parameters: Parameters,
) -> Answer:
    """Return the answer to a query, at most `limit` rows of it."""
    check_arguments(query, limit, parameters)

    def answer(engine: "Engine") -> Answer:
        text = prepare_query(engine, query, parameters)
        engine.refuse_unknown_terms(text)
        return engine.ask(text, limit)

    return _run(source, answer, time_limit, memory_limit)


def serialize_query(
    source: Queryable,
    query: str | ShippedQuery,
    limit: int | None,
    time_limit: float | None,
    memory_limit: int | None,
    parameters: Parameters,
    format_name: str | None,
    width: int | None,
) -> bytes:
    """Return the answer to a query in a format of `results`; `limit` is for shipped queries."""
    check_arguments(query, limit, parameters)

    def answer(engine: "Engine") -> bytes:
        text = prepare_query(engine, query, parameters, limit)
        engine.refuse_unknown_terms(text)
        return write_results(engine.query(text), format_name, engine.prefixes, width)

    return _run(source, answer, time_limit, memory_limit)


def explain_query(
    source: Queryable,
    query: str | ShippedQuery,
    limit: int | None,
    time_limit: float | None,
    memory_limit: int | None,
    parameters: Parameters,
) -> str:
    """Return a query as it would be asked, with the declarations that it needs. Raises QueryError where it cannot be read."""
    check_arguments(query, limit, parameters)

    def answer(engine: "Engine") -> str:
        text = prepare_query(engine, query, parameters, limit)
        engine.check(text)
        tokens = list(cut_tokens(text))
        used = {token.text.partition(":")[0] for token in tokens if token.kind == "name"} - declared_prefixes(tokens).keys()
        head = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in engine.prefixes.items() if prefix in used)
        return head + text.rstrip("\n") + "\n"

    return _run(source, answer, time_limit, memory_limit)


def _run(source: Queryable, answer: "Callable[[Engine], _Result]", time_limit: float | None, memory_limit: int | None) -> _Result:
    """Return what `answer` makes of the engine, within limits of seconds and MiB in a process of its own, which opens the engine as well.

    Raises QueryError where a limit is passed, or the store of the source is damaged.
    """
    with _discarding_damaged(source.store):
        if time_limit is None and memory_limit is None:
            done = answer(source.engine)
            source.save()
            return done

        def work(start: Callable[[], None]) -> bytes:
            engine = source.engine
            start()
            return pickle.dumps(answer(engine))

        memory = _NO_MEMORY_LIMIT if memory_limit is None else memory_limit << 20
        result: _Result = pickle.loads(work_within(work, time_limit or _NO_TIME_LIMIT, memory, source.save))  # noqa: S301  (our own)
        return result


@contextmanager
def _discarding_damaged(store: Path | None) -> Iterator[None]:
    """Have a store that was found to be damaged built anew the next time."""
    try:
        yield
    except (QueryError, RuntimeError) as error:
        if store is None or "Corruption" not in str(error):
            raise
        discard_store(store)
        message = f"{store}: the store is damaged; ask again, and it is built anew"
        raise QueryError(message) from None


def check_arguments(query: object, limit: object, parameters: Mapping[str, object]) -> None:
    """Raise QueryError where the arguments of a query are of the wrong kind."""
    if not isinstance(query, str | ShippedQuery):
        message = f"a query is a text, not {type(query).__name__}"
        raise QueryError(message)
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        message = f"limit is {limit!r}; a number from 0, or None for all rows"
        raise QueryError(message)
    for name, value in parameters.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            message = f"{name} is {value!r}; a text or a whole number, or leave it out"
            raise QueryError(message)
