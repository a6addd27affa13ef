"""The flow of patients on the pages that show it."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.flow import set_aside, tables
from analytics.topics.topic import Options


def context(stored: StoredRun, _options: Options) -> dict[str, Any]:
    """Return the flow, and the patients whose value no statistic takes."""
    return {"flow": tables.flow(stored), "set_aside": set_aside.patients(stored)}
