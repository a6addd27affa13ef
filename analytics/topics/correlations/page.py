"""Rank correlations on the page of the models."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.correlations import tables
from analytics.topics.topic import Options


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the table of every pair, and that of the pairs with a change."""
    return {"matrix": tables.matrix(stored), "with_change": tables.with_change(stored)}
