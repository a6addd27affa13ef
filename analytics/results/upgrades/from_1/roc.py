"""ROC curves."""

from __future__ import annotations

from typing import Any

# What no run of format 1 computed of a curve.
UNKNOWN: dict[str, Any] = {"odds": [], "published_odds": None, "resampled": None}


def upgrade(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The best cut-offs are called so, whichever criterion chose them; other words are codes."""
    return [_outcome(outcome) for outcome in outcomes]


def _outcome(outcome: dict[str, Any]) -> dict[str, Any]:
    comparisons = outcome["comparisons"]
    return outcome | {
        "markers": [_marker(marker) for marker in outcome["markers"]],
        "family": outcome["family"] | {"family": "auc"},
        "resampled": [],
        "comparisons": None if "not_estimable" in comparisons else comparisons,
    }


def _marker(marker: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in marker.items() if name != "youden"}
    return kept | {"best": marker["youden"], **UNKNOWN}
