"""The commands, one module each: parse, make one call of the library, print."""
