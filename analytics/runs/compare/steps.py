"""What moved the figures of one run to those of another, one step at a time.

The order of the steps is fixed: the plan and the data of the earlier run; then the patients who are
no longer there left out; the new patients added; the values of the others changed; and at last the
plan of the later run. Differences depend on this order where steps interact, and always add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from typing import Any

import pandas as pd

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan
from analytics.runs.compare.data import Aligned
from analytics.runs.compute.markers import marker, outcome
from analytics.runs.compute.odds import model_terms
from analytics.runs.compute.roc import best_cutoff
from analytics.stats.logistic_fit import fit_model
from analytics.stats.results import Estimate, NotEstimable
from analytics.stats.roc import auc, roc_curve

FIGURES = ("n", "events", "auc", "cutoff", "odds_ratio")
STEPS = ("removed", "added", "changed", "plan")
NO_OUTCOME = NotEstimable("No outcome of this plan.")
NO_EXPOSURE = NotEstimable("The plan's primary exposure is not measured.")
NO_MODEL = NotEstimable("The model can't be fitted.")


@dataclass(frozen=True)
class Movement:
    """One figure from the earlier run to the later one.

    ``values``: before the first step and after each. ``differences``: what each step did.
    """

    figure: str
    values: tuple[Estimate, ...]
    differences: tuple[Estimate, ...]

    @property
    def whole(self) -> Estimate:
        """What all steps did together."""
        return _difference(self.values[0], self.values[-1])


def movements(
    pair: Aligned, plan: Plan, later: DataSet, later_plan: Plan
) -> dict[str, list[Movement]]:
    """Return for each outcome of either plan how its figures moved, without resampling."""
    sequence = _sequence(pair, plan, later, later_plan)
    moved = {}
    for key in _outcomes(plan, later_plan):
        found = [headline(data, used, key) for data, used in sequence]
        moved[key] = [_movement(name, [each[name] for each in found]) for name in FIGURES]
    return moved


def headline(data: DataSet, plan: Plan, key: str) -> dict[str, Estimate]:
    """Return the figures of the primary exposure for one outcome, as a run computes them.

    ``n`` and ``events`` are those of the curve; ``cutoff`` is the first optimum (midpoint);
    ``odds_ratio`` is per doubling, beside the plan's covariate.
    """
    chosen = next((o for o in plan["outcomes"] if o["endpoint"] == key), None)
    code = plan["primary_exposure"]
    if chosen is None or code is None:
        return dict.fromkeys(FIGURES, NO_OUTCOME if chosen is None else NO_EXPOSURE)
    events = outcome(data, key)
    curve = roc_curve(
        events, marker(data, code, plan).ranks.values, direction=chosen["exposure_direction"]
    )
    choice = best_cutoff(curve, plan)
    best = choice if isinstance(choice, NotEstimable) else choice.optima[0]
    return {
        "n": float(curve.sample.n_used),
        "events": float(curve.n_events),
        "auc": auc(curve, level=plan["level"]).value,
        "cutoff": best if isinstance(best, NotEstimable) else best.midpoint or best.observed,
        "odds_ratio": _odds_ratio(data, plan, key),
    }


def stored_headline(results: dict[str, Any], plan: Plan, key: str) -> dict[str, Any]:
    """Return the same figures as a run stored them; what couldn't be estimated is left out."""
    code = plan["primary_exposure"]
    found: dict[str, Any] = {}
    for curves in results["roc"]:
        for each in curves["markers"]:
            if (curves["endpoint"], each["analyte"]) == (key, code):
                best = (each["youden"].get("optima") or [{}])[0]
                found = {
                    "n": each["auc"]["sample"]["n_used"],
                    "events": each["auc"]["n_events"],
                    "auc": each["auc"]["value"],
                    "cutoff": best.get("midpoint") or best.get("observed"),
                }
    for model in results["models"]:
        for coefficient in model["result"].get("coefficients", []):
            if (model["endpoint"], coefficient["term"]) == (key, code):
                found["odds_ratio"] = coefficient["odds_ratio"]
    return {name: value for name, value in found.items() if isinstance(value, int | float)}


def _sequence(
    pair: Aligned, plan: Plan, later: DataSet, later_plan: Plan
) -> Sequence[tuple[DataSet, Plan]]:
    """The data and the plan before the first step and after each."""
    first, second = pair.earlier, pair.later
    stay = first.loc[first.index.intersection(second.index, sort=False)]
    new = second.loc[second.index.difference(first.index, sort=False)]
    frames = [first, stay, pd.concat([stay, new]) if len(new) else stay, second]
    return [*((DataSet(frame, later.meta), plan) for frame in frames), (later, later_plan)]


def _odds_ratio(data: DataSet, plan: Plan, key: str) -> Estimate:
    terms = model_terms(data, plan)
    if isinstance(terms, NotEstimable):
        return terms
    fit = fit_model(outcome(data, key), terms, level=plan["level"])
    if isinstance(fit, NotEstimable):
        return fit
    log_odds = float(fit.beta[1])
    return exp(log_odds) if log_odds < 700 else NO_MODEL


def _outcomes(plan: Plan, later_plan: Plan) -> list[str]:
    keys = [o["endpoint"] for each in (plan, later_plan) for o in each["outcomes"]]
    return list(dict.fromkeys(keys))


def _movement(figure: str, values: list[Estimate]) -> Movement:
    return Movement(figure, tuple(values), tuple(_difference(*two) for two in pairwise(values)))


def _difference(before: Estimate, after: Estimate) -> Estimate:
    if isinstance(before, NotEstimable):
        return before
    return after if isinstance(after, NotEstimable) else after - before
