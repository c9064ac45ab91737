"""Turn files of records into entries: BibTeX, CSV and its like, YAML, JSON, RIS, CSL-JSON."""
