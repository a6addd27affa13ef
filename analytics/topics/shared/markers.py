"""Columns of the data set as the statistics take them: outcomes and exposures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.datasets.dataset import DataSet, analyte_column, endpoint_column
from analytics.datasets.outcomes import limits_of
from analytics.datasets.placed import MIXED, placed
from analytics.design.described import Endpoint
from analytics.design.limit import beyond
from analytics.design.plan import Plan
from analytics.design.variable import Scale
from analytics.results.measured import MeasuredValues
from analytics.stats.censored.concentrations import (
    Concentrations,
    Recoded,
    Substitute,
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

SUBSTITUTES: dict[str, Substitute] = {"half-limit": "half", "root-two": "root-two"}


@dataclass(frozen=True, eq=False)
class Marker:
    """One exposure, ready to analyse, with the account of what was done to it.

    ``checked``: the measurements themselves. ``ranks``: for ROC curves and groups. ``amounts``:
    for models, above 0 where ``scale`` is log2. ``dropped`` counts results that exist but can't be
    placed (below a limit nobody stated, or above the curve without a limit). ``upper``: the limit
    that a value above it is said by.
    """

    code: str
    scale: Scale
    checked: Concentrations
    ranks: Recoded
    amounts: Recoded
    above: BoolArray
    upper: FloatArray
    n_below: int
    n_above: int
    n_mixed: int
    n_several_batches: int
    n_dropped: int
    highest_limit: float | None

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
    found = placed(data.frame, code, "other_" if other else "")
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
        above=found.above,
        upper=found.upper,
        n_below=int(np.count_nonzero(below)),
        n_above=int(np.count_nonzero(found.above)),
        n_mixed=_mixed(data, code),
        n_several_batches=_several_batches(data, code),
        n_dropped=int(np.count_nonzero(found.unplaced)),
        highest_limit=float(found.lower[below].max()) if below.any() else None,
    )


def _mixed(data: DataSet, code: str) -> int:
    """Return how many results have replicates that disagree, whatever became of them."""
    column, censor = analyte_column(code, "mixed"), analyte_column(code, "censor")
    if column in data.frame:
        return int(np.count_nonzero(_numbers(data, column) == 1))
    # The data set of a run from before results were versions; a score has no place at all.
    return int(np.count_nonzero(data.frame[censor] == MIXED)) if censor in data.frame else 0


def _several_batches(data: DataSet, code: str) -> int:
    """Return how many patients' samples were measured more than once; only assays have batches."""
    column = analyte_column(code, "batches")
    return int(np.count_nonzero(_numbers(data, column) > 1)) if column in data.frame else 0


def amounts_by(found: Marker, policy: str) -> Recoded | NotEstimable:
    """Return an exposure's values under another policy for what lies below the limit."""
    if policy == "exclude":
        return leave_out(found.checked)
    if policy == "ros":
        return regression_on_order_statistics(found.checked)
    return substitute(found.checked, by=SUBSTITUTES[policy])


def _numbers(data: DataSet, column: str) -> FloatArray:
    return data.frame[column].to_numpy(dtype=np.float64)
