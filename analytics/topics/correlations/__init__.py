"""Rank correlations of exposures, changes and the clinical baseline."""
