"""Load a graph into a triple store that already runs."""
