"""Tests of avgraph.release."""
