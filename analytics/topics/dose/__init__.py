"""Dose-response: events by quantile group of the primary exposure."""
