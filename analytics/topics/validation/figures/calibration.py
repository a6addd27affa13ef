"""Calibration: predicted risk against the share of patients who had the outcome."""

from __future__ import annotations

from math import exp, log

from django.utils.translation import gettext as _

from analytics.figures.spec import (
    Figure,
    Link,
    Spec,
    empty,
    figure,
    layer,
    quantitative,
    shares,
    tooltip,
)
from analytics.results.stored_run import StoredRun
from analytics.results.validation import Predictions
from analytics.stats.prediction.calibration import CalibrationGroup
from analytics.stats.results import NotEstimable
from analytics.tables import formats

SIDE = 400


def _predicted() -> Spec:
    return shares("predicted", _("Predicted risk, %"))


def _observed(field: str = "observed") -> Spec:
    return shares(field, _("Patients with the outcome, %"))


def calibration_figure(stored: StoredRun, link: Link, outcome: str) -> Figure:
    """Groups by predicted risk with their intervals, the fitted line, and the ideal diagonal."""
    name = f"calibration-{outcome}"
    title = _("Calibration of the model of %(outcome)s") % {
        "outcome": stored.endpoint(outcome).label
    }
    found = stored.validation(outcome).result
    if isinstance(found, NotEstimable):
        return empty(name, title, found.reason)
    unseen = _groups(found.left_out, _("Cross-validated groups"))
    apparent = _groups(found.apparent, _("Apparent groups"))
    diagonal = [{"predicted": 0, "observed": 0}, {"predicted": 1, "observed": 1}]
    layers = [
        layer(diagonal, {"type": "line", "style": "reference"}, x=_predicted(), y=_observed()),
        layer(
            unseen,
            {"type": "rule", "style": "series-1"},
            x=_predicted(),
            y=_observed("low"),
            y2={"field": "high"},
        ),
        layer(
            _line(found.left_out),
            {"type": "line", "style": "series-1", "strokeDash": [6, 3]},
            x=_predicted(),
            y=_observed(),
            order=quantitative("predicted", None),
        ),
        _points(apparent, "open-2", "diamond"),
        _points(unseen, "point-1", "circle"),
    ]
    said = [
        _("%(count)s observed at a predicted risk of %(percent)s") % row
        for row in (unseen or apparent)
    ]
    return figure(
        name,
        title,
        layers,
        description="; ".join(said),
        width=SIDE,
        height=SIDE,
        fluid=False,
    )


def _points(rows: list[Spec], style: str, shape: str) -> Spec:
    mark = {"type": "point", "style": style, "shape": shape, "size": 90, "opacity": 1}
    return layer(
        rows,
        mark,
        x=_predicted(),
        y=_observed(),
        tooltip=tooltip(
            name=_("Predictions"),
            percent=_("Predicted"),
            count=_("Observed"),
            limits=_("Interval"),
        ),
    )


def _groups(predictions: Predictions, name: str) -> list[Spec]:
    """A row a group that has a share; ``name`` is what the tool tip calls it."""
    if isinstance(predictions.calibration, NotEstimable):
        return []
    rows = [_group(group, name) for group in predictions.calibration.groups]
    return [row for row in rows if row]


def _group(group: CalibrationGroup, name: str) -> Spec | None:
    share = group.observed
    if isinstance(share.value, NotEstimable) or isinstance(share.wilson, NotEstimable):
        return None
    return {
        "name": name,
        "predicted": group.mean_predicted,
        "observed": share.value,
        "low": share.wilson.low,
        "high": share.wilson.high,
        "percent": formats.percent(group.mean_predicted),
        "count": _("%(k)d of %(n)d") % {"k": share.successes, "n": share.n},
        "limits": f"{formats.interval(formats.in_points(share.wilson), 1)} %",
    }


def _line(predictions: Predictions) -> list[Spec]:
    """The logistic line through intercept and slope, between the lowest and the highest group."""
    result = predictions.calibration
    if isinstance(result, NotEstimable) or not result.groups:
        return []
    intercept, slope = result.intercept.value, result.slope.value
    if isinstance(intercept, NotEstimable) or isinstance(slope, NotEstimable):
        return []
    low, high = result.groups[0].mean_predicted, result.groups[-1].mean_predicted
    places = [low + (high - low) * step / 40 for step in range(41)]
    return [
        {
            "predicted": place,
            "observed": 1 / (1 + exp(-intercept - slope * log(place / (1 - place)))),
        }
        for place in places
    ]
