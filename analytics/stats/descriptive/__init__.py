"""Summaries of one variable and of a change."""
