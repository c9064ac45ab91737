"""Fields of an entry, read from its text: names, organisations, venue and date, kinds of links."""
