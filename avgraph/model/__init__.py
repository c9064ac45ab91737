"""Name what all else is about: vocabulary, ontology, graph, entries, rules."""
