"""ROC curves and cut-offs, as the rest of the analysis finds them."""

from __future__ import annotations

from analytics.topics.roc.figures.curve import roc_curve_figure
from analytics.topics.roc.figures.distribution import distribution
from analytics.topics.roc.figures.panel import roc_panel
from analytics.topics.roc.page import context, is_wrong
from analytics.topics.roc.section import further, methods, roc
from analytics.topics.roc.tables.comparisons import compared, comparisons
from analytics.topics.roc.tables.cutoffs import alternatives, certainty, cutoffs
from analytics.topics.roc.tables.panel import curves, panel
from analytics.topics.roc.tables.patients import coordinates, values
from analytics.topics.roc.tables.resampled import accuracy_resampled
from analytics.topics.topic import (
    PagePart,
    Topic,
    figure_of_marker,
    figure_of_outcome,
    of_marker,
    of_outcome,
)

ROC = Topic(
    key="roc",
    part=PagePart("roc", "analytics/parts/roc.html", context, is_wrong),
    section=roc,
    tables={
        "roc": of_outcome(panel),
        "cutoffs": of_marker(cutoffs),
        "certainty": of_marker(certainty),
        "accuracy-resampled": of_marker(accuracy_resampled),
        "alternatives": of_marker(alternatives),
        "compared": of_marker(compared),
        "comparisons": of_outcome(comparisons),
        "coordinates": of_marker(coordinates),
        "curves": of_outcome(curves),
        "values": of_marker(values),
    },
    figures={
        "roc": figure_of_marker(roc_curve_figure),
        "roc-panel": figure_of_outcome(roc_panel),
        "distribution": figure_of_marker(distribution),
    },
    values_of={"roc": "coordinates", "roc-panel": "curves", "distribution": "values"},
    further=further,
    methods=methods,
)
