"""Tests of avgraph/resolution."""
