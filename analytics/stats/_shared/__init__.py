"""What several statistics need: checked input, ties, degenerate data, draws."""
