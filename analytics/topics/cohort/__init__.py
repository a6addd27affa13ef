"""The patients at baseline."""
