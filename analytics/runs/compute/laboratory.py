"""Laboratory values known only as a limit, and dates known only to the month or the year.

Policy, printed by tables and the methods block: composites are computed with the printed limit; a
positive antibody, like any state, is known only where every value that agrees with the limit says
so; ranks take values below the highest "<" limit as one tie, and those above the lowest ">" limit
as another; a model takes the limit as the value; durations count from the day that stands for a
month or a year (`ra_registry.cohort.derived_days`).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.datasets.people import ONSET_PRECISION
from analytics.stats.results import FloatArray

SIGN_COLUMNS = {
    "rf_value": "rf_sign",
    "acpa_value": "acpa_sign",
    "esr": "esr_sign",
    "crp_mg_l": "crp_sign",
}
# Composites and the component of theirs that may be a limit.
COMPUTED_WITH = {"das28_esr": "esr", "das28_crp": "crp_mg_l", "sdai": "crp_mg_l"}
LEVELS = {"rf_positive": "rf_value", "acpa_positive": "acpa_value"}
SIDES = {"<": -1.0, ">": 1.0}


def laboratory(data: DataSet) -> dict[str, Any]:
    """Return how many values are limits, what was made of them, and how well onsets are known.

    Counts of patients: ``values`` below and above by column, ``composites`` computed with a limit,
    ``open`` antibodies whose limit tells neither positive nor negative, ``onset`` known to the
    month or the year. What nobody has is left out.
    """
    sides = {key: limit_sides(data, key) for key in SIGN_COLUMNS}
    values = {
        key: {"below": int(np.sum(side == -1)), "above": int(np.sum(side == 1))}
        for key, side in sides.items()
        if side.any()
    }
    composites = {
        key: int(np.sum(_known(data, key) & (sides[component] != 0)))
        for key, component in COMPUTED_WITH.items()
    }
    undecided = {
        key: int(np.sum((sides[value] != 0) & ~_known(data, key))) for key, value in LEVELS.items()
    }
    precision = list(data.frame.get(ONSET_PRECISION, []))
    onset = {kind: precision.count(kind) for kind in ("month", "year")}
    found = {"composites": composites, "open": undecided, "onset": onset}
    return {
        "values": values,
        **{name: {key: n for key, n in counts.items() if n} for name, counts in found.items()},
    }


def limit_sides(data: DataSet, key: str) -> FloatArray:
    """Return -1 where a value is known as below a limit, 1 as above, 0 elsewhere.

    Every value of a data set that was stored before limits were is a measured one.
    """
    signs = data.frame.get(SIGN_COLUMNS.get(key, ""))
    if signs is None:
        return np.zeros(data.n)
    return np.array([SIDES.get(sign, 0.0) for sign in signs], dtype=np.float64)


def for_ranks(data: DataSet, key: str) -> FloatArray:
    """Return the values of a column in an order that the limits allow, ties where they must be.

    What lies below the highest limit after "<", measured or not, is one tie below everything; what
    lies above the lowest limit after ">" is one above. Where the two overlap, no order is certain
    and everything is one tie.
    """
    values = data.frame[key].to_numpy(dtype=np.float64)
    sides = limit_sides(data, key)
    highest = float(np.max(values[sides == -1], initial=-np.inf))
    lowest = float(np.min(values[sides == 1], initial=np.inf))
    if highest > lowest:
        return np.where(np.isnan(values), np.nan, 0.0)
    ranked = np.where((sides == -1) | (values < highest), 0.0, values)
    return np.where((sides == 1) | (values > lowest), np.nextafter(lowest, np.inf), ranked)


def _known(data: DataSet, key: str) -> Any:
    return data.frame[key].notna().to_numpy()
