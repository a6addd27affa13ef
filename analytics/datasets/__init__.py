"""The analysis data set: one row a patient, from set-based SQL, with its account of gaps."""

from __future__ import annotations

from analytics.datasets.build import build_data_set
from analytics.datasets.dataset import DataSet

__all__ = ["DataSet", "build_data_set"]
