"""Tests of avgraph/reading."""
