"""Tests of what is done with strings."""
