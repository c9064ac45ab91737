"""Tests of avgraph/model."""
