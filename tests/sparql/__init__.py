"""Tests of avgraph/sparql."""
