"""Open SOURCE: a list, a dump, a store folder, standard input or an endpoint; each part is read when it is needed, and once."""
