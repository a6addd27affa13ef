"""Sensitivity analyses: the main results again, with one decision changed at a time."""
