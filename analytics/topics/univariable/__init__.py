"""Each variable alone in a model."""
