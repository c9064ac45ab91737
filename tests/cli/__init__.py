"""Tests of avgraph/cli."""
