"""Where each patient's exposure lies, decided once for everything that reads a data set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.datasets.dataset import analyte_column
from analytics.stats.results import BoolArray, FloatArray

BELOW, ABOVE, MIXED = "below", "above", "mixed"


@dataclass(frozen=True, eq=False)
class Placed:
    """One exposure of every patient, in the order of the data set.

    ``value``: what is used as measured, NaN where nothing is; above the curve without a number it
    is the upper limit. ``lower`` and ``upper``: the limits that a value below or above is said by,
    ``upper`` being the number itself where no upper limit is known. ``unplaced``: results that
    exist and can't be used: below a limit nobody stated, or a side without any number.
    """

    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    below: BoolArray
    above: BoolArray
    unplaced: BoolArray

    @property
    def used(self) -> BoolArray:
        """Which patients have a result that can be used."""
        return self.below | ~np.isnan(self.value)


def placed(frame: pd.DataFrame, code: str, prefix: str = "") -> Placed:
    """Return where an exposure's values lie.

    What has no column of limits, as a score, is the number that it is, 0 and below as well.
    ``prefix``: ``other_`` for the results under the other rule for replicates that disagree.
    """
    value = _numbers(frame, analyte_column(code, f"{prefix}value"))
    if analyte_column(code, "llod") not in frame:
        return _unlimited(value)
    lower = _numbers(frame, analyte_column(code, "llod"))
    upper = _numbers(frame, analyte_column(code, "uloq"))
    censor = frame[analyte_column(code, f"{prefix}censor")].to_numpy(dtype=object)
    known = np.asarray(pd.notna(censor))
    below = (censor == BELOW) | (known & (value < lower)) | (value <= 0)
    # Above the curve there is no number: the upper limit stands for it, tied with its neighbours.
    above = (censor == ABOVE) & ~below
    value = np.where(above & np.isnan(value), upper, value)
    unplaced = (below & ~(lower > 0)) | (known & ~below & np.isnan(value))
    below &= ~unplaced
    value = np.where(below | unplaced, np.nan, value)
    return Placed(
        value=value,
        lower=lower,
        upper=np.where(np.isnan(upper), value, upper),
        below=below,
        above=above & ~unplaced,
        unplaced=unplaced,
    )


def _unlimited(value: FloatArray) -> Placed:
    nowhere = np.zeros(value.shape, dtype=np.bool_)
    return Placed(
        value=value,
        lower=np.full(value.shape, np.nan),
        upper=value,
        below=nowhere,
        above=nowhere,
        unplaced=nowhere,
    )


def _numbers(frame: pd.DataFrame, column: str) -> FloatArray:
    return frame[column].to_numpy(dtype=np.float64)
