"""Change of the scores, drawn."""
