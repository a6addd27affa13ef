"""Columns of the data set as the statistics take them: outcomes and exposures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.datasets.dataset import DataSet, analyte_column, endpoint_column
from analytics.datasets.measured_twice import (
    VISITS,
    MeasuredTwice,
    at_visit,
    is_measured_twice,
    measured_twice,
)
from analytics.datasets.outcomes import limits_of
from analytics.datasets.placed import MIXED, placed
from analytics.design.described import Endpoint
from analytics.design.limit import beyond
from analytics.design.options import SUBSTITUTES
from analytics.design.plan import Plan
from analytics.design.variable import Scale
from analytics.results.measured import MeasuredValues
from analytics.stats.censored.concentrations import (
    Concentrations,
    Recoded,
    concentrations,
    leave_out,
    recode_below_common_limit,
    regression_on_order_statistics,
    substitute,
    uncensored,
)
from analytics.stats.descriptive.limited import ABOVE as ABOVE_LIMIT
from analytics.stats.descriptive.limited import BELOW as BELOW_LIMIT
from analytics.stats.descriptive.limited import MEASURED, LimitedSummary, describe_limited
from analytics.stats.regression.design import Term
from analytics.stats.results import BoolArray, FloatArray, NotEstimable
from analytics.topics.shared.exposure import exposure_term, on_scale


@dataclass(frozen=True, eq=False)
class Marker:
    """One exposure, ready to analyse, with the account of what was done to it.

    ``checked``: the measurements themselves. ``ranks``: for ROC curves and groups. ``amounts``:
    for models, above 0 where ``scale`` is log2. ``below``: which values lie below a limit, or rest
    on one that does. ``dropped`` counts results that exist but can't be placed (below a limit
    nobody stated, or above the curve without a limit). ``upper``: the limit that a value above it
    is said by. ``twice``: the concentrations behind a change, which itself knows no limit; its
    ``checked`` are the changes under the plan's policy.
    """

    code: str
    scale: Scale
    checked: Concentrations
    ranks: Recoded
    amounts: Recoded
    below: BoolArray
    above: BoolArray
    upper: FloatArray
    n_above: int
    n_mixed: int
    n_several_batches: int
    n_dropped: int
    highest_limit: float | None
    twice: MeasuredTwice | None = None

    @property
    def n_below(self) -> int:
        """How many values lie below a limit, or rest on one that does."""
        return int(np.count_nonzero(self.below))

    def summary(self, rows: BoolArray) -> LimitedSummary:
        """Describe the values of some patients; those beyond a limit are said by that limit."""
        at = np.where(
            self.checked.below,
            self.checked.limit,
            np.where(self.above, self.upper, self.checked.value),
        )
        side = np.where(
            self.checked.below, BELOW_LIMIT, np.where(self.above, ABOVE_LIMIT, MEASURED)
        )
        return describe_limited(at[rows], side[rows], name=self.code)

    def account(self, policy: str) -> MeasuredValues:
        """Say what was done to the values; ``policy``: the plan's choice below the limit."""
        return MeasuredValues(
            policy=policy,
            below=self.n_below,
            tied=self.ranks.n_recoded,
            above=self.n_above,
            mixed=self.n_mixed,
            missing=self.ranks.n_missing,
            several_batches=self.n_several_batches,
            dropped=self.n_dropped,
            limit=self.highest_limit,
        )

    @property
    def scaled(self) -> FloatArray:
        """The amounts on the scale of models; NaN where there is none."""
        return on_scale(self.amounts.values, self.scale)

    def term(self) -> Term:
        """The exposure as models take it. Raises InputError as `exposure_term` does."""
        return exposure_term(self.code, self.amounts.values, self.scale)


def outcome(data: DataSet, endpoint: str) -> FloatArray:
    """Return the endpoint's events as 1, 0 and NaN."""
    return _numbers(data, endpoint_column(endpoint, "event"))


def value(data: DataSet, endpoint: str) -> FloatArray:
    """Return the endpoint's value, a change or a status; NaN where the patient has none."""
    return _numbers(data, endpoint_column(endpoint, "value"))


def limits(data: DataSet, endpoint: Endpoint) -> FloatArray:
    """Return each patient's threshold in the endpoint's unit; NaN where there is none."""
    if endpoint.limit is None:
        return np.full(data.n, np.nan)
    column = endpoint_column(endpoint.key, "baseline")
    known = column in data.frame  # data sets stored before percentages lack it
    baseline = _numbers(data, column) if known else np.full(data.n, np.nan)
    return limits_of(endpoint.limit, baseline, data.meta.detectable_change(endpoint.key))


def events(values: FloatArray, endpoint: Endpoint, limit: float | FloatArray) -> FloatArray:
    """Return 1 where a value is an event of the endpoint by another limit; NaN stays NaN."""
    if endpoint.limit is None:
        return np.full(values.shape, np.nan)
    return beyond(values, endpoint.limit.side, limit)


def marker(data: DataSet, code: str, plan: Plan, *, other: bool = False) -> Marker:
    """Return one exposure under the plan's policies for values below the limit.

    ``other``: with the results whose replicates disagree under the other rule for them.
    """
    prefix = "other_" if other else ""
    if is_measured_twice(data.frame, code):
        return _change(data, measured_twice(data.frame, code, prefix), code, plan)
    found = placed(data.frame, code, prefix)
    below, scale = found.below, data.meta.variable(code).scale
    checked = (
        concentrations(found.value, below.astype(np.float64), found.lower)
        if scale == "log2"
        else uncensored(found.value)
    )
    return Marker(
        code=code,
        scale=scale,
        checked=checked,
        ranks=recode_below_common_limit(checked),
        amounts=substitute(checked, by=SUBSTITUTES[plan.below_limit.models]),
        below=below,
        above=found.above,
        upper=found.upper,
        n_above=int(np.count_nonzero(found.above)),
        n_mixed=int(np.count_nonzero(_mixed(data, code))),
        n_several_batches=int(np.count_nonzero(_several_batches(data, code))),
        n_dropped=int(np.count_nonzero(found.unplaced)),
        highest_limit=float(found.lower[below].max()) if below.any() else None,
    )


def _change(data: DataSet, found: MeasuredTwice, code: str, plan: Plan) -> Marker:
    """The change of a concentration, each value below its limit as the plan's models take it."""
    changes = found.substituted(SUBSTITUTES[plan.below_limit.models])
    visits = [at_visit(code, visit) for visit in VISITS]
    mixed = [_mixed(data, one) for one in visits]
    several = [_several_batches(data, one) for one in visits]
    nowhere = np.zeros(data.n, dtype=np.bool_)
    return Marker(
        code=code,
        scale="linear",
        checked=uncensored(changes.values),
        ranks=changes,
        amounts=changes,
        below=found.below,
        above=nowhere,
        upper=changes.values,
        n_above=int(np.count_nonzero(found.above)),
        n_mixed=int(np.count_nonzero(np.logical_or(*mixed))),
        n_several_batches=int(np.count_nonzero(np.logical_or(*several))),
        n_dropped=int(np.count_nonzero(found.unplaced)),
        highest_limit=None,
        twice=found,
    )


def _mixed(data: DataSet, code: str) -> BoolArray:
    """Return which results have replicates that disagree, whatever became of them."""
    column, censor = analyte_column(code, "mixed"), analyte_column(code, "censor")
    if column in data.frame:
        return np.asarray(_numbers(data, column) == 1, dtype=np.bool_)
    if censor in data.frame:  # of a run from before results were versions
        return np.asarray(data.frame[censor] == MIXED, dtype=np.bool_)
    return np.zeros(data.n, dtype=np.bool_)


def _several_batches(data: DataSet, code: str) -> BoolArray:
    """Return whose samples were measured more than once; only assays have batches."""
    column = analyte_column(code, "batches")
    if column not in data.frame:
        return np.zeros(data.n, dtype=np.bool_)
    return np.asarray(_numbers(data, column) > 1, dtype=np.bool_)


def amounts_by(found: Marker, policy: str) -> Recoded | NotEstimable:
    """Return an exposure's values under another policy for what lies below the limit."""
    if found.twice is None:
        return _recoded(found.checked, policy)
    first, second = (_recoded(visit, policy) for visit in found.twice.visits)
    if isinstance(first, NotEstimable):
        return first
    if isinstance(second, NotEstimable):
        return second
    return found.twice.change((first, second))


def _recoded(checked: Concentrations, policy: str) -> Recoded | NotEstimable:
    if policy == "exclude":
        return leave_out(checked)
    if policy == "ros":
        return regression_on_order_statistics(checked)
    return substitute(checked, by=SUBSTITUTES[policy])


def _numbers(data: DataSet, column: str) -> FloatArray:
    return data.frame[column].to_numpy(dtype=np.float64)
