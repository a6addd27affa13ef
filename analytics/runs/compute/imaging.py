"""MRI against radiograph on the same patients."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan, endpoint_of
from analytics.runs.compute.markers import change, outcome
from analytics.stats.change import summarise_change
from analytics.stats.paired import compare_paired
from analytics.stats.proportions import proportion
from analytics.stats.results import to_json


def imaging(data: DataSet, plan: Plan) -> dict[str, Any]:
    """Return the paired comparison of each outcome, and the change of each read set."""
    return {
        "comparisons": [
            {
                **comparison,
                "labels": [_label(plan, comparison[side]) for side in ("first", "second")],
                "result": to_json(
                    compare_paired(
                        outcome(data, comparison["first"]),
                        outcome(data, comparison["second"]),
                        names=(
                            _label(plan, comparison["first"]),
                            _label(plan, comparison["second"]),
                        ),
                        level=plan["level"],
                    )
                ),
            }
            for comparison in plan["comparisons"]
        ],
        "changes": [
            {
                "endpoint": endpoint["key"],
                "modality": endpoint["modality"],
                "title": endpoint["campaign"]["title"],
                "feature": endpoint["feature"],
                "result": to_json(
                    summarise_change(change(data, endpoint["key"]), level=plan["level"])
                ),
            }
            for endpoint in change_endpoints(plan)
        ],
    }


def occurrences(data: DataSet, plan: Plan) -> list[dict[str, Any]]:
    """Return each endpoint's share of the patients in whom it is known, whatever else is not."""
    found = []
    for endpoint in plan["endpoints"]:
        events = outcome(data, endpoint["key"])
        known = events[np.isfinite(events)]
        share = proportion(int(known.sum()), int(known.size), level=plan["level"])
        found.append({"endpoint": endpoint["key"], "share": to_json(share)})
    return found


def _label(plan: Plan, key: str) -> str:
    return str(endpoint_of(plan, key)["label"])


def change_endpoints(plan: Plan) -> list[dict[str, Any]]:
    """Return one endpoint for each distinct change: progression and repair share theirs."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for endpoint in plan["endpoints"]:
        found.setdefault(made_of(endpoint), endpoint)
    return list(found.values())


def made_of(endpoint: dict[str, Any]) -> tuple[Any, ...]:
    """Return what an endpoint's change is made of, the same for progression and repair."""
    return (
        endpoint["campaign"]["id"],
        endpoint["feature"],
        endpoint["baseline"]["id"],
        endpoint["follow_up"]["id"],
    )
