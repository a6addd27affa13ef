"""Every result of the main analysis from one data set and one plan. No database."""

from __future__ import annotations

from analytics.runs.compute.main import compute

__all__ = ["compute"]
