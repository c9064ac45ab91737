"""The Research Organization Registry: a dump of its records, indexed once, and the organisation that a printed name is in it."""
