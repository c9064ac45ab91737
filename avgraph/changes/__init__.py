"""What differs between two graphs, in entities: matched, compared, and written as text, Markdown, JSON, Atom and RDF patch."""
