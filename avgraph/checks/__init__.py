"""Find the defects of a reading list: a table of rules, one module of checks per subject, the ways to report and repair."""
