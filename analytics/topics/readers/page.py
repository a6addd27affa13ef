"""Agreement of readers on its page: status, change and each endpoint of one feature."""

from __future__ import annotations

from typing import Any

from analytics.results.stored_run import StoredRun
from analytics.topics.readers import tables
from analytics.topics.readers.names import heading
from analytics.topics.topic import Options


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the choices of read set and feature, and the tables of the chosen one."""
    choices = [
        {
            "reads": found.read_set,
            "feature": found.feature,
            "label": heading(stored, found),
        }
        for found in stored.results.readers
    ]
    if not choices:
        return {"choices": []}
    reads, feature = options.get("reads", ""), options.get("feature", "")
    if not reads:
        first = next((c for c in choices if c["feature"] == _main_feature(stored)), choices[0])
        reads, feature = first["reads"], first["feature"]
    found = stored.agreement(reads, feature)
    return {
        "choices": choices,
        "chosen": {"reads": reads, "feature": feature},
        "agreement": found,
        "has_change": any(team.change for team in found.teams),
        "table": tables.agreement(stored, reads, feature),
        "detectable": tables.detectable(stored, reads, feature),
        "limits": tables.limits(stored, reads, feature),
        "kappas": tables.kappas(stored, reads, feature),
    }


def _main_feature(stored: StoredRun) -> str:
    """The feature of the first outcome."""
    leading = {chosen.endpoint for chosen in stored.plan.outcomes[:1]}
    found = [e.measure for e in stored.plan.score_endpoints() if e.key in leading]
    return found[0] if found else ""
