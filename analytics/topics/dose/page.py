"""Dose-response on the page of models."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.dose import tables
from analytics.topics.shared.pages import for_outcome
from analytics.topics.topic import Options


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return both tables of one outcome."""
    return for_outcome(
        stored,
        options,
        lambda outcome: {
            "dose": tables.dose(stored, outcome),
            "trends": tables.trends(stored, outcome),
        },
    )
