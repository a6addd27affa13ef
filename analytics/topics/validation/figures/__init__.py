"""Calibration and decision curve of a model."""
