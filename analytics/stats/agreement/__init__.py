"""Readers: reliability, agreement on categories, measurement error."""
