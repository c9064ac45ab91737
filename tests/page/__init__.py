"""Tests of avgraph/page."""
