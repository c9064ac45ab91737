"""Compare and fold strings; nothing here knows a graph."""
