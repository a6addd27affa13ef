"""Tables of curves and cut-offs."""
