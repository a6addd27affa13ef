"""Cumulative probability plot: every patient's change, MRI and radiograph together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analytics.datasets.dataset import endpoint_column
from analytics.figures.spec import (
    POINT,
    POINTS_UP_TO,
    Figure,
    Link,
    Spec,
    empty,
    figure,
    layer,
    nominal,
    quantitative,
    rule_at,
    tooltip,
    with_link,
)
from analytics.report import Report
from analytics.runs.compute.imaging import change_endpoints
from analytics.stats.change import probability_plot
from analytics.stats.results import FloatArray

TITLE = "Cumulative probability of change"


def cumulative_probability(report: Report, link: Link) -> Figure:
    """Change against cumulative share, with the thresholds of the endpoints as lines."""
    endpoints = change_endpoints(report.plan)
    if not endpoints:
        return empty("cumulative-probability", TITLE, "No endpoint is defined.")
    columns = [endpoint_column(endpoint["key"], "change") for endpoint in endpoints]
    data = report.data(["pseudonym", *columns])
    many = data.n > POINTS_UP_TO
    rows: list[Spec] = []
    for endpoint, column in zip(endpoints, columns, strict=True):
        plot = probability_plot(data.frame[column])
        kept = plateau_ends(plot.change) if many else range(plot.change.size)
        rows += [
            with_link(
                {
                    "reads": endpoint["campaign"]["title"],
                    "change": float(plot.change[place]),
                    "share": 100 * float(plot.cumulative[place]),
                },
                data.frame["pseudonym"].iloc[plot.order[place]],
                link,
            )
            for place in kept
        ]
    if not rows:
        return empty("cumulative-probability", TITLE, "No patient has a change score yet.")
    share = quantitative("share", "Cumulative share of patients, %", scale={"domain": [0, 100]})
    change = quantitative("change", "Change of the readers' mean")
    layers = [rule_at("y", limit) for limit in _thresholds(report)]
    layers.append(
        layer(
            rows,
            {"type": "line"},
            x=share,
            y=change,
            color=nominal("reads"),
            strokeDash=nominal("reads", legend=None),
        )
    )
    if not many:
        layers.append(
            layer(
                rows,
                POINT,
                x=share,
                y=change,
                color=nominal("reads"),
                shape=nominal("reads", legend=None),
                href={"field": "url"},
                tooltip=tooltip(patient="Patient", reads="Reads", change="Change"),
            )
        )
    return figure(
        "cumulative-probability",
        TITLE,
        layers,
        description=(
            f"Change of {len(endpoints)} modalities against the cumulative share of patients, "
            "with lines at the thresholds of progression and repair."
        ),
    )


def plateau_ends(change: FloatArray) -> Sequence[int]:
    """Return the first and the last place of each run of equal changes: the line stays the same."""
    differs = np.diff(change) != 0
    first, last = np.append(True, differs), np.append(differs, True)
    return np.flatnonzero((first | last)[: change.size]).tolist()


def _thresholds(report: Report) -> list[float]:
    return sorted({float(endpoint["threshold"]) for endpoint in report.plan["endpoints"]})
