"""What a clinical variable is at an endpoint's visits, or how it changed between them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analytics.datasets.clinical import response_of, variable_of
from analytics.datasets.meta import ExclusionCode
from analytics.datasets.outcomes import NO_BASELINE, NO_FOLLOW_UP, Values
from analytics.design.clinical import VARIABLES
from analytics.design.described import ClinicalEndpoint
from analytics.stats.results import FloatArray

UNKNOWN: ExclusionCode = "variable_unknown"
# Composites are stored to many decimals; a difference of two keeps no last bits.
DECIMALS = 9


def clinical_values(
    first: pd.DataFrame, second: pd.DataFrame | None, endpoint: ClinicalEndpoint
) -> Values:
    """Return the values of an endpoint made of clinical assessments.

    ``first`` and ``second``: the patients' assessments at the endpoint's visits, in the order of
    the data set.
    """
    if VARIABLES[endpoint.variable].response and second is not None:
        baseline = np.full(len(first), np.nan)
        value = _between(first, second, endpoint.variable)
    else:
        baseline = _at(first, endpoint.variable)
        value = baseline
        if second is not None:
            value = np.round(_at(second, endpoint.variable) - baseline, DECIMALS)
    nobody = np.full(len(first), np.nan)
    return Values(
        value=value,
        baseline=baseline,
        readers=nobody,
        pairs=nobody,
        imputed=np.zeros(len(first)),
        excluded=_reasons(first, second, value),
    )


def _at(frame: pd.DataFrame, variable: str) -> FloatArray:
    found = [variable_of(row, variable) for row in frame.to_dict("records")]
    return np.array(found, dtype=np.float64)


def _between(first: pd.DataFrame, second: pd.DataFrame, variable: str) -> FloatArray:
    pairs = zip(first.to_dict("records"), second.to_dict("records"), strict=True)
    found = [response_of(before, after, variable) for before, after in pairs]
    return np.array(found, dtype=np.float64)


def _reasons(
    first: pd.DataFrame, second: pd.DataFrame | None, value: FloatArray
) -> list[ExclusionCode | None]:
    later = first if second is None else second
    conditions = [np.isfinite(value), first["has_visit"] == 0, later["has_visit"] == 0]
    reasons = [None, NO_BASELINE, NO_FOLLOW_UP]
    return list(np.select(conditions, np.array(reasons, dtype=object), default=UNKNOWN))
