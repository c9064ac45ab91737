"""Tests of avgraph/explorer."""
