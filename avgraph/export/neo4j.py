"""Write the graph as a folder that ``neo4j-admin database import`` takes: one file a label, one a relation, and the command."""

from collections.abc import Iterable, Mapping
from typing import IO

from avgraph.export.csv_tables import write_rows
from avgraph.export.records import Record, Scalar, certainty_of, stated_affiliations
from avgraph.model.graph import Graph, Node, Value, cached_by_graph
from avgraph.model.ontology import datatype_of, is_single
from avgraph.model.vocabulary import Attribute, NodeType, Relation

COMMAND_FILE = "import.sh"
_DELIMITERS = (";", "|", "\x1f")
"""Between the values of an array: the first that no value holds."""
_TYPES = {"integer": "int", "decimal": "double", "boolean": "boolean"}
_LARGEST_INT = 2**31 - 1
_LABELS = {f"{node_type.value}.csv": node_type for node_type in NodeType}
# The label Author and the relation author have two files also where case does not matter.
_RELATIONS = {f"relation-{relation.value}.csv": relation for relation in Relation}


def write_file(graph: Graph, file: IO[bytes], base: str, name: str) -> None:
    """Write one file of the folder; one of a label or relation that the graph has none of has its header alone."""
    if name == COMMAND_FILE:
        file.write(_command(graph).encode())
    elif name in _LABELS:
        _write_nodes(graph, file, base, _LABELS[name])
    else:
        _write_relation(graph, file, base, _RELATIONS[name])


def _write_nodes(graph: Graph, file: IO[bytes], base: str, node_type: NodeType) -> None:
    nodes = graph.of_type(node_type)
    delimiter = _delimiter(graph)
    headers = {attribute: _header(attribute, nodes) for attribute in Attribute if any(attribute in node.attributes for node in nodes)}
    rows: list[Record] = []
    for node in nodes:
        labels = delimiter.join((node.type, *([node.venue_kind] if node.venue_kind else ())))
        values = {headers[attribute]: _value(attribute, values, delimiter) for attribute, values in node.attributes.items()}
        rows.append({"iri:ID": base + node.id, ":LABEL": labels, "label": node.label, **values})
    write_rows(file, ("iri:ID", ":LABEL", "label", *headers.values()), rows)


def _header(attribute: Attribute, nodes: Iterable[Node]) -> str:
    kind = _TYPES.get(datatype_of(attribute), "string")
    if kind == "int" and any(int(value) > _LARGEST_INT for node in nodes for value in node.values(attribute)):
        kind = "long"
    return f"{attribute.value}:{kind}" if is_single(attribute) else f"{attribute.value}:{kind}[]"


def _value(attribute: Attribute, values: tuple[Value, ...], delimiter: str) -> Scalar:
    if is_single(attribute):
        return values[0]
    return delimiter.join(map(str, values))


def _write_relation(graph: Graph, file: IO[bytes], base: str, relation: Relation) -> None:
    stated = stated_affiliations(graph)
    column = () if certainty_of("", relation, "", stated) is None else ("certainty",)
    rows: Iterable[Mapping[str, Scalar]] = (
        {":START_ID": base + node.id, ":END_ID": base + target, ":TYPE": relation.value}
        | {name: certainty_of(node.id, relation, target, stated) or "" for name in column}
        for node in graph.nodes.values()
        for target in node.targets(relation)
    )
    write_rows(file, (":START_ID", ":END_ID", ":TYPE", *column), rows)


@cached_by_graph
def _delimiter(graph: Graph) -> str:
    several = frozenset(attribute for attribute in Attribute if not is_single(attribute))
    texts = {
        value
        for node in graph.nodes.values()
        for attribute, values in node.attributes.items()
        if attribute in several
        for value in values
        if isinstance(value, str)
    }
    return next((each for each in _DELIMITERS if not any(each in text for text in texts)), _DELIMITERS[-1])


def _command(graph: Graph) -> str:
    types, relations = {node.type for node in graph.nodes.values()}, {edge.type for edge in graph.edges()}
    delimiter = _delimiter(graph)
    shown = delimiter if delimiter.isprintable() else f"U+{ord(delimiter):04X}"
    options = [
        "--overwrite-destination", "--id-type=string", "--multiline-fields=true", f"--array-delimiter='{shown}'",
        *(f"--nodes={file}" for file, node_type in _LABELS.items() if node_type in types),
        *(f"--relationships={file}" for file, relation in _RELATIONS.items() if relation in relations),
    ]  # fmt: skip
    lines = " \\\n".join(f"  {option}" for option in options)
    return (
        "#!/bin/sh\n# Loads the files of this folder into the database of Neo4j 5 that is named, by default neo4j, and replaces what it holds.\n"
        "# The database must be stopped.\n"
        f'cd "$(dirname "$0")" && exec neo4j-admin database import full "${{1:-neo4j}}" \\\n{lines}\n'
    )
