"""Decide which mentions name the same entity: one module per kind, each merge with its reason.

The stages stand side by side: entries go in, entities and the entity of each mention come out.
Every rule works on content alone, so the order of the entries never matters.
"""
