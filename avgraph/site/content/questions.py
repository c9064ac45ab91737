"""Bind the shipped questions for a reader, and answer those that need no parameters."""

from collections.abc import Mapping
from typing import Any

from avgraph.sparql.engine import Engine
from avgraph.sparql.questions import ShippedQuery

_FOR_AVGRAPH = ("# parameter", "# columns", "# group")


def bind_question(engine: Engine, question: ShippedQuery, values: Mapping[str, str]) -> str:
    """Return the text of a question with its parameters in place. Raises QueryError and UnknownEntityError as `Engine.bind` does."""
    # The parameters stand in the text then; what said so to avgraph is not for a reader.
    lines = (line for line in engine.bind(question, values).splitlines() if not line.startswith(_FOR_AVGRAPH))
    return "\n".join(lines)


def answer_question(engine: Engine, question: ShippedQuery) -> tuple[str, dict[str, Any], bytes]:
    """Return the text of a question without parameters, its answer as JSON of SPARQL results has it, and as CSV."""
    import json

    from pyoxigraph import QueryResultsFormat

    text = bind_question(engine, question, {})
    answer = json.loads(engine.query(text).serialize(format=QueryResultsFormat.JSON))
    return text, answer, bytes(engine.query(text).serialize(format=QueryResultsFormat.CSV))
