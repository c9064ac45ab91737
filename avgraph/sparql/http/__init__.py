"""The HTTP client of SPARQL endpoints and triple stores."""
