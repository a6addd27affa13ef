"""Values that no statistic takes: set aside one by one, with the patient named.

A dilution of 1e-320 makes a concentration whose square vanishes. Such a value is no reason to stop
a study: it is missing from the analysis, its patient is left out of what needs it, and both are
said.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analytics.datasets.dataset import analyte_column
from analytics.stats._validation import unusable

# Keys of rows and of batches, which are no measurements.
KEYS = ("patient_id", "batch")
# Where the code alone says on which side of its limit a value lies, the number isn't needed.
BY_LIMIT = ("below", "above")


def set_aside(
    frame: pd.DataFrame, analytes: list[dict[str, Any]]
) -> tuple[pd.DataFrame, list[dict[str, Any]]]:
    """Return the frame without unusable numbers, and which ones those were, in its order.

    Each entry: ``patient`` (pseudonym), ``column`` of the data set, ``code`` (``too_large``,
    ``too_small``, ``infinite``) and ``found``, the number as text.
    """
    found: list[dict[str, Any]] = []
    kept = frame.copy()
    for column in frame.columns:
        if frame[column].dtype != np.float64 or column.rsplit("/", 1)[-1] in KEYS:
            continue
        values = frame[column].to_numpy()
        refused = unusable(values)
        for row, code in refused.items():
            entry = {"patient": frame["pseudonym"].iloc[row], "column": column, "code": code}
            found.append({**entry, "found": repr(float(values[row]))})
        if refused:
            kept.iloc[list(refused), frame.columns.get_loc(column)] = np.nan
    _without_numbers(kept, found, analytes)
    return kept, found


def _without_numbers(
    frame: pd.DataFrame, found: list[dict[str, Any]], analytes: list[dict[str, Any]]
) -> None:
    """Make a result missing whose number was set aside and whose code doesn't place it."""
    columns = {analyte_column(a["code"], "value"): a["code"] for a in analytes}
    for entry in found:
        code = columns.get(entry["column"])
        if code is None:
            continue
        censor = analyte_column(code, "censor")
        row = frame["pseudonym"] == entry["patient"]
        codes = frame[censor].to_numpy(dtype=object).copy()
        codes[(row & ~frame[censor].isin(BY_LIMIT)).to_numpy()] = None
        frame[censor] = pd.Series(codes, index=frame.index, dtype=object)
