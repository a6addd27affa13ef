"""The shape of a run's results: frozen dataclasses, how they are stored, and earlier formats."""
