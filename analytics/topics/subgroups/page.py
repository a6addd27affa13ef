"""Declared subgroups, on the page of models."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.shared.pages import for_outcome
from analytics.topics.subgroups import tables
from analytics.topics.subgroups.words import caution, sentences
from analytics.topics.topic import Options


def declared(stored: StoredRun) -> bool:
    """Whether the plan declares subgroups and the run has them."""
    return bool(stored.results.subgroups)


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return what the subgroups of one outcome say, with their table."""

    def shown(outcome: str) -> dict[str, Any]:
        found = stored.subgroups(outcome)
        return {
            "said": sentences(stored, found) if found else [],
            "cautions": [caution(stored), *tables.few_events(found)] if found else [],
            "table": tables.subgroups(stored, outcome),
        }

    return for_outcome(stored, options, shown)
