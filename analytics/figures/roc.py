"""ROC curve with its cut-off and how far that moves."""

from __future__ import annotations

from typing import Any

import numpy as np

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
from analytics.runs.compute.roc import curve_of
from analytics.stats.results import FloatArray
from analytics.stats.roc import RocCurve, roc_points
from analytics.tables import formats
from analytics.tables.roc import needed

SIDE = 400
# Finer than any printer shows: of many thousand points few hundred remain to be drawn.
DOTS = 500
UNIT = {"domain": [0, 1], "nice": False}
X = quantitative("alarms", "1 − specificity", scale=UNIT)
Y = quantitative("hits", "Sensitivity", scale=UNIT)


def roc_curve_figure(report: Report, link: Link, outcome: str, code: str) -> Figure:
    """The curve, the diagonal, each optimal cut-off with its intervals, and the resampled range."""
    name, title = f"roc-{outcome}-{code}", f"ROC of {report.analyte(code)}"
    found = report.marker(outcome, code)
    why = formats.reason(found["auc"]["value"])
    if why:
        return empty(name, title, why)
    curve = curve_of(report.data(needed(outcome, code)), report.plan, outcome, code)
    diagonal = [{"alarms": 0, "hits": 0}, {"alarms": 1, "hits": 1}]
    layers = [
        layer(diagonal, {"type": "line", "style": "reference"}, x=X, y=Y),
        layer(
            _resampled_range(curve, found["bootstrap"]["observed"]),
            {"type": "line", "style": "band-1", "strokeCap": "round"},
            x=X,
            y=Y,
            order=quantitative("place", None),
        ),
        layer(
            _corners(curve),
            {"type": "line", "style": "series-1", "interpolate": "linear"},
            x=X,
            y=Y,
            order=quantitative("place", None),
        ),
        *_cutoff_layers(found, report),
    ]
    area = formats.estimate(found["auc"]["value"], found["auc"]["interval"], 2)
    return figure(
        name,
        title,
        layers,
        description=f"ROC curve of {report.analyte(code)}; area {area}.",
        width=SIDE,
        height=SIDE,
        fluid=False,
    )


def _corners(curve: RocCurve) -> list[Spec]:
    points = roc_points(curve)
    return _line(1 - points.specificity, points.sensitivity)


def _resampled_range(curve: RocCurve, interval: dict[str, Any]) -> list[Spec]:
    """The stretch of the curve whose cut-offs lie in the bootstrap interval."""
    if "low" not in interval:
        return []
    inside = (curve.values >= interval["low"]) & (curve.values <= interval["high"])
    return _line(
        curve.false_positives[inside] / curve.n_non_events,
        curve.true_positives[inside] / curve.n_events,
    )


def _line(alarms: FloatArray, hits: FloatArray) -> list[Spec]:
    """Rows of a line in their order, without points that fall on the same dot when drawn."""
    places = np.column_stack([np.rint(alarms * DOTS), np.rint(hits * DOTS)])
    moves = np.append(True, (np.diff(places, axis=0) != 0).any(axis=1))[: alarms.size]
    return [
        {"alarms": float(alarms[place]), "hits": float(hits[place]), "place": int(place)}
        for place in np.flatnonzero(moves)
    ]


def _cutoff_layers(found: dict[str, Any], report: Report) -> list[Spec]:
    sign = formats.SIGNS[found["auc"]["direction"]]
    rows = []
    for cutoff, measured in zip(found["youden"].get("optima", []), found["accuracy"], strict=True):
        sensitivity = measured["accuracy"]["sensitivity"]["wilson"]
        specificity = measured["accuracy"]["specificity"]["wilson"]
        shown = cutoff["midpoint"] if cutoff["midpoint"] is not None else cutoff["observed"]
        rows.append(
            {
                "alarms": 1 - cutoff["specificity"],
                "hits": cutoff["sensitivity"],
                "cutoff": f"{sign} {formats.number(shown)}",
                "low": sensitivity["low"],
                "high": sensitivity["high"],
                "left": 1 - specificity["high"],
                "right": 1 - specificity["low"],
                "sensitivity": formats.fixed(cutoff["sensitivity"], 2),
                "specificity": formats.fixed(cutoff["specificity"], 2),
            }
        )
    cross = {"type": "rule", "style": "series-2"}
    return [
        layer(rows, cross, x=X, y=quantitative("low", "Sensitivity"), y2={"field": "high"}),
        layer(rows, cross, y=Y, x=quantitative("left", "1 − specificity"), x2={"field": "right"}),
        layer(
            rows,
            {"type": "point", "style": "point-2", "filled": True, "size": 110, "opacity": 1},
            x=X,
            y=Y,
            tooltip=tooltip(cutoff="Cut-off", sensitivity="Sensitivity", specificity="Specificity"),
        ),
        layer(
            rows,
            {"type": "text", "style": "note", "align": "left", "dx": 12, "dy": 16},
            x=X,
            y=Y,
            text={"field": "cutoff"},
        ),
    ]
