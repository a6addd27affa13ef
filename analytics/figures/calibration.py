"""Calibration: predicted risk against the share of patients who had the outcome."""

from __future__ import annotations

from math import exp, log
from typing import Any

from analytics.figures.spec import (
    Figure,
    Link,
    Spec,
    empty,
    figure,
    layer,
    quantitative,
    tooltip,
)
from analytics.report import Report
from analytics.tables import formats
from analytics.tables.validation import APPARENT, LEFT_OUT, reason

SIDE = 400
UNIT = {"domain": [0, 1], "nice": False}
X = quantitative("predicted", "Predicted risk", scale=UNIT)
Y = quantitative("observed", "Share with the outcome", scale=UNIT)
# What each mark is called in the legend; hollow and filled, so that colour isn't needed.
NAMES = {LEFT_OUT: "Cross-validated groups", APPARENT: "Apparent groups"}


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
    whisker = quantitative("low", Y["title"], scale=UNIT)
    layers = [
        layer(diagonal, {"type": "line", "style": "reference"}, x=X, y=Y),
        layer(unseen, {"type": "rule", "style": "series-1"}, x=X, y=whisker, y2={"field": "high"}),
        layer(
            _line(found),
            {"type": "line", "style": "series-1", "strokeDash": [6, 3]},
            x=X,
            y=Y,
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
        x=X,
        y=Y,
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
            "limits": formats.interval(group["observed"]["wilson"], 2),
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
