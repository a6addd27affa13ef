"""Changes on their page: the probability plot, the slopes of each feature, the summary."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.change import tables
from analytics.topics.change.lines import legend
from analytics.topics.change.names import short_names
from analytics.topics.topic import Options


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the changes to draw, by the endpoints that stand for them, and their summary."""
    names = short_names(stored.plan.distinct_changes())
    slopes = [{"key": key, "title": title} for key, title in names.items()]
    return {"slopes": slopes, "changes": tables.changes(stored), "legend": legend(stored)}
