"""Tests of avgraph/checks."""
