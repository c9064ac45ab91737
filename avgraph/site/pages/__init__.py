"""The pages, as HTML from plain values; nothing here knows of HTTP or SPARQL, so that a folder of files can be written with them as well."""
