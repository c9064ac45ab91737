"""Complete what is typed in a shell: files, views, questions, names of entities (click, shell completion)."""

import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

if TYPE_CHECKING:
    from avgraph.model.vocabulary import NodeType

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
_MOST = 100
"""Names that are offered; more help nobody."""


def complete_files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Let the shell complete the path of a file."""
    del ctx, parameter
    return [CompletionItem(incomplete, type="file")]


def complete_views(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a view."""
    del ctx, parameter
    from avgraph.views.projections import VIEWS

    return _items(VIEWS, incomplete)


def complete_views_or_files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a view, or let the shell complete the path of a list."""
    return complete_views(ctx, parameter, incomplete) or complete_files(ctx, parameter, incomplete)


def complete_questions(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Complete the name of a shipped question, or let the shell complete the path of a query."""
    from avgraph.sparql.questions import load_shipped

    items = [CompletionItem(name, help=each.description) for name, each in load_shipped().items() if name.startswith(incomplete)]
    return items or complete_files(ctx, parameter, incomplete)


def complete_names(*types: "NodeType") -> Completer:
    """Return what completes the names of entities of some types, or of all that have names, of the list that is named so far."""

    def complete(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
        del parameter
        from avgraph.errors import AvgraphError
        from avgraph.knowledge import open as open_knowledge_graph
        from avgraph.views.find import NAMED_TYPES

        source = ctx.params.get("source")
        try:
            graph = open_knowledge_graph(None if source == "-" else source).graph
        except AvgraphError:
            return []
        labels = sorted({node.label for kind in types or NAMED_TYPES for node in graph.of_type(kind)})
        return _items(labels, incomplete)

    return complete


def _items(values: Iterable[str], incomplete: str) -> list[CompletionItem]:
    """Return the values that begin so, whatever the case; in bash blanks and quotes are escaped, which other shells do themselves."""
    wanted = re.sub(r"\\(.)", r"\1", incomplete).strip("\"'").casefold()
    matches = [value for value in values if value.casefold().startswith(wanted) and "\n" not in value]
    is_bash = os.environ.get("_AVGRAPH_COMPLETE", "").startswith("bash")
    return [CompletionItem(re.sub(r"([\s\"'\\&;()<>|$`*?\[\]#~!])", r"\\\1", each) if is_bash else each) for each in matches[:_MOST]]
