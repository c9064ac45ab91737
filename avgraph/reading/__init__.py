"""Turn the text of a reading list into entries, dataset rows and headings, every line accounted for."""
