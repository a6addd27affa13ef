"""What parts of pages that are about one outcome have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.topic import Options


def for_outcome(
    stored: StoredRun, options: Options, shown: Callable[[str], dict[str, Any]]
) -> dict[str, Any]:
    """Return the outcomes to choose from and what is ``shown`` of the chosen one.

    Raises ValidationFailed for an outcome the run doesn't have.
    """
    if not stored.plan.outcomes:
        return {"outcomes": []}
    outcome = stored.outcome_key(options.get("outcome", ""))
    return {"outcomes": stored.outcomes(), "outcome": outcome, **shown(outcome)}
