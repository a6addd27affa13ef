"""Calibration: predicted risk against the share of patients who had the outcome."""

from __future__ import annotations

from math import exp, log
from typing import Any

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
from analytics.report import Report
from analytics.tables import formats
from analytics.tables.validation import APPARENT, LEFT_OUT, reason

SIDE = 400
# What each mark is called in the legend; hollow and filled, so that colour isn't needed.
NAMES = {LEFT_OUT: "Cross-validated groups", APPARENT: "Apparent groups"}


def _predicted() -> Spec:
    return shares("predicted", _("Predicted risk, %"))


def _observed(field: str = "observed") -> Spec:
    return shares(field, _("Patients with the outcome, %"))


def calibration_figure(report: Report, link: Link, outcome: str) -> Figure:
    """Groups by predicted risk with their intervals, the fitted line, and the ideal diagonal."""
    name = f"calibration-{outcome}"
    title = f"Calibration of the model of {report.endpoint(outcome)['label']}"
    found, why = report.validation(outcome), reason(report, outcome)
    if found is None or why:
        return empty(name, title, why)
    unseen = _groups(found, LEFT_OUT)
    apparent = _groups(found, APPARENT)
    diagonal = [{"predicted": 0, "observed": 0}, {"predicted": 1, "observed": 1}]
    whisker = _observed("low")
    layers = [
        layer(diagonal, {"type": "line", "style": "reference"}, x=_predicted(), y=_observed()),
        layer(
            unseen,
            {"type": "rule", "style": "series-1"},
            x=_predicted(),
            y=whisker,
            y2={"field": "high"},
        ),
        layer(
            _line(found),
            {"type": "line", "style": "series-1", "strokeDash": [6, 3]},
            x=_predicted(),
            y=_observed(),
            order=quantitative("predicted", None),
        ),
        _points(apparent, "open-2", "diamond"),
        _points(unseen, "point-1", "circle"),
    ]
    return figure(
        name,
        title,
        layers,
        description="; ".join(
            f"{row['count']} observed at a predicted risk of {row['percent']}"
            for row in (unseen or apparent)
        ),
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
            name="Predictions", percent="Predicted", count="Observed", limits="Interval"
        ),
    )


def _groups(found: dict[str, Any], key: str) -> list[Spec]:
    return [
        {
            "name": NAMES[key],
            "predicted": group["mean_predicted"],
            "observed": group["observed"]["value"],
            "low": group["observed"]["wilson"]["low"],
            "high": group["observed"]["wilson"]["high"],
            "percent": formats.percent(group["mean_predicted"]),
            "count": f"{group['observed']['successes']} of {group['observed']['n']}",
            "limits": formats.interval(formats.in_points(group["observed"]["wilson"]), 1) + " %",
        }
        for group in found["calibration"][key].get("groups", [])
    ]


def _line(found: dict[str, Any]) -> list[Spec]:
    """The logistic line through intercept and slope, between the lowest and the highest group."""
    result = found["calibration"][LEFT_OUT]
    groups = result.get("groups", [])
    if not groups:
        return []
    intercept, slope = result["intercept"]["value"], result["slope"]["value"]
    if formats.reason(intercept) or formats.reason(slope):
        return []
    low, high = groups[0]["mean_predicted"], groups[-1]["mean_predicted"]
    places = [low + (high - low) * step / 40 for step in range(41)]
    return [
        {
            "predicted": place,
            "observed": 1 / (1 + exp(-intercept - slope * log(place / (1 - place)))),
        }
        for place in places
    ]
