"""Run a query on an engine, within limits of time and memory where they are set."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

from avgraph.errors import LimitError, QueryError
from avgraph.parallel import can_fork
from avgraph.sparql.answer import Answer
from avgraph.sparql.hints import declare_prefixes
from avgraph.sparql.limits import Limits, run_limited, run_watched
from avgraph.sparql.questions import ShippedQuery, find_absent, load_query
from avgraph.sparql.results import write_results
from avgraph.sparql.store import discard_store
from avgraph.sparql.syntax import cut_tokens

if TYPE_CHECKING:
    from avgraph.sparql.engine import Engine

_Result = TypeVar("_Result")
_NO_TIME_LIMIT = 86_400.0
_NO_MEMORY_LIMIT = 2**46
_MOST_SECONDS, _MOST_MEMORY = 10**7, 2**26
"""Limits that can be set, the second in MiB."""


class Queryable(Protocol):
    """A source of a graph that can be queried."""

    store: Path | None
    """The folder of its store, where it has one."""

    @property
    def engine(self) -> "Engine":
        """What answers, opened when it is needed."""

    def save(self) -> None:
        """Cache what was built for the next query."""


def answer_query(source: Queryable, query: str | ShippedQuery, limit: int | None = None, **options: Any) -> Answer:
    """Return the answer to a query, at most `limit` rows of it; `options` are those of `run_query`."""

    def answer(engine: "Engine", text: str) -> Answer:
        engine.refuse_unknown_terms(text)
        return engine.answer(text, limit)

    return run_query(source, query, answer, limit=limit, **options)


def serialize_query(
    source: Queryable,
    query: str | ShippedQuery,
    format_name: str | None,
    width: int | None = None,
    on_absent: Callable[[tuple[str, ...]], None] | None = None,
    **options: Any,
) -> bytes:
    """Return the answer to a query in a format of `results`; `on_absent` is told what the list does not state that a shipped one asks about."""
    question = load_query(query) if isinstance(query, str) else query

    def answer(engine: "Engine", text: str) -> tuple[bytes, tuple[str, ...]]:
        engine.refuse_unknown_terms(text)
        absent = find_absent(engine, question) if question.name and engine.is_self_contained else ()
        return write_results(engine, engine.query(text), format_name, width), absent

    content, absent = run_query(source, question, answer, **options)
    if absent and on_absent is not None:
        on_absent(absent)
    return content


def explain_query(source: Queryable, query: str | ShippedQuery, **options: Any) -> str:
    """Return a query as it would be asked, with the declarations that it needs. Raises QueryError where it cannot be read."""

    def answer(engine: "Engine", text: str) -> str:
        engine.check(text)
        return declare_prefixes(text, list(cut_tokens(text)), engine.prefixes).rstrip("\n") + "\n"

    return run_query(source, query, answer, **options)


def run_query(
    source: Queryable,
    query: str | ShippedQuery,
    answer: "Callable[[Engine, str], _Result]",
    *,
    limit: int | None = None,
    time_limit: float | None = None,
    memory_limit: int | None = None,
    on_timeout: Callable[[LimitError], None] | None = None,
    **parameters: str | int,
) -> _Result:
    """Return what `answer` makes of the engine and the text of the query; `limit` is part of the text of a shipped one.

    With a limit of seconds or MiB that is done in a fork, which opens the engine unless it is open. Where forks are not safe, `on_timeout`,
    which must end this process, is called once the time is over. Raises QueryError for what cannot be asked, LimitError, and
    QueryError where the store of the source is damaged.
    """
    check_arguments(query, limit, parameters, time_limit, memory_limit)
    question = load_query(query) if isinstance(query, str) else query

    is_limited = (time_limit, memory_limit) != (None, None)
    limits = Limits(time_limit or _NO_TIME_LIMIT, _NO_MEMORY_LIMIT if memory_limit is None else memory_limit << 20)
    is_forked = is_limited and (on_timeout is None or can_fork())

    def work(start: Callable[[], None]) -> _Result:
        engine = source.engine
        start()
        engine.is_walled = is_forked and engine.is_self_contained
        return answer(engine, _bind(engine, question, parameters, limit))

    with _discarding_damaged(source.store):
        if is_forked:
            sys.stdout.flush()
            return cast("_Result", run_limited(work, limits, source.save))
        if is_limited and on_timeout is not None:
            return cast("_Result", run_watched(work, limits, source.save, on_timeout))
        result = work(lambda: None)
        source.save()
        return result


def _bind(engine: "Engine", question: ShippedQuery, parameters: Mapping[str, str | int], limit: int | None) -> str:
    """Return the text of a query, that of a shipped one with its parameters as terms."""
    if question.name:
        text = engine.bind(question, {name: str(value) for name, value in parameters.items()})
        return text if limit is None else f"{text}LIMIT {limit}\n"
    if parameters:
        raise QueryError(f"{', '.join(parameters)}: parameters are for shipped queries; write them into the query")
    return question.text


@contextmanager
def _discarding_damaged(store: Path | None) -> Iterator[None]:
    """Have a store that was found to be damaged built anew the next time."""
    try:
        yield
    except (QueryError, RuntimeError) as error:
        if store is None or "Corruption" not in str(error):
            raise
        discard_store(store)
        raise QueryError(f"{store}: the store is damaged; ask again, and it is built anew") from None


def check_arguments(
    query: object, limit: object, parameters: Mapping[str, object], time_limit: object = None, memory_limit: object = None
) -> None:
    """Raise QueryError where the arguments of a query are of the wrong kind."""
    if not isinstance(query, str | ShippedQuery):
        raise QueryError(f"a query is a text, not {type(query).__name__}")
    for name, value, most in (("time_limit", time_limit, _MOST_SECONDS), ("memory_limit", memory_limit, _MOST_MEMORY)):
        kinds = int | float if name == "time_limit" else int
        if value is not None and (isinstance(value, bool) or not isinstance(value, kinds) or not 0 < value <= most):
            message = f"{name} is {value!r}; a {'number of seconds' if name == 'time_limit' else 'whole number of MiB'} above 0, or None for no limit"
            raise QueryError(message)
    if limit is not None and (isinstance(limit, bool) or not isinstance(limit, int) or limit < 0):
        raise QueryError(f"limit is {limit!r}; a number from 0, or None for all rows")
    for name, value in parameters.items():
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise QueryError(f"{name} is {value!r}; a text or a whole number, or leave it out")
