"""Serve the graph over HTTP: SPARQL 1.1 Protocol, pages of entities, the query page, the explorer."""
