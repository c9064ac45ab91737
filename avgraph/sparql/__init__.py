"""Ask the graph: the store that answers SPARQL, and the questions that ship with avgraph."""
