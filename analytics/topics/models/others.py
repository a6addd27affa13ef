"""Models that ask the main one's question in another way."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.models import OtherModels
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Term, continuous
from analytics.stats.regression.linear import linear_regression
from analytics.stats.regression.linearity import Linearity, linearity
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.regression.ordinal import ordinal_regression
from analytics.stats.regression.proportional_odds import (
    ProportionalOddsTest,
    proportional_odds_test,
)
from analytics.stats.results import FloatArray, NotEstimable
from analytics.topics.shared.covariates import Beside, beside
from analytics.topics.shared.markers import Marker, marker, outcome, value
from analytics.topics.shared.odds import fitted

# Harrell's advice: a curve with many bends needs many patients.
FEW_KNOTS, MANY_KNOTS, MANY_KNOTS_FROM = 3, 4, 100
# Equal slopes are tested between quarters of the change: single values leave cuts without patients.
CHANGE_GROUPS = 4
NO_LOGARITHM = NotEstimable(
    "The main model takes the exposure as it is, without a logarithm."  # unseen
)


def other_models(data: DataSet, plan: Plan, key: str, terms: Sequence[Term]) -> OtherModels:
    """Return the curve against the line, the untransformed exposure, and models of the change.

    ``terms``: the multivariable model's, the primary exposure first.
    """
    exposure = marker(data, terms[0].name, plan)
    events, changes, rest = outcome(data, key), value(data, key), terms[1:]
    return OtherModels(
        linearity=_linearity(events, exposure, rest),
        untransformed=_untransformed(events, exposure, beside(data, plan), plan),
        linear=linear_regression(changes, terms, level=plan.level),
        ordinal=ordinal_regression(changes, terms, level=plan.level),
        equal_slopes=_equal_slopes(changes, terms),
        change_groups=CHANGE_GROUPS,
    )


def _linearity(
    events: FloatArray, exposure: Marker, rest: Sequence[Term]
) -> Linearity | NotEstimable:
    amounts = exposure.amounts.values
    n = int(np.count_nonzero(np.isfinite(events) & np.isfinite(amounts)))
    knots = MANY_KNOTS if n >= MANY_KNOTS_FROM else FEW_KNOTS
    try:
        return linearity(
            events, exposure.code, amounts, rest, knots=knots, log2=exposure.scale == "log2"
        )
    except InputError as error:
        return NotEstimable(error.message)


def _untransformed(
    events: FloatArray, exposure: Marker, rest: Beside | NotEstimable, plan: Plan
) -> LogisticResult | NotEstimable:
    if exposure.scale == "linear":
        return NO_LOGARITHM
    if isinstance(rest, NotEstimable):
        return rest
    found = fitted(events, rest.model(continuous(exposure.code, exposure.amounts.values)), plan)
    return found if isinstance(found, NotEstimable) else found.result


def _equal_slopes(
    changes: FloatArray, terms: Sequence[Term]
) -> ProportionalOddsTest | NotEstimable:
    known = changes[np.isfinite(changes)]
    limits = (
        np.unique(np.quantile(known, np.arange(1, CHANGE_GROUPS) / CHANGE_GROUPS))
        if known.size
        else np.zeros(0)
    )
    group = np.searchsorted(limits, changes, side="left").astype(np.float64)
    return proportional_odds_test(np.where(np.isfinite(changes), group, np.nan), terms)
