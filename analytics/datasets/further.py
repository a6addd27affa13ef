"""Columns of the exposures that are no analytes: values of the record, totals, and changes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from analytics.datasets.clinical_values import clinical_values
from analytics.datasets.cytokines import concentrations_of
from analytics.datasets.dataset import analyte_column
from analytics.datasets.measured_twice import VISIT_PARTS, VISITS, at_visit
from analytics.datasets.people import SIGN_COLUMNS
from analytics.datasets.placed import ABOVE, BELOW
from analytics.datasets.read_sets import read_set_of
from analytics.datasets.read_values import score_values
from analytics.datasets.scores import cases, reader_scores
from analytics.design.described import (
    ClinicalEndpoint,
    ConcentrationChange,
    Endpoint,
    ScoreEndpoint,
    Visit,
)
from analytics.design.plan import Plan
from analytics.stats.results import FloatArray

IN_RANGE = "in_range"
EXPOSURE_PARTS = ("value", "censor", "llod", "uloq")
# What is read of a visit: assessments of the patients, or their concentrations.
AtVisit = Callable[[Visit], pd.DataFrame]


def further_columns(
    study_id: int, frame: pd.DataFrame, plan: Plan, assessed: AtVisit, measured: AtVisit
) -> pd.DataFrame:
    """Return the columns of the plan's further exposures, patients in the order of ``frame``.

    A laboratory value has ``value``, ``censor``, ``llod`` and ``uloq`` as an analyte has; what
    knows no limit has ``value`` alone; the change of a concentration has both concentrations, and
    its ``value`` follows from them. ``assessed`` returns a visit's assessments in that order,
    ``measured`` its concentrations, one row a patient and analyte.
    """
    made: dict[str, object] = {}
    for further in plan.further:
        code, source = further.variable.code, further.endpoint
        if isinstance(source, ConcentrationChange):
            made |= _measured_twice(frame["patient_id"], code, source, measured)
            continue
        parts = (
            {"value": _computed(study_id, frame, source, assessed)}
            if source
            else dict(_recorded(frame, further.column or ""))
        )
        made |= {analyte_column(code, part): parts[part] for part in parts}
    return pd.DataFrame(made, index=frame.index)


def _measured_twice(
    patients: pd.Series, code: str, change: ConcentrationChange, measured: AtVisit
) -> dict[str, object]:
    """The concentrations at both visits, and room for the change between them."""
    made: dict[str, object] = {analyte_column(code, "value"): np.full(len(patients), np.nan)}
    for name, visit in zip(VISITS, (change.baseline, change.follow_up), strict=True):
        found = concentrations_of(patients, measured(visit), change.analyte, VISIT_PARTS)
        made |= {analyte_column(at_visit(code, name), part): found[part] for part in found}
    return made


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
    study_id: int, frame: pd.DataFrame, endpoint: Endpoint, assessed: AtVisit
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
