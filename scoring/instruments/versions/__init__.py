"""One module per instrument version, each with a constant ``INSTRUMENT``; found by the registry."""
