"""Concentrations by outcome: what the ROC curve is made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.dataset import analyte_column
from analytics.figures.spec import (
    POINT,
    POINTS_UP_TO,
    Figure,
    Link,
    Spec,
    empty,
    figure,
    layer,
    listed,
    nominal,
    quantitative,
    remark_at,
    rule_at,
    tooltip,
    with_link,
)
from analytics.report import Report
from analytics.runs.compute.markers import Marker
from analytics.runs.compute.markers import marker as read_marker
from analytics.runs.compute.markers import outcome as read_outcome
from analytics.tables import formats, limits
from analytics.tables.roc import needed

HEIGHT = 400


def distribution(report: Report, link: Link, outcome: str, code: str) -> Figure:
    """Concentrations on a log axis by outcome, with limit and cut-off; one point a patient."""
    name, title = f"values-{outcome}-{code}", f"{report.analyte(code)} by outcome"
    data = report.data(["pseudonym", *needed(outcome, code)])
    found = read_marker(data, code, report.plan)
    events = read_outcome(data, outcome)
    amounts = found.amounts.values
    used = np.flatnonzero(np.isfinite(events) & np.isfinite(amounts))
    if used.size == 0:
        return empty(name, title, "No patient has both a concentration and the outcome.")
    label = report.endpoint(outcome)["label"]
    groups = {
        1.0: label,
        0.0: f"No {label[0].lower() + label[1:] if not label[:3].isupper() else label}",
    }
    scale = _scale(amounts[used], data.frame[analyte_column(code, "llod")].to_numpy()[used])
    y = quantitative("value", report.analyte(code), scale=scale, axis={"values": _ticks(scale)})
    x = nominal("group", None, axis={"labelAngle": 0, "labelLimit": 240})
    marks = [*_cutoffs(report, outcome, code), *_limits(data.frame.iloc[used], code)]
    rows: list[Spec] = []
    if used.size > POINTS_UP_TO:
        layers = _boxes(amounts, events, groups, x, y)
    else:
        rows = [
            with_link(
                {
                    "group": groups[events[row]],
                    "value": float(amounts[row]),
                    "shown": formats.number(_shown(found, int(row)), 4),
                    "below": bool(found.checked.below[row]),
                    # The golden ratio spreads neighbours evenly, the same way every time.
                    "spread": (place * 0.6180339887) % 1,
                },
                data.frame["pseudonym"].iloc[row],
                link,
            )
            for place, row in enumerate(used)
        ]
        layers = [
            layer(
                [row for row in rows if row["below"] is censored],
                {**POINT, "style": style, "filled": not censored},
                x=x,
                xOffset=quantitative("spread", None, scale={"domain": [-0.5, 1.5]}),
                y=y,
                href={"field": "url"},
                tooltip=tooltip(patient="Patient", shown=report.analyte(code)),
            )
            for censored, style in ((False, "point-1"), (True, "open-1"))
            if any(row["below"] is censored for row in rows)
        ]
    return figure(
        name,
        title,
        [*layers, *marks],
        description=ngettext(
            "%(analyte)s on a log scale in %(n)d patient by outcome.",
            "%(analyte)s on a log scale in %(n)d patients by outcome.",
            used.size,
        )
        % {"analyte": report.analyte(code), "n": used.size},
        width=360,
        height=HEIGHT,
        fluid=False,
        patients=listed(rows, shown=report.analyte(code), group="Outcome"),
    )


def _shown(found: Marker, row: int) -> Any:
    """A patient's value as text shows it: measured, or as the limit that it lies beyond."""
    value, limit = (float(of[row]) for of in (found.checked.value, found.checked.limit))
    if found.checked.below[row]:
        return {"sign": "<", "limit": limit}
    return {"sign": ">", "limit": float(found.upper[row])} if found.above[row] else value


def _scale(amounts: np.ndarray, limits: np.ndarray) -> Spec:
    """A log axis with room for points at its ends and for the limits of detection."""
    shown = np.append(amounts, limits[limits > 0])
    reach = [float(shown.min()) / 1.3, float(shown.max()) * 1.3]
    return {"type": "log", "nice": False, "domain": reach}


def _ticks(scale: Spec) -> list[float]:
    """One and three in each decade: every line more would only hide points."""
    low, high = (float(np.log10(end)) for end in scale["domain"])
    decades = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    marks = [float(f"{step}e{decade}") for decade in decades for step in (1, 3)]
    return [mark for mark in marks if scale["domain"][0] <= mark <= scale["domain"][1]]


def _cutoffs(report: Report, outcome: str, code: str) -> list[Spec]:
    layers = []
    marker = report.marker(outcome, code)
    optima = marker["youden"].get("optima", [])
    for cutoff in optima:
        shown = cutoff["midpoint"] if cutoff["midpoint"] is not None else cutoff["observed"]
        layers += [rule_at("y", shown), remark_at(shown, _cutoff_words(marker, shown))]
    return layers


def _cutoff_words(marker: dict[str, Any], value: float) -> str:
    return _("cut-off {value}").format(value=formats.number(limits.cutoff(marker, value)))


def _limits(measured: pd.DataFrame, code: str) -> list[Spec]:
    """The limits of detection in force: one line each, with the plates it is of."""
    limits = measured[analyte_column(code, "llod")].to_numpy(dtype=np.float64)
    plates = measured[analyte_column(code, "plates")].fillna("unknown").to_numpy(dtype=object)
    found = [float(limit) for limit in np.unique(limits[limits > 0])]
    if not found:
        return []
    rows = [
        {
            "limit": limit,
            "plates": ", ".join(sorted(set(plates[limits == limit]))),
            "shown": f"{limit:.4g}",
        }
        for limit in found
    ]
    lowest, highest = rows[0]["shown"], rows[-1]["shown"]
    words = f"LLOD {highest}" if len(rows) == 1 else f"LLOD {lowest} to {highest}, by plate"
    return [
        layer(
            rows,
            {"type": "rule", "style": "limit"},
            y=quantitative("limit", None),
            tooltip=tooltip(shown="LLOD", plates="Plates"),
        ),
        remark_at(found[-1], words),
    ]


def _boxes(
    amounts: np.ndarray, events: np.ndarray, groups: dict[float, str], x: Spec, y: Spec
) -> list[Spec]:
    """Quartiles and the middle 90 per cent, where single points would hide each other."""
    rows = []
    for event, label in groups.items():
        inside = amounts[(events == event) & np.isfinite(amounts)]
        if inside.size:
            low, first, middle, third, high = np.quantile(inside, [0.05, 0.25, 0.5, 0.75, 0.95])
            rows.append(
                {
                    "group": label,
                    "value": float(middle),
                    "low": float(low),
                    "first": float(first),
                    "third": float(third),
                    "high": float(high),
                }
            )
    return [
        layer(rows, {"type": "rule", "style": "whisker"}, x=x,
              y={**y, "field": "low"}, y2={"field": "high"}),
        layer(rows, {"type": "bar", "style": "area-1", "size": 60}, x=x,
              y={**y, "field": "first"}, y2={"field": "third"}),
        layer(rows, {"type": "tick", "style": "whisker", "size": 60, "thickness": 3}, x=x, y=y),
    ]  # fmt: skip
