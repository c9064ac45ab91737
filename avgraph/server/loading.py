"""Load the graph that is served: once in the fork server, or in each worker where its store has threads."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from avgraph.model.vocabulary import BASE_IRI
from avgraph.rdf.dump_file import is_dump
from avgraph.sparql.limits import Limits, run_limited

if TYPE_CHECKING:
    from avgraph.server.request_handler import RequestHandler


def load_handler(options: dict[str, Any]) -> Callable[[], "RequestHandler"]:
    """Load the graph that `avgraph.open` gives with these options; return what opens it in each worker."""
    # Imported here, and so not by the server itself, which names this function alone: the fork server runs it.
    from avgraph.knowledge import open as open_knowledge_graph
    from avgraph.server.request_handler import RequestHandler
    from avgraph.sources.lists import ListSource

    kg = open_knowledge_graph(**options)
    if kg.source.store is None:
        _ = kg.source.engine
        kg.source.save()
    else:
        # A store on disk has threads: it is built in a process that ends, and each worker opens it for itself.
        _run_in_process(lambda: bool(kg.source.engine))
        kg.source.on_read = lambda _: None
    text = kg.source.text.splitlines() if isinstance(kg.source, ListSource) else None
    return lambda: RequestHandler(kg.source.engine, lambda: kg.graph, text)


def read_base_iri(source: str | None, base_iri: str | None) -> str:
    """Return the namespace of the resources: what is given, else what a dump says."""
    if base_iri is not None or source == "-" or not (is_dump(source) or Path(source or "").is_dir()):
        return base_iri or BASE_IRI
    from avgraph.knowledge import open as open_knowledge_graph

    # In a process of its own, as a store on disk has threads, which no fork survives.
    return str(_run_in_process(lambda: open_knowledge_graph(source).base_iri))


def _run_in_process(work: Callable[[], object]) -> object:
    """Return the result of work that is done in a process of its own, in whatever time it takes."""

    def run(start: Callable[[], None]) -> object:
        result = work()
        start()
        return result

    return run_limited(run, Limits(60, 2**30))
