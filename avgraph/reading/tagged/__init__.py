"""Tagged paragraphs under headings: the form of the bundled list, one way of cutting records."""
