"""Storing results with the number of their format, and reading every format as today's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analytics.codec import Undecodable, decode, encode
from analytics.design.options import COVARIATES
from analytics.design.plan import Plan
from analytics.errors import OlderResults
from analytics.results.named import named
from analytics.results.run import Results
from analytics.results.upgrades import UPGRADES

RESULTS_FORMAT = 3
# The hash of the shape that each format has: see `analytics.shape`.
RESULTS_SHAPES = {
    2: "6a995d05c5cdd692e00279df082fe97c196f350def33f862dc4760b8daa70c6d",
    3: "45c829280b34dd93bb1e2e51745f11b7db5d13dab5f38c25560b7ff014267a96",
}
# Runs stored before formats had numbers.
UNNUMBERED = 1


def store(results: Results) -> dict[str, Any]:
    """Return results as the JSON that a run keeps."""
    return {"format": RESULTS_FORMAT, **encode(results)}


def load(stored: Mapping[str, Any], plan: Plan) -> Results:
    """Return stored results as today's types; reasons name endpoints and analytes by label.

    Raises OlderResults where an earlier release stored too little, or another shape, to be read
    today: computing again helps. Raises Undecodable for results of today's format that aren't.
    """
    parts = dict(stored)
    number = parts.pop("format", UNNUMBERED)
    if number == RESULTS_FORMAT:
        return _decoded(parts, plan)
    try:
        for earlier in range(number, RESULTS_FORMAT):
            parts = UPGRADES[earlier](parts)
        return _decoded(parts, plan)
    except (Undecodable, LookupError, TypeError, AttributeError) as error:
        raise OlderResults from error


def _decoded(parts: dict[str, Any], plan: Plan) -> Results:
    names = {endpoint.key: endpoint.label for endpoint in plan.endpoints}
    try:
        names |= {one["code"]: one["name"] for one in parts["variables"]}
    except (LookupError, TypeError) as error:
        raise Undecodable("The results name no variables.") from error  # unseen
    declared = [one.variable for one in plan.covariates]
    declared += [one.variable for one in plan.subgroups]
    names |= {key: str(COVARIATES[key]) for key in declared if key in COVARIATES}
    return decode(Results, named(parts, names))
