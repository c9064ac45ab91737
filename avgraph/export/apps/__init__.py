"""Write the graph for programs that have a form of their own: notes of Obsidian, maps of VOSviewer, tables of Parquet."""
