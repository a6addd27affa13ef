"""Concentrations by outcome: what the ROC curve is made of."""

from __future__ import annotations

import numpy as np

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
    remark_at,
    rule_at,
    tooltip,
    with_link,
)
from analytics.report import Report
from analytics.runs.compute.markers import marker as read_marker
from analytics.runs.compute.markers import outcome as read_outcome
from analytics.tables import formats
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
    below = data.frame[f"{code}/censor"].to_numpy() == "below"
    y = quantitative("value", report.analyte(code), scale=_scale(amounts[used]))
    x = nominal("group", None, axis={"labelAngle": 0, "labelLimit": 240})
    marks = _limits(report, outcome, code, found.highest_limit)
    if used.size > POINTS_UP_TO:
        layers = _boxes(amounts, events, groups, x, y)
    else:
        rows = [
            with_link(
                {
                    "group": groups[events[row]],
                    "value": float(amounts[row]),
                    "shown": "below limit" if below[row] else f"{amounts[row]:.4g}",
                    "below": bool(below[row]),
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
        description=f"{report.analyte(code)} on a log scale in {used.size} patients by outcome.",
        width=360,
        height=HEIGHT,
        fluid=False,
    )


def _scale(amounts: np.ndarray) -> Spec:
    """A log axis with room for points at its ends."""
    reach = [float(amounts.min()) / 1.3, float(amounts.max()) * 1.3]
    return {"type": "log", "nice": False, "domain": reach}


def _limits(report: Report, outcome: str, code: str, limit: float | None) -> list[Spec]:
    layers = []
    optima = report.marker(outcome, code)["youden"].get("optima", [])
    for cutoff in optima:
        shown = cutoff["midpoint"] if cutoff["midpoint"] is not None else cutoff["observed"]
        layers += [rule_at("y", shown), remark_at(shown, f"cut-off {formats.number(shown)}")]
    if limit is not None:
        layers += [rule_at("y", limit, style="limit"), remark_at(limit, f"LLOD {limit:g}")]
    return layers


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
        layer(rows, {"type": "tick", "style": "open-1", "size": 60, "thickness": 2}, x=x, y=y),
    ]  # fmt: skip
