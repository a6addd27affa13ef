"""One exposure's curve point by point, and what was measured in each patient."""

from __future__ import annotations

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _

from analytics.datasets.dataset import analyte_column, endpoint_column
from analytics.datasets.measured_twice import VISITS, at_visit, is_measured_twice
from analytics.datasets.placed import Placed, placed
from analytics.design.variable import Variable
from analytics.results.stored_run import StoredRun
from analytics.stats.roc.curve import roc_points
from analytics.tables import limits
from analytics.tables.names import place_name
from analytics.tables.table import Column, Table
from analytics.topics.roc.curves import needed, stored_curve


def coordinates(stored: StoredRun, outcome: str, code: str) -> Table:
    """Every point of the curve."""
    points = roc_points(stored_curve(stored, outcome, code), corners_only=False)
    marker = stored.marker(outcome, code)
    rows = [
        [
            None if midpoint is None else limits.cutoff(marker, midpoint),
            None if observed is None else limits.positive_when(marker, observed),
            float(sensitivity),
            float(specificity),
            float(sensitivity + specificity - 1),
        ]
        for midpoint, observed, sensitivity, specificity in zip(
            points.midpoint, points.observed, points.sensitivity, points.specificity, strict=True
        )
    ]
    return Table(
        f"coordinates-{outcome}-{code}",
        _("Coordinates of the curve of %(analyte)s") % {"analyte": stored.variable(code)},
        [
            Column(_("Cut-off (midpoint), %(unit)s") % {"unit": stored.variables[code].unit}),
            Column(_("Positive when"), "text"),
            Column(_("Sensitivity"), "percent"),
            Column(_("Specificity"), "percent"),
            Column(_("Youden index"), "ratio"),
        ],
        rows,
    )


def values(stored: StoredRun, outcome: str, code: str) -> Table:
    """What was measured in each patient, beside the outcome."""
    data = stored.data(["pseudonym", *needed(outcome, code)])
    event = data.frame[endpoint_column(outcome, "event")]
    heads = _headings(stored.variables[code])
    places = _places(data.frame, code)
    columns = [data.frame[analyte_column(code, part)] for part in heads]
    answers = {1.0: _("yes"), 0.0: _("no")}
    rows = []
    for row, (pseudonym, happened, *cells) in enumerate(
        zip(data.frame["pseudonym"], event, *columns, strict=True)
    ):
        said = dict(zip(heads, map(_plain, cells), strict=True))
        for part, found in places.items():
            if not found.unplaced[row]:
                said[part] = limits.measured(found, row)
        if "censor" in said:
            said["censor"] = place_name(said["censor"])
        rows.append([pseudonym, answers.get(happened), *said.values()])
    return Table(
        f"values-{outcome}-{code}",
        _("%(analyte)s by %(outcome)s")
        % {"analyte": stored.variable(code), "outcome": stored.endpoint(outcome).label},
        [
            Column(_("Patient"), "text"),
            Column(_("Outcome"), "text"),
            *heads.values(),
        ],
        rows,
    )


def _places(frame: pd.DataFrame, code: str) -> dict[str, Placed]:
    """Where values lie, by the part of the columns that holds them; of a change both it is of."""
    places = {"value": placed(frame, code)}
    if is_measured_twice(frame, code):
        places |= {f"{visit}/value": placed(frame, at_visit(code, visit)) for visit in VISITS}
    return places


def _headings(variable: Variable) -> dict[str, Column]:
    """What is shown of an exposure, by the part of its columns: more of a concentration."""
    unit = {"unit": variable.unit}
    place = Column(_("Where it lies"), "text")
    if variable.is_concentration_change:
        return {
            "value": Column(_("Change, %(unit)s") % unit),
            "baseline/value": Column(_("Concentration at the first visit, %(unit)s") % unit),
            "follow_up/value": Column(_("Concentration at the second visit, %(unit)s") % unit),
        }
    if variable.is_concentration:
        return {
            "value": Column(_("Concentration, %(unit)s") % unit),
            "censor": place,
            "replicates": Column(_("Replicates"), "count"),
            "llod": Column(_("LLOD, %(unit)s") % unit),
            "lloq": Column(_("LLOQ, %(unit)s") % unit),
            "batches": Column(_("Batches"), "count"),
        }
    value = {"value": Column(_("Value, %(unit)s") % unit)}
    return value | {"censor": place} if variable.scale == "log2" else value


def _plain(value: Any) -> Any:
    """NaN and None are both missing; whole floats are whole numbers."""
    if pd.isna(value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
