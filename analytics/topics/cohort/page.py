"""Table 1 on its page."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.cohort import tables
from analytics.topics.topic import Options


def context(stored: StoredRun, _options: Options) -> dict[str, Any]:
    """Return the table."""
    return {"cohort": tables.cohort(stored)}
