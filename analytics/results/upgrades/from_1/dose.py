"""Dose-response."""

from __future__ import annotations

from typing import Any

from analytics.codec import NOT_ESTIMABLE


def upgrade(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Groups, limits and the three trends stand together; the plan says the rule of the groups."""
    return [
        {
            "endpoint": found["endpoint"],
            "label": found["label"],
            "exposure": found["exposure"],
            "result": _trends(found),
        }
        for found in outcomes
    ]


def _trends(found: dict[str, Any]) -> dict[str, Any]:
    result: dict[str, Any] = found["result"]
    if NOT_ESTIMABLE in result:
        return result
    return {
        "groups": result["rows"],
        "limits": result["groups"]["limits"],
        "armitage": result["armitage"],
        "mantel": result["mantel"],
        "jonckheere": found["change_trend"],
        "sample": result["sample"],
    }
