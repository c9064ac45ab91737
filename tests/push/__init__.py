"""Tests of avgraph/push."""
