"""Tests of the project as a whole: bundled list, documents, wheel."""
