"""Tests of avgraph/rdf."""
