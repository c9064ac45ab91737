"""Markdown: what is no text of a list, the structure within a line, and where each character is printed."""
