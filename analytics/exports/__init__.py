"""Exports: tidy tables of one study, one per grain, in one zip file."""
