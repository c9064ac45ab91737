"""Tests of where a graph comes from."""
