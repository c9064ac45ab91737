"""Turn a curated reading list into a knowledge graph."""

__version__ = "0.1.0"
