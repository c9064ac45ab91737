"""Tests of avgraph/export."""
