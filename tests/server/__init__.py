"""Tests of avgraph/server."""
