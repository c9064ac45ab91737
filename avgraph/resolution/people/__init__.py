"""Names of people: taken apart, compared, how common they are, and which mentions of one name are several people."""
