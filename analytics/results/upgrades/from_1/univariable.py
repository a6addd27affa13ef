"""Each variable alone in a model."""

from __future__ import annotations

from typing import Any


def upgrade(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Exposures and covariates stand apart; the plan says the interval and the policy."""
    return [
        {
            "endpoint": found["endpoint"],
            "label": found["label"],
            "exposures": [_exposure(row) for row in found["rows"] if row["kind"] == "exposure"],
            "covariates": [_alone(row) for row in found["rows"] if row["kind"] != "exposure"],
            "crossed": [],
            "family": found["family"],
        }
        for found in outcomes
    ]


def _exposure(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "alone": _alone(row),
        "with_outcome": row["groups"]["with"],
        "without_outcome": row["groups"]["without"],
        "comparison": row["comparison"],
        "test": row["test"],
        "censored": None,
        "values": row["values"],
    }


def _alone(row: dict[str, Any]) -> dict[str, Any]:
    """A variable that no model could take had no odds ratios at all."""
    spreads = [spread for found in row.get("odds", []) for spread in found["spreads"]]
    return {"term": row["term"], "result": row["result"], "spreads": spreads}
