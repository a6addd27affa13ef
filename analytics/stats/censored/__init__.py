"""Concentrations below a limit of detection."""
