"""Cumulative probability plot: every patient's change, all campaigns together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.dataset import endpoint_column
from analytics.design.described import ScoreEndpoint
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
    linked,
    listed,
    nominal,
    quantitative,
    rule_at,
    tooltip,
    with_link,
)
from analytics.paper.words import listed as in_words
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.change import probability_plot
from analytics.stats.results import FloatArray
from analytics.tables import formats
from analytics.topics.change import lines
from analytics.topics.change.names import change_title, short_names

NAME = "cumulative-probability"


def cumulative_probability(stored: StoredRun, link: Link) -> Figure:
    """Change against cumulative share, with lines at the thresholds and at the SDC."""
    endpoints = stored.plan.distinct_changes()
    if not endpoints:
        return empty(NAME, _title(), _("No endpoint is a change of scores."))
    named = _names(stored, endpoints)
    columns = [endpoint_column(endpoint.key, "value") for endpoint in endpoints]
    data = stored.data(["pseudonym", *columns])
    many = data.n > POINTS_UP_TO
    rows: list[Spec] = []
    for endpoint, column in zip(endpoints, columns, strict=True):
        name = named[endpoint.key]
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
        return empty(NAME, _title(), _("No patient has a change score yet."))
    share = quantitative("share", _("Cumulative share of patients, %"), scale={"domain": [0, 100]})
    change = quantitative("change", _("%(change)s, points") % {"change": change_title(endpoints)})
    layers = [
        *_threshold_lines(stored),
        *_sdc_lines(stored, named, change["title"]),
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
                tooltip=tooltip(patient=_("Patient"), reads=_("Reads"), change=_("Change")),
                **linked(rows),
            )
        )
    return figure(
        NAME,
        _title(),
        layers,
        description=_description(stored, len(endpoints)),
        height=380,
        patients=Patients() if many else listed(rows, change=_("Change"), reads=_("Reads")),
    )


def _description(stored: StoredRun, count: int) -> str:
    said = ngettext(
        "%(count)d change of scores against the cumulative share of patients.",
        "%(count)d changes of scores against the cumulative share of patients.",
        count,
    ) % {"count": count}
    return f"{said} {lines.legend(stored)}".rstrip()


def plateau_ends(change: FloatArray) -> Sequence[int]:
    """Return the first and the last place of each run of equal changes: the line stays the same."""
    differs = np.diff(change) != 0
    first, last = np.append(True, differs), np.append(differs, True)
    return np.flatnonzero((first | last)[: change.size]).tolist()


def _threshold_lines(stored: StoredRun) -> list[Spec]:
    limits = lines.thresholds(stored)
    said = []
    if limits:
        said.append(
            ngettext("Dashed: threshold %(limits)s.", "Dashed: thresholds %(limits)s.", len(limits))
            % {"limits": in_words([formats.signed(limit) for limit in limits])}
        )
    if lines.detectable(stored):
        said.append(_("Dotted: ± SDC of each campaign."))
    drawn = [rule_at("y", limit) for limit in limits]
    return [*drawn, _remark(said)] if said else drawn


def _remark(lines: list[str]) -> Spec:
    """Words in the corner below the curves' right ends, which is always free."""
    return {
        "data": {"values": [{}]},
        "mark": {
            "type": "text",
            "style": "remark",
            "text": lines,
            "align": "right",
            "x": "width",
            "y": "height",
            "dx": -6,
            "dy": -22,
        },
        "encoding": {},
    }


def _sdc_lines(stored: StoredRun, named: Mapping[str, str], title: str) -> list[Spec]:
    """The smallest detectable change of each read set, up and down, in its colour."""
    rows = [
        {"reads": named[key], "limit": sign * value, "sdc": f"±{value:.2f}"}
        for key, value in lines.detectable(stored).items()
        for sign in (1, -1)
    ]
    if not rows:
        return []
    return [
        layer(
            rows,
            {"type": "rule", "strokeDash": [1, 3], "strokeWidth": 1.5},
            y=quantitative("limit", title),
            color=nominal("reads"),
            tooltip=tooltip(reads=_("Reads"), sdc=_("SDC")),
        )
    ]


def _names(stored: StoredRun, endpoints: Sequence[ScoreEndpoint]) -> dict[str, str]:
    """Name each change in the legend, with its smallest detectable change."""
    named = short_names(endpoints)
    for key, size in lines.detectable(stored).items():
        words = {"reads": named[key], "sdc": formats.fixed(size)}
        named[key] = _("%(reads)s (SDC %(sdc)s)") % words
    return named


def _title() -> str:
    return _("Cumulative probability of change")
