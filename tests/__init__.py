"""Tests of avgraph."""
