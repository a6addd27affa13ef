"""The multivariable model and its alternatives."""

from __future__ import annotations

from typing import Any

from analytics.codec import NOT_ESTIMABLE

ALWAYS = ("endpoint", "label", "exposure")


def upgrade(outcomes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What rests on a fitted model stands with it; the plan says the interval."""
    return [_outcome(found) for found in outcomes]


def _outcome(found: dict[str, Any]) -> dict[str, Any]:
    covariates = [found["covariate"]] if found["covariate"] else []
    kept = {key: found[key] for key in ALWAYS}
    return {**kept, "covariates": covariates, "model": _model(found)}


def _model(found: dict[str, Any]) -> dict[str, Any]:
    if NOT_ESTIMABLE in found["result"]:
        reason: dict[str, Any] = found["result"]
        return reason
    inflation = found["inflation"]
    return {
        "result": found["result"],
        "odds": found["odds"],
        "inflation": inflation if NOT_ESTIMABLE in inflation else inflation["terms"],
        "values": found["values"],
        "others": found["others"],
    }
