"""Models that ask the main one's question in another way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan
from analytics.runs.compute.markers import change, marker, outcome
from analytics.runs.compute.odds import fitted
from analytics.stats.design import Term, continuous
from analytics.stats.errors import InputError
from analytics.stats.linear import linear_regression
from analytics.stats.linearity import linearity
from analytics.stats.ordinal import ordinal_regression
from analytics.stats.proportional_odds import proportional_odds_test
from analytics.stats.results import FloatArray, NotEstimable, to_json

# Harrell's advice: a curve with many bends needs many patients.
FEW_KNOTS, MANY_KNOTS, MANY_KNOTS_FROM = 3, 4, 100
# Equal slopes are tested between quarters of the change: single values leave cuts without patients.
CHANGE_GROUPS = 4


def other_models(data: DataSet, plan: Plan, key: str, terms: Sequence[Term]) -> dict[str, Any]:
    """Return the curve against the line, the untransformed exposure, and models of the change.

    ``terms``: the multivariable model's, the primary exposure first.
    """
    exposure = marker(data, plan["primary_exposure"], plan).amounts.values
    events, changes, rest = outcome(data, key), change(data, key), terms[1:]
    return {
        "linearity": _linearity(events, terms[0].name, exposure, rest),
        "untransformed": _untransformed(events, terms[0].name, exposure, rest, plan),
        "linear": to_json(linear_regression(changes, terms, level=plan["level"])),
        "ordinal": to_json(ordinal_regression(changes, terms, level=plan["level"])),
        "equal_slopes": _equal_slopes(changes, terms),
        "change_groups": CHANGE_GROUPS,
    }


def _linearity(
    events: FloatArray, name: str, exposure: FloatArray, rest: Sequence[Term]
) -> dict[str, Any]:
    n = int(np.count_nonzero(np.isfinite(events) & np.isfinite(exposure)))
    knots = MANY_KNOTS if n >= MANY_KNOTS_FROM else FEW_KNOTS
    try:
        return to_json(linearity(events, name, exposure, rest, knots=knots))
    except InputError as error:
        return to_json(NotEstimable(error.message))


def _untransformed(
    events: FloatArray, name: str, exposure: FloatArray, rest: Sequence[Term], plan: Plan
) -> dict[str, Any]:
    found = fitted(events, [continuous(name, exposure), *rest], plan)
    return to_json(found if isinstance(found, NotEstimable) else found.result)


def _equal_slopes(changes: FloatArray, terms: Sequence[Term]) -> dict[str, Any]:
    known = changes[np.isfinite(changes)]
    limits = (
        np.unique(np.quantile(known, np.arange(1, CHANGE_GROUPS) / CHANGE_GROUPS))
        if (known.size)
        else np.zeros(0)
    )
    group = np.searchsorted(limits, changes, side="left").astype(np.float64)
    return to_json(proportional_odds_test(np.where(np.isfinite(changes), group, np.nan), terms))
