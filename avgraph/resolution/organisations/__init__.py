"""Names of organisations: what in a printed form is name, unit, acronym and address, and how names are compared."""
