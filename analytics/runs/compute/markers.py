"""Columns of the data set as the statistics take them: outcomes and concentrations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet, analyte_column, endpoint_column
from analytics.datasets.placed import MIXED, placed
from analytics.plan import Plan
from analytics.stats.censored import (
    Concentrations,
    Recoded,
    Substitute,
    concentrations,
    leave_out,
    recode_below_common_limit,
    regression_on_order_statistics,
    substitute,
)
from analytics.stats.limited import ABOVE as ABOVE_LIMIT
from analytics.stats.limited import BELOW as BELOW_LIMIT
from analytics.stats.limited import MEASURED, LimitedSummary, describe_limited
from analytics.stats.results import BoolArray, FloatArray, NotEstimable

SUBSTITUTES: dict[str, Substitute] = {"half-limit": "half", "root-two": "root-two"}


@dataclass(frozen=True, eq=False)
class Marker:
    """One analyte, ready to analyse, with the account of what was done to it.

    ``checked``: the measurements themselves. ``ranks``: for ROC curves and groups. ``amounts``:
    above 0, for models on the log scale. ``dropped`` counts results that exist but can't be placed
    (below a limit nobody stated, or above the curve without a limit). ``upper``: the limit that a
    value above it is said by.
    """

    code: str
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

    @property
    def logs(self) -> FloatArray:
        """The amounts on the scale of the plan, log2; NaN where there is none."""
        return np.log2(self.amounts.values)


def outcome(data: DataSet, endpoint: str) -> FloatArray:
    """Return the endpoint's events as 1, 0 and NaN."""
    return _numbers(data, endpoint_column(endpoint, "event"))


def change(data: DataSet, endpoint: str) -> FloatArray:
    """Return the mean change of the readers, NaN where the patient has none."""
    return _numbers(data, endpoint_column(endpoint, "change"))


def marker(data: DataSet, code: str, plan: Plan, *, other: bool = False) -> Marker:
    """Return one analyte under the plan's policies for values below the limit.

    ``other``: with the results whose replicates disagree under the other rule for them.
    """
    found = placed(data.frame, code, "other_" if other else "")
    below = found.below
    checked = concentrations(found.value, below.astype(np.float64), found.lower)
    batches = _numbers(data, analyte_column(code, "batches"))
    return Marker(
        code=code,
        checked=checked,
        ranks=recode_below_common_limit(checked),
        amounts=substitute(checked, by=SUBSTITUTES[plan["below_limit"]["models"]]),
        above=found.above,
        upper=found.upper,
        n_below=int(np.count_nonzero(below)),
        n_above=int(np.count_nonzero(found.above)),
        n_mixed=_mixed(data, code),
        n_several_batches=int(np.count_nonzero(batches > 1)),
        n_dropped=int(np.count_nonzero(found.unplaced)),
        highest_limit=float(found.lower[below].max()) if below.any() else None,
    )


def _mixed(data: DataSet, code: str) -> int:
    """Return how many results have replicates that disagree, whatever became of them."""
    column = analyte_column(code, "mixed")
    if column not in data.frame:  # the data set of a run from before results were versions
        return int(np.count_nonzero(data.frame[analyte_column(code, "censor")] == MIXED))
    return int(np.count_nonzero(_numbers(data, column) == 1))


def amounts_by(found: Marker, policy: str) -> Recoded | NotEstimable:
    """Return an analyte's values under another policy for what lies below the limit."""
    if policy == "exclude":
        return leave_out(found.checked)
    if policy == "ros":
        return regression_on_order_statistics(found.checked)
    return substitute(found.checked, by=SUBSTITUTES[policy])


def beyond(change: FloatArray, endpoint: dict[str, Any], threshold: float) -> FloatArray:
    """Return 1 where a change lies strictly beyond a threshold, else 0; NaN stays NaN.

    A mean of whole half units and a threshold of two decimals compare exactly as floats: a quotient
    is rounded correctly, so equal numbers are equal floats and others differ by far more.
    """
    hit = change > threshold if endpoint["direction"] == "above" else change < threshold
    return np.where(np.isnan(change), np.nan, hit)


def _numbers(data: DataSet, column: str) -> FloatArray:
    return data.frame[column].to_numpy(dtype=np.float64)
