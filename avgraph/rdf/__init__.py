"""Turn the graph into RDF and back."""
