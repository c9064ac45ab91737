"""Names of places in the addresses of organisations."""
