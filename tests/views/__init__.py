"""Tests of avgraph/views."""
