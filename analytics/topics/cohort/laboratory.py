"""How many laboratory values are limits, and how many dates are known to the month or the year.

What becomes of limits is said in `topics.shared.limits`; durations count from the day that stands
for a month or a year (`ra_registry.cohort.derived_days`).
"""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.datasets.people import ONSET_PRECISION, SIGN_COLUMNS
from analytics.results.cohort import BeyondLimits, LaboratoryLimits
from analytics.stats.results import BoolArray
from analytics.topics.shared.limits import limit_sides

# Composites and the component of theirs that may be a limit.
COMPUTED_WITH = {"das28_esr": "esr", "das28_crp": "crp_mg_l", "sdai": "crp_mg_l"}
LEVELS = {"rf_positive": "rf_value", "acpa_positive": "acpa_value"}


def laboratory(data: DataSet) -> LaboratoryLimits:
    """Return how many values are limits, what was made of them, and how well onsets are known."""
    sides = {key: limit_sides(data, key) for key in SIGN_COLUMNS}
    composites = {
        key: int(np.sum(_known(data, key) & (sides[component] != 0)))
        for key, component in COMPUTED_WITH.items()
    }
    undecided = {
        key: int(np.sum((sides[value] != 0) & ~_known(data, key))) for key, value in LEVELS.items()
    }
    precision = list(data.frame[ONSET_PRECISION])
    return LaboratoryLimits(
        values={
            key: BeyondLimits(below=int(np.sum(side == -1)), above=int(np.sum(side == 1)))
            for key, side in sides.items()
            if side.any()
        },
        composites=_that_anybody_has(composites),
        undecided=_that_anybody_has(undecided),
        onset=_that_anybody_has({kind: precision.count(kind) for kind in ("month", "year")}),
    )


def _that_anybody_has(counts: dict[str, int]) -> dict[str, int]:
    return {key: n for key, n in counts.items() if n}


def _known(data: DataSet, key: str) -> BoolArray:
    known: BoolArray = data.frame[key].notna().to_numpy()
    return known
