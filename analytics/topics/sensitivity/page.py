"""Sensitivity analyses on their page: what moved, and each table of alternatives."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.sensitivity import sentences, tables
from analytics.topics.topic import Options


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the chosen outcome's sentences and table, and those of every comparison."""
    if not stored.plan.outcomes:
        return {"outcomes": []}
    outcome = stored.outcome_key(options.get("outcome", ""))
    return {
        "outcomes": stored.outcomes(),
        "outcome": outcome,
        "sentences": sentences.of_outcome(stored, outcome),
        "table": tables.outcomes(stored, outcome),
        "comparisons": [
            {
                "key": pair.key,
                "sentences": sentences.of_comparison(stored, pair.key),
                "table": tables.comparisons(stored, pair.key),
            }
            for pair in stored.results.sensitivity.comparisons
        ],
    }
