"""What moved the figures of one run to those of another, one step at a time.

The order of the steps is fixed: the plan and the data of the earlier run; then the patients who are
no longer there left out; the new patients added; the values of the others changed; and at last the
plan of the later run. Differences depend on this order where steps interact, and always add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp
from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.run import Results
from analytics.runs.compare.data import Aligned
from analytics.stats.regression.logistic_fit import fit_model
from analytics.stats.results import Estimate, NotEstimable
from analytics.stats.roc.curve import auc, roc_curve
from analytics.topics.shared.cutoffs import best_cutoff
from analytics.topics.shared.markers import marker, outcome
from analytics.topics.shared.odds import model_terms

FIGURES = ("n", "events", "auc", "cutoff", "odds_ratio")
STEPS = ("removed", "added", "changed", "plan")
NO_OUTCOME = NotEstimable("No outcome of this plan.")
NO_EXPOSURE = NotEstimable("The plan's primary exposure is not measured.")
NO_MODEL = NotEstimable("The model can't be fitted.")


@dataclass(frozen=True)
class Movement:
    """One figure from the earlier run to the later one.

    ``values``: before the first step and after each. ``limits``: beside each of them the limit that
    it lies below, where no number is known. ``differences``: what each step did.
    """

    figure: str
    values: tuple[Estimate, ...]
    limits: tuple[float | None, ...]

    @property
    def differences(self) -> tuple[Estimate, ...]:
        places = range(len(self.values))
        return tuple(self._between(one, two) for one, two in pairwise(places))

    @property
    def whole(self) -> Estimate:
        """What all steps did together."""
        return self._between(0, -1)

    def _between(self, one: int, two: int) -> Estimate:
        found = _difference(self.values[one], self.values[two])
        if self.limits[one] == self.limits[two] is None or isinstance(found, NotEstimable):
            return found
        if self.limits[one] == self.limits[two]:
            return 0.0
        return NotEstimable(_("A cut-off lies below the limit of detection: it has no number."))


def movements(
    pair: Aligned, plan: Plan, later: DataSet, later_plan: Plan
) -> dict[str, list[Movement]]:
    """Return for each outcome of either plan how its figures moved, without resampling."""
    sequence = _sequence(pair, plan, later, later_plan)
    moved = {}
    # A step that changes nothing leaves the very same data behind.
    distinct = {id(data): (data, used) for data, used in sequence}
    for key in _outcomes(plan, later_plan):
        once = {place: headline(*state, key) for place, state in distinct.items()}
        limits = {place: limit_below(once[place]["cutoff"], *distinct[place]) for place in distinct}
        found = [once[id(data)] for data, _ in sequence]
        below = [limits[id(data)] for data, _ in sequence]
        moved[key] = [
            Movement(
                name,
                tuple(each[name] for each in found),
                tuple(below) if name == "cutoff" else (None,) * len(found),
            )
            for name in FIGURES
        ]
    return moved


def headline(data: DataSet, plan: Plan, key: str) -> dict[str, Estimate]:
    """Return the figures of the primary exposure for one outcome, as a run computes them.

    ``n`` and ``events`` are those of the curve; ``cutoff`` is the first optimum (midpoint);
    ``odds_ratio`` is per step of it, beside the plan's covariate.
    """
    chosen = next((o for o in plan.outcomes if o.endpoint == key), None)
    code = plan.primary_exposure
    if chosen is None or code is None:
        return dict.fromkeys(FIGURES, NO_OUTCOME if chosen is None else NO_EXPOSURE)
    events = outcome(data, key)
    curve = roc_curve(
        events, marker(data, code, plan).ranks.values, direction=chosen.exposure_direction
    )
    choice = best_cutoff(curve, plan)
    best = choice if isinstance(choice, NotEstimable) else choice.optima[0]
    return {
        "n": float(curve.sample.n_used),
        "events": float(curve.n_events),
        "auc": auc(curve, level=plan.level).value,
        "cutoff": best if isinstance(best, NotEstimable) else best.value,
        "odds_ratio": _odds_ratio(data, plan, key),
    }


def limit_below(cutoff: Estimate, data: DataSet, plan: Plan) -> float | None:
    """Return the limit that a cut-off lies below; None for one among measured values."""
    code = plan.primary_exposure
    if isinstance(cutoff, NotEstimable) or code is None:
        return None
    limit = marker(data, code, plan).highest_limit
    return limit if limit is not None and cutoff < limit else None


def stored_headline(results: Results, plan: Plan, key: str) -> dict[str, Any]:
    """Return the same figures as a run stored them; what couldn't be estimated is left out."""
    code = plan.primary_exposure
    found: dict[str, Any] = {}
    curves = next((found for found in results.roc if found.endpoint == key), None)
    if curves is not None and code is not None:
        marker = curves.marker(code)
        found = {
            "n": marker.auc.sample.n_used,
            "events": marker.auc.n_events,
            "auc": marker.auc.value,
            "cutoff": marker.optima[0].value if marker.optima else None,
        }
    for model in results.models:
        for coefficient in (
            () if isinstance(model.result, NotEstimable) else model.result.coefficients
        ):
            if (model.endpoint, coefficient.term) == (key, code):
                found["odds_ratio"] = coefficient.odds_ratio
    return {name: value for name, value in found.items() if isinstance(value, int | float)}


def _sequence(
    pair: Aligned, plan: Plan, later: DataSet, later_plan: Plan
) -> Sequence[tuple[DataSet, Plan]]:
    """The data and the plan before the first step and after each."""
    first, second = pair.earlier, pair.later
    meta = replace(later.meta, variables=pair.variables)
    kept = first.index.isin(second.index)
    start = DataSet(first, meta)
    stay = start if kept.all() else DataSet(first.loc[kept], meta)
    new = second.loc[second.index.difference(first.index, sort=False)]
    added = DataSet(pd.concat([stay.frame, new]), meta) if len(new) else stay
    states = (start, stay, added, DataSet(second, meta))
    return [*((data, plan) for data in states), (later, later_plan)]


def _odds_ratio(data: DataSet, plan: Plan, key: str) -> Estimate:
    terms = model_terms(data, plan)
    if isinstance(terms, NotEstimable):
        return terms
    fit = fit_model(outcome(data, key), terms, level=plan.level)
    if isinstance(fit, NotEstimable):
        return fit
    log_odds = float(fit.beta[1])
    return exp(log_odds) if log_odds < 700 else NO_MODEL


def _outcomes(plan: Plan, later_plan: Plan) -> list[str]:
    keys = [o.endpoint for each in (plan, later_plan) for o in each.outcomes]
    return list(dict.fromkeys(keys))


def _difference(before: Estimate, after: Estimate) -> Estimate:
    if isinstance(before, NotEstimable):
        return before
    return after if isinstance(after, NotEstimable) else after - before
