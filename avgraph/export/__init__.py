"""Write the graph in every format of one table, ``formats.FORMATS``; one module for each family."""
