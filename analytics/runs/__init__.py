"""Runs of the analysis: asking for one, computing it once, storing it with its provenance."""
