"""Turn the graph into graphs: narrowed by filters, or projected onto authors, institutions or tasks."""
