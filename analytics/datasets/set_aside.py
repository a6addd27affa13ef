"""Values that no statistic takes: set aside one by one, with the patient named.

A dilution of 1e-320 makes a concentration whose square vanishes. Such a value is no reason to stop
a study: it is missing from the analysis, its patient is left out of what needs it, and both are
said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.datasets.dataset import analyte_column
from analytics.datasets.measured_twice import VISITS, at_visit
from analytics.datasets.meta import SetAside
from analytics.design.variable import Variable
from analytics.stats._shared.validation import unusable

# Keys of rows and of batches, which are no measurements.
KEYS = ("patient_id", "batch")
# Where the code alone says on which side of its limit a value lies, the number isn't needed.
BY_LIMIT = ("below", "above")


def set_aside(
    frame: pd.DataFrame, variables: Sequence[Variable]
) -> tuple[pd.DataFrame, tuple[SetAside, ...]]:
    """Return the frame without unusable numbers, and which ones those were, in its order."""
    found: list[SetAside] = []
    kept = frame.copy()
    for label, numbers in frame.items():
        column = str(label)
        if numbers.dtype != np.float64 or column.rsplit("/", 1)[-1] in KEYS:
            continue
        values = numbers.to_numpy()
        refused = unusable(values)
        for row, code in refused.items():
            patient = frame["pseudonym"].iloc[row]
            found.append(SetAside(patient, column, code, repr(float(values[row]))))
        if refused:
            kept.iloc[list(refused), frame.columns.get_loc(column)] = np.nan
    return kept, _without_numbers(kept, found, variables)


def _without_numbers(
    frame: pd.DataFrame, found: Sequence[SetAside], variables: Sequence[Variable]
) -> tuple[SetAside, ...]:
    """Make a result missing whose number was set aside, unless its code places it at a limit.

    Returns the entries of what is missing now, a result under both rules for replicates once.
    """
    measured = [one.code for one in variables]
    measured += [at_visit(one.code, visit) for one in variables for visit in VISITS]
    codes_of = {
        analyte_column(code, part): analyte_column(code, censor)
        for code in measured
        for part, censor in (("value", "censor"), ("other_value", "other_censor"))
        if analyte_column(code, censor) in frame
    }
    missing: dict[tuple[str, str], SetAside] = {}
    for entry in found:
        censor = codes_of.get(entry.column)
        row = (frame["pseudonym"] == entry.patient).to_numpy()
        if censor is not None:
            if frame[censor][row].isin(BY_LIMIT).all():
                continue
            codes = frame[censor].to_numpy(dtype=object).copy()
            codes[row] = None
            frame[censor] = pd.Series(codes, index=frame.index, dtype=object)
        column = entry.column.replace("/other_value", "/value")
        missing.setdefault((entry.patient, column), replace(entry, column=column))
    return tuple(missing.values())
