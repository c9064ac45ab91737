"""Print datasets as the rows of a dataset table."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from avgraph.export.markdown.escape import escape_item, escape_text, escape_value, link
from avgraph.model.graph import Graph, Node
from avgraph.model.vocabulary import Attribute, NodeType

_HEADER = "| Dataset | Year | Videos | Length | Data form | Video source | Task |\n| --- | --- | --- | --- | --- | --- | --- |\n"
_VIDEOS = re.compile(r"(\d+\+?) videos")
_HOURS = re.compile(r"(\d+(?:\.\d+)?)(\+?) hours")


def print_datasets(graph: Graph) -> str:
    """Return the table of the datasets that have rows in the list; nothing where there is none."""
    of_row: defaultdict[tuple[tuple[int, int], ...], list[Node]] = defaultdict(list)
    for dataset in graph.of_type(NodeType.DATASET):
        if dataset.lines:
            of_row[dataset.lines].append(dataset)
    rows = [row for _, datasets in sorted(of_row.items(), key=lambda item: item[0]) for row in _rows(datasets)]
    return _HEADER + "".join(f"| {' | '.join(cell or '-' for cell in row)} |\n" for row in rows) if rows else ""


def _rows(datasets: Sequence[Node]) -> Iterator[list[str]]:
    """Yield a row for one dataset or for several that a row names together, and one for each further value of a column."""
    together = " ".join(_values(datasets, Attribute.DESCRIPTION))
    datasets = sorted(datasets, key=lambda dataset: together.find(dataset.label))  # as the row names them
    names = ", ".join(escape_item(dataset.label) for dataset in datasets)
    years = [str(dataset.value(Attribute.YEAR) or "") for dataset in datasets]
    urls, forms, sources = (_values(datasets, attribute) for attribute in (Attribute.URL, Attribute.DATA_FORM, Attribute.VIDEO_SOURCE))
    for number in range(max(1, len(urls), len(forms), len(sources))):
        name = link(names, urls[number]) if number < len(urls) else names
        cells = [escape_value(column[number]) if number < len(column) else "" for column in (forms, sources)]
        is_first = number == 0
        year = ", ".join(years) if all(years) else ""
        tasks = ", ".join(escape_text(task) for task in _values(datasets, Attribute.TASK_AS_LISTED))
        yield [name, year, *(_amounts(datasets) if is_first else ("", "")), *cells, tasks if is_first else ""]


def _amounts(datasets: Sequence[Node]) -> tuple[str, str]:
    """Return how many videos and how many hours there are, as the row says of all its datasets."""
    if len(datasets) > 1:
        together = " ".join(_values(datasets, Attribute.DESCRIPTION))
        videos, hours = _VIDEOS.search(together), _HOURS.search(together)
        return videos[1] if videos else "", f"{hours[1]}h{hours[2]}" if hours else ""
    (dataset,) = datasets
    more = "+" if dataset.value(Attribute.IS_LOWER_BOUND) is True else ""
    videos_alone, hours_alone = dataset.value(Attribute.VIDEO_COUNT), dataset.value(Attribute.DURATION_HOURS)
    return f"{videos_alone}{more}" if videos_alone is not None else "", f"{hours_alone}h{more}" if hours_alone is not None else ""


def _values(datasets: Sequence[Node], attribute: Attribute) -> list[str]:
    return sorted({str(value) for dataset in datasets for value in dataset.values(attribute)})
