"""How far the multivariable model can be trusted."""

from __future__ import annotations

from typing import Any

from analytics.codec import NOT_ESTIMABLE

KEPT = ("method", "sample", "dominance", "optimism", "cross_validation")


def upgrade(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Calibration and decision curve stand with the predictions that they are of."""
    return [
        {"endpoint": found["endpoint"], "label": found["label"], "result": _result(found)}
        for found in outcomes
    ]


def _result(found: dict[str, Any]) -> dict[str, Any]:
    if NOT_ESTIMABLE in found:
        return {NOT_ESTIMABLE: found[NOT_ESTIMABLE]}
    return {
        **{key: found[key] for key in KEPT},
        "benefits": None,
        **{
            side: {part: found[part][side] for part in ("calibration", "decision")}
            for side in ("apparent", "left_out")
        },
    }
