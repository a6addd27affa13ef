"""Scores at both visits on their page."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.paired_change import tables
from analytics.topics.paired_change.section import nothing
from analytics.topics.topic import Options


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return both tables, or why there are none."""
    return {
        "scores": tables.scores(stored),
        "tests": tables.tests(stored),
        "missing": "" if stored.results.paired_change else nothing(stored),
        "no_change": bool(stored.plan.endpoints) and not stored.plan.distinct_changes(),
    }
