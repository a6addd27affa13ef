"""How high a figure will be on the page, known before it is drawn."""

from __future__ import annotations

from typing import NamedTuple

from analytics.figures.spec import POINTS_UP_TO, Spec, encodings
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import FIGURES
from analytics.topics.topic import Options

# Axis, labels and a legend of one row above and below the plotted area.
BESIDE = 92
# What is drawn from the stored data set has one height, whatever the data; reading them to find
# it would cost more than the page.
OF_DATA = {
    "bland-altman": 396,
    "cumulative-probability": 462,
    "distribution": 432,
    "roc": 456,
    "roc-panel": 456,
    "slopes": 446,
}
# What has a list of its patients below it.
OF_PATIENTS = {"bland-altman", "cumulative-probability", "distribution", "slopes"}


class Room(NamedTuple):
    """The height of a drawing in pixels, and whether a list of its patients follows."""

    height: int
    lists_patients: bool


def room_of(report: StoredRun, key: str, options: Options) -> Room:
    """Return the room that a figure takes on the page; at least as high as it is drawn."""
    height = OF_DATA.get(key)
    if height is None:
        figure = FIGURES[key](report, lambda _: None, options)
        height = round(_inner(figure.spec)) + BESIDE
    return Room(height, key in OF_PATIENTS and 0 < report.run.n_patients <= POINTS_UP_TO)


def _inner(spec: Spec) -> float:
    if "hconcat" in spec:
        return max(_inner(panel) for panel in spec["hconcat"])
    height = spec["height"]
    if not isinstance(height, dict):
        return float(height)
    rows = max(
        len(encoding["scale"]["domain"])
        for channel, encoding in encodings(spec)
        if channel == "y" and "domain" in encoding.get("scale", {})
    )
    return float(height["step"] * rows)
