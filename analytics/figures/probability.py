"""Cumulative probability plot: every patient's change, MRI and radiograph together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.utils.translation import gettext as _

from analytics.datasets.dataset import endpoint_column
from analytics.figures.spec import (
    POINT,
    POINTS_UP_TO,
    Figure,
    Link,
    Patients,
    Spec,
    empty,
    figure,
    layer,
    listed,
    nominal,
    quantitative,
    rule_at,
    tooltip,
    with_link,
)
from analytics.points import sdc_of
from analytics.report import Report
from analytics.runs.compute.imaging import change_endpoints
from analytics.stats.change import probability_plot
from analytics.stats.results import FloatArray
from analytics.tables import formats

NAME = "cumulative-probability"
TITLE = "Cumulative probability of change"


def cumulative_probability(report: Report, link: Link) -> Figure:
    """Change against cumulative share, with lines at the thresholds and at the SDC."""
    endpoints = change_endpoints(report.plan)
    if not endpoints:
        return empty(NAME, TITLE, "No endpoint is defined.")
    columns = [endpoint_column(endpoint["key"], "change") for endpoint in endpoints]
    data = report.data(["pseudonym", *columns])
    many = data.n > POINTS_UP_TO
    rows: list[Spec] = []
    for endpoint, column in zip(endpoints, columns, strict=True):
        name = _reads(report, endpoint)
        plot = probability_plot(data.frame[column])
        kept = plateau_ends(plot.change) if many else range(plot.change.size)
        rows += [
            with_link(
                {
                    "reads": name,
                    "change": float(plot.change[place]),
                    "share": 100 * float(plot.cumulative[place]),
                },
                data.frame["pseudonym"].iloc[plot.order[place]],
                link,
            )
            for place in kept
        ]
    if not rows:
        return empty(NAME, TITLE, "No patient has a change score yet.")
    share = quantitative("share", "Cumulative share of patients, %", scale={"domain": [0, 100]})
    change = quantitative("change", _change_title())
    layers = [
        *_threshold_lines(report),
        *_sdc_lines(report, endpoints),
        layer(
            rows,
            {"type": "line"},
            x=share,
            y=change,
            color=nominal("reads"),
            strokeDash=nominal("reads", legend=None),
        ),
    ]
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
        NAME,
        TITLE,
        layers,
        description=(
            f"Change of {len(endpoints)} modalities against the cumulative share of patients, "
            "with lines at the thresholds of progression and repair and at the smallest "
            "detectable change."
        ),
        height=380,
        patients=Patients() if many else listed(rows, change="Change", reads="Reads"),
    )


def plateau_ends(change: FloatArray) -> Sequence[int]:
    """Return the first and the last place of each run of equal changes: the line stays the same."""
    differs = np.diff(change) != 0
    first, last = np.append(True, differs), np.append(differs, True)
    return np.flatnonzero((first | last)[: change.size]).tolist()


def _threshold_lines(report: Report) -> list[Spec]:
    thresholds = sorted({float(endpoint["threshold"]) for endpoint in report.plan["endpoints"]})
    words = " and ".join(formats.signed(limit) for limit in thresholds)
    return [
        *(rule_at("y", limit) for limit in thresholds),
        # The corner below the curves' right ends is always free.
        {
            "data": {"values": [{}]},
            "mark": {
                "type": "text",
                "style": "remark",
                "text": [f"Dashed: thresholds {words}.", "Dotted: ± SDC of each modality."],
                "align": "right",
                "x": "width",
                "y": "height",
                "dx": -6,
                "dy": -22,
            },
            "encoding": {},
        },
    ]


def _sdc_lines(report: Report, endpoints: Sequence[Spec]) -> list[Spec]:
    """The smallest detectable change of each read set, up and down, in its colour."""
    rows = [
        {"reads": _reads(report, endpoint), "limit": sign * value, "sdc": f"±{value:.2f}"}
        for endpoint in endpoints
        if (value := sdc_of(report, endpoint)) is not None
        for sign in (1, -1)
    ]
    if not rows:
        return []
    return [
        layer(
            rows,
            {"type": "rule", "strokeDash": [1, 3], "strokeWidth": 1.5},
            y=quantitative("limit", _change_title()),
            color=nominal("reads"),
            tooltip=tooltip(reads="Reads", sdc="SDC"),
        )
    ]


def _reads(report: Report, endpoint: Spec) -> str:
    """Name a read set in the legend, with its smallest detectable change."""
    value, title = sdc_of(report, endpoint), str(endpoint["campaign"]["title"])
    return title if value is None else f"{title} (SDC {value:.2f})"


def _change_title() -> str:
    return _("Change of the readers' mean, points")
