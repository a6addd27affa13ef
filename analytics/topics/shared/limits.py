"""Laboratory values known only as a limit: on which side they lie, and how ranks take them.

Policy, printed by tables and the methods block: composites are computed with the printed limit; a
positive antibody, like any state, is known only where every value that agrees with the limit says
so; ranks take values below the highest "<" limit as one tie, and those above the lowest ">" limit
as another; a model takes the limit as the value.
"""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.datasets.people import SIGN_COLUMNS
from analytics.stats.results import FloatArray

SIDES = {"<": -1.0, ">": 1.0}


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
