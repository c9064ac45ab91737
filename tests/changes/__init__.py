"""Tests of avgraph/changes."""
