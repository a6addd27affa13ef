"""ROC curve with its cut-off and how far that moves."""

from __future__ import annotations

from typing import Any

import numpy as np
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
from analytics.runs.compute.roc import curve_of
from analytics.stats.results import FloatArray
from analytics.stats.roc import RocCurve, roc_points
from analytics.tables import formats, limits
from analytics.tables.roc import needed

SIDE = 400
# Finer than any printer shows: of many thousand points few hundred remain to be drawn.
DOTS = 500
DECIMALS = 5
# The page hears what a person picks on the curve, and marks what they chose, by these names.
CHOSEN = "chosen"
PICK: Spec = {
    "name": "picked",
    "select": {
        "type": "point",
        "on": "pointerdown, [pointerdown, window:pointerup] > pointermove",
        "nearest": True,
        "fields": ["cutoff"],
        "toggle": False,
        "clear": False,
    },
}


def alarms(field: str = "alarms") -> Spec:
    """Return the horizontal axis of every ROC curve."""
    return shares(field, _("1 − specificity, %"))


def hits(field: str = "hits") -> Spec:
    """Return the vertical axis of every ROC curve."""
    return shares(field, _("Sensitivity, %"))


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
        *_band(found),
        layer(diagonal, {"type": "line", "style": "reference"}, x=alarms(), y=hits()),
        layer(
            _resampled_range(curve, found["bootstrap"]["observed"]),
            {"type": "line", "style": "band-1", "strokeCap": "round"},
            x=alarms(),
            y=hits(),
            order=quantitative("place", None),
        ),
        layer(
            corners(curve),
            {"type": "line", "style": "series-1", "interpolate": "linear"},
            x=alarms(),
            y=hits(),
            order=quantitative("place", None),
        ),
        *_cutoff_layers(found),
        _places(curve),
        *_chosen(),
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


def _band(found: dict[str, Any]) -> list[Spec]:
    """The confidence band of sensitivity; runs from before it existed have none."""
    band = found.get("band") or {}
    rows = [
        {"alarms": 1 - point["specificity"], "low": point["low"], "high": point["high"]}
        for point in band.get("points", [])
    ]
    low, high = hits("low"), {"field": "high"}
    return (
        [layer(rows, {"type": "area", "style": "ribbon-1"}, x=alarms(), y=low, y2=high)]
        if rows
        else []
    )


def _places(curve: RocCurve) -> Spec:
    """The corners once more, unseen, each with its cut-off: one can be picked."""
    points = roc_points(curve)
    rows = [
        {**spot, "cutoff": cutoff}
        for spot in _line(1 - points.specificity, points.sensitivity)
        if (cutoff := _shown(points.midpoint[spot["place"]], points.observed[spot["place"]]))
        is not None
    ]
    unseen = {"type": "point", "filled": True, "size": 40, "opacity": 0}
    return {**layer(rows, unseen, x=alarms(), y=hits()), "params": [PICK]}


def _chosen() -> list[Spec]:
    """Where the page marks the cut-off that a person tries; a file has none."""
    data = {"name": CHOSEN, "values": []}
    mark = {"type": "point", "style": "open-4", "size": 170, "strokeWidth": 3, "opacity": 1}
    words = {"type": "text", "style": "note", "align": "left", "dx": 13, "dy": -12}
    return [
        {"data": data, "mark": mark, "encoding": {"x": alarms(), "y": hits()}},
        {
            "data": data,
            "mark": words,
            "encoding": {"x": alarms(), "y": hits(), "text": {"field": "words"}},
        },
    ]


def _shown(midpoint: float | None, observed: float | None) -> float | None:
    return midpoint if midpoint is not None else observed


def corners(curve: RocCurve) -> list[Spec]:
    """Return the corners of a curve as the rows of a line."""
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
        {
            "alarms": round(float(alarms[place]), DECIMALS),
            "hits": round(float(hits[place]), DECIMALS),
            "place": int(place),
        }
        for place in np.flatnonzero(moves)
    ]


def _cutoff_layers(found: dict[str, Any]) -> list[Spec]:
    sign = formats.SIGNS[found["auc"]["direction"]]
    rows = []
    for cutoff, measured in zip(found["youden"].get("optima", []), found["accuracy"], strict=True):
        sensitivity = measured["accuracy"]["sensitivity"]["wilson"]
        specificity = measured["accuracy"]["specificity"]["wilson"]
        shown = limits.cutoff(found, _shown(cutoff["midpoint"], cutoff["observed"]))
        words = formats.number(shown)
        rows.append(
            {
                "alarms": 1 - cutoff["specificity"],
                "hits": cutoff["sensitivity"],
                "cutoff": words if formats.is_limit(shown) else f"{sign} {words}",
                "low": sensitivity["low"],
                "high": sensitivity["high"],
                "left": 1 - specificity["high"],
                "right": 1 - specificity["low"],
                "sensitivity": formats.percent(cutoff["sensitivity"]),
                "specificity": formats.percent(cutoff["specificity"]),
            }
        )
    cross = {"type": "rule", "style": "series-2"}
    return [
        layer(rows, cross, x=alarms(), y=hits("low"), y2={"field": "high"}),
        layer(rows, cross, y=hits(), x=alarms("left"), x2={"field": "right"}),
        layer(
            rows,
            {"type": "point", "style": "point-2", "filled": True, "size": 110, "opacity": 1},
            x=alarms(),
            y=hits(),
            tooltip=tooltip(cutoff="Cut-off", sensitivity="Sensitivity", specificity="Specificity"),
        ),
        layer(
            rows,
            {"type": "text", "style": "note", "align": "left", "dx": 12, "dy": 16},
            x=alarms(),
            y=hits(),
            text={"field": "cutoff"},
        ),
    ]
