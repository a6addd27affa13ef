"""Columns of the exposures that are no analytes: values of the record, and readers' totals."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from analytics.datasets.clinical_values import clinical_values
from analytics.datasets.dataset import analyte_column
from analytics.datasets.people import SIGN_COLUMNS
from analytics.datasets.placed import ABOVE, BELOW
from analytics.datasets.read_sets import read_set_of
from analytics.datasets.read_values import score_values
from analytics.datasets.scores import cases, reader_scores
from analytics.design.described import ClinicalEndpoint, Endpoint, ScoreEndpoint, Visit
from analytics.design.plan import Plan
from analytics.stats.results import FloatArray

IN_RANGE = "in_range"
EXPOSURE_PARTS = ("value", "censor", "llod", "uloq")
Assessed = Callable[[Visit], pd.DataFrame]


def further_columns(
    study_id: int, frame: pd.DataFrame, plan: Plan, assessed: Assessed
) -> pd.DataFrame:
    """Return the columns of the plan's further exposures, patients in the order of ``frame``.

    A laboratory value has ``value``, ``censor``, ``llod`` and ``uloq`` as an analyte has; what
    knows no limit has ``value`` alone. ``assessed`` returns a visit's assessments in that order.
    """
    made: dict[str, object] = {}
    for further in plan.further:
        parts = (
            {"value": _computed(study_id, frame, further.endpoint, assessed)}
            if further.endpoint
            else dict(_recorded(frame, further.column or ""))
        )
        made |= {analyte_column(further.variable.code, part): parts[part] for part in parts}
    return pd.DataFrame(made, index=frame.index)


def _recorded(frame: pd.DataFrame, column: str) -> Iterator[tuple[str, object]]:
    """Yield the parts of a value of the record, one that is a limit by that limit."""
    values = frame[column].to_numpy(dtype=np.float64)
    if column not in SIGN_COLUMNS:
        yield "value", values
        return
    signs = frame[SIGN_COLUMNS[column]].to_numpy(dtype=object)
    known = np.isfinite(values)
    below, above = known & (signs == "<"), known & (signs == ">")
    places = np.select([below, above, known], np.array([BELOW, ABOVE, IN_RANGE], dtype=object), "")
    yield "value", np.where(below | above, np.nan, values)
    yield "censor", [place or None for place in places]
    yield "llod", np.where(below, values, np.nan)
    yield "uloq", np.where(above, values, np.nan)


def _computed(
    study_id: int, frame: pd.DataFrame, endpoint: Endpoint, assessed: Assessed
) -> FloatArray:
    """What an endpoint without a limit is worth to each patient; NaN where it has no value."""
    if isinstance(endpoint, ClinicalEndpoint):
        second = assessed(endpoint.follow_up) if endpoint.follow_up else None
        return clinical_values(assessed(endpoint.baseline), second, endpoint).value
    return _scored(study_id, frame, endpoint)


def _scored(study_id: int, frame: pd.DataFrame, endpoint: ScoreEndpoint) -> FloatArray:
    read_set = read_set_of([endpoint])
    scores = reader_scores(read_set)
    in_campaign = cases(study_id, read_set)
    return score_values(frame["patient_id"], scores, in_campaign, endpoint).value
