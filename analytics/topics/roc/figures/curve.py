"""ROC curve with its cut-off and how far that moves."""

from __future__ import annotations

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
from analytics.results.roc import MarkerRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.limited import Limit
from analytics.stats.results import FloatArray, Interval, IntervalEstimate, NotEstimable
from analytics.stats.roc.accuracy import Accuracy
from analytics.stats.roc.curve import RocCurve, roc_points
from analytics.stats.roc.cutoffs import Cutoff
from analytics.tables import formats, limits
from analytics.topics.roc.curves import stored_curve

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
        "on": "pointerdown, [pointerdown, window:pointerup] > pointermove",  # unseen
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


def roc_curve_figure(stored: StoredRun, link: Link, outcome: str, code: str) -> Figure:
    """The curve, the diagonal, each optimal cut-off with its intervals, and the resampled range."""
    name = f"roc-{outcome}-{code}"
    title = _("ROC of %(analyte)s") % {"analyte": stored.variable(code)}
    found = stored.marker(outcome, code)
    area = found.auc
    if isinstance(area.value, NotEstimable):
        return empty(name, title, area.value.reason)
    curve = stored_curve(stored, outcome, code)
    diagonal = [{"alarms": 0, "hits": 0}, {"alarms": 1, "hits": 1}]
    layers = [
        *_band(found),
        layer(diagonal, {"type": "line", "style": "reference"}, x=alarms(), y=hits()),
        layer(
            _resampled_range(curve, found.bootstrap.observed),
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
    return figure(
        name,
        title,
        layers,
        description=_("ROC curve of %(analyte)s; area %(area)s.")
        % {
            "analyte": stored.variable(code),
            "area": formats.estimate(area.value, area.interval, 2),
        },
        width=SIDE,
        height=SIDE,
        fluid=False,
    )


def _band(found: MarkerRoc) -> list[Spec]:
    """The confidence band of sensitivity."""
    if isinstance(found.band, NotEstimable):
        return []
    rows = [
        {"alarms": 1 - point.specificity, "low": point.low, "high": point.high}
        for point in found.band.points
    ]
    low, high = hits("low"), {"field": "high"}
    return [layer(rows, {"type": "area", "style": "ribbon-1"}, x=alarms(), y=low, y2=high)]


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


def _resampled_range(curve: RocCurve, interval: IntervalEstimate) -> list[Spec]:
    """The stretch of the curve whose cut-offs lie in the bootstrap interval."""
    if isinstance(interval, NotEstimable):
        return []
    inside = (curve.values >= interval.low) & (curve.values <= interval.high)
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


def _cutoff_layers(found: MarkerRoc) -> list[Spec]:
    rows = [
        _cross(found, cutoff, measured.accuracy)
        for cutoff, measured in zip(found.optima, found.accuracy, strict=True)
    ]
    cross = {"type": "rule", "style": "series-2"}
    return [
        layer(rows, cross, x=alarms(), y=hits("low"), y2={"field": "high"}),
        layer(rows, cross, y=hits(), x=alarms("left"), x2={"field": "right"}),
        layer(
            rows,
            {"type": "point", "style": "point-2", "filled": True, "size": 110, "opacity": 1},
            x=alarms(),
            y=hits(),
            tooltip=tooltip(
                cutoff=_("Cut-off"), sensitivity=_("Sensitivity"), specificity=_("Specificity")
            ),
        ),
        layer(
            rows,
            {"type": "text", "style": "note", "align": "left", "dx": 12, "dy": 16},
            x=alarms(),
            y=hits(),
            text={"field": "cutoff"},
        ),
    ]


def _cross(found: MarkerRoc, cutoff: Cutoff, accuracy: Accuracy) -> Spec:
    """A cut-off with the intervals of sensitivity, upright, and of specificity, across."""
    sensitivity, specificity = accuracy.sensitivity.wilson, accuracy.specificity.wilson
    shown = limits.cutoff(found, cutoff.value)
    words = formats.number(shown)
    row = {
        "alarms": 1 - cutoff.specificity,
        "hits": cutoff.sensitivity,
        "cutoff": words
        if isinstance(shown, Limit)
        else f"{formats.SIGNS[found.auc.direction]} {words}",
        "sensitivity": formats.percent(cutoff.sensitivity),
        "specificity": formats.percent(cutoff.specificity),
    }
    if isinstance(sensitivity, Interval):
        row |= {"low": sensitivity.low, "high": sensitivity.high}
    if isinstance(specificity, Interval):
        row |= {"left": 1 - specificity.high, "right": 1 - specificity.low}
    return row
