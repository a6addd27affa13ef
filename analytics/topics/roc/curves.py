"""The curves behind stored results, from a run's data set: for coordinates, plots and questions."""

from __future__ import annotations

from analytics.datasets.dataset import ANALYTE_PARTS, DataSet, analyte_column, endpoint_column
from analytics.datasets.measured_twice import change_columns
from analytics.design.plan import Plan
from analytics.results.stored_run import StoredRun
from analytics.stats.roc.curve import RocCurve, roc_curve
from analytics.topics.shared.markers import marker, outcome


def curve_of(data: DataSet, plan: Plan, endpoint: str, code: str) -> RocCurve:
    """Return the curve of one exposure for one outcome."""
    values = marker(data, code, plan).ranks.values
    direction = plan.outcome(endpoint).exposure_direction
    return roc_curve(outcome(data, endpoint), values, direction=direction)


def stored_curve(stored: StoredRun, outcome: str, code: str) -> RocCurve:
    """Return the same curve from the data set that a run keeps."""
    return curve_of(stored.data(needed(outcome, code)), stored.plan, outcome, code)


def needed(outcome: str, *codes: str) -> list[str]:
    """Return the data set's columns that curves of these exposures are made of."""
    return [
        endpoint_column(outcome, "event"),
        *(analyte_column(code, part) for code in codes for part in ANALYTE_PARTS),
        *(column for code in codes for column in change_columns(code)),
    ]
