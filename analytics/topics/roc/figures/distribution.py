"""An exposure by outcome: what the ROC curve is made of."""

from __future__ import annotations

import numpy as np
import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.dataset import analyte_column
from analytics.design.variable import Scale, Variable
from analytics.figures.spec import (
    POINT,
    POINTS_UP_TO,
    Figure,
    Link,
    Spec,
    empty,
    figure,
    layer,
    linked,
    listed,
    nominal,
    quantitative,
    remark_at,
    rule_at,
    tooltip,
    with_link,
)
from analytics.results.roc import MarkerRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.limited import Limit
from analytics.tables import formats, limits
from analytics.tables.names import inside
from analytics.topics.roc.curves import needed
from analytics.topics.shared.markers import Marker
from analytics.topics.shared.markers import marker as read_marker
from analytics.topics.shared.markers import outcome as read_outcome

HEIGHT = 400


def distribution(stored: StoredRun, link: Link, outcome: str, code: str) -> Figure:
    """Values by outcome, amounts on a log axis, with limit and cut-off; one point a patient."""
    name = f"values-{outcome}-{code}"
    title = _("%(analyte)s by outcome") % {"analyte": stored.variable(code)}
    data = stored.data(["pseudonym", *needed(outcome, code)])
    found = read_marker(data, code, stored.plan)
    events = read_outcome(data, outcome)
    amounts = found.amounts.values
    used = np.flatnonzero(np.isfinite(events) & np.isfinite(amounts))
    if used.size == 0:
        return empty(name, title, _("No patient has both a value and the outcome."))
    label = stored.endpoint(outcome).label
    groups = {
        1.0: label,
        0.0: _("No %(outcome)s") % {"outcome": inside(label)},
    }
    scale = _scale(amounts[used], found.checked.limit[used], found.scale)
    ticks = {"values": _ticks(scale)} if found.scale == "log2" else {}
    y = quantitative("value", stored.variable(code), scale=scale, axis=ticks)
    x = nominal("group", None, axis={"labelAngle": 0, "labelLimit": 240})
    limited = _limits(data.frame.iloc[used], stored.variables[code])
    marks = [*_cutoffs(stored, outcome, code), *limited]
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
                    "below": bool(found.below[row]),
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
                tooltip=tooltip(patient=_("Patient"), shown=stored.variable(code)),
                **linked(rows),
            )
            for censored, style in ((False, "point-1"), (True, "open-1"))
            if any(row["below"] is censored for row in rows)
        ]
    return figure(
        name,
        title,
        [*layers, *marks],
        description=ngettext(
            "%(exposure)s%(scale)s in %(n)d patient by outcome.",
            "%(exposure)s%(scale)s in %(n)d patients by outcome.",
            used.size,
        )
        % {
            "exposure": stored.variable(code),
            "scale": _(" on a log scale") if found.scale == "log2" else "",
            "n": used.size,
        },
        width=360,
        height=HEIGHT,
        fluid=False,
        patients=listed(rows, shown=stored.variable(code), group=_("Outcome")),
    )


def _shown(found: Marker, row: int) -> float | Limit:
    """A patient's value as text shows it: measured, or as the limit that it lies beyond."""
    value, limit = (float(of[row]) for of in (found.checked.value, found.checked.limit))
    if found.checked.below[row]:
        return Limit("<", limit)
    return Limit(">", float(found.upper[row])) if found.above[row] else value


def _scale(amounts: np.ndarray, limits: np.ndarray, scale: Scale) -> Spec:
    """An axis with room for points at its ends and for the limits, of logarithms where it may."""
    if scale == "linear":
        room = 0.05 * float(np.ptp(amounts)) or 1.0
        return {
            "nice": False,
            "zero": False,
            "domain": [float(amounts.min()) - room, float(amounts.max()) + room],
        }
    shown = np.append(amounts, limits[limits > 0])
    reach = [float(shown.min()) / 1.3, float(shown.max()) * 1.3]
    return {"type": "log", "nice": False, "domain": reach}


def _ticks(scale: Spec) -> list[float]:
    """One and three in each decade: every line more would only hide points."""
    low, high = (float(np.log10(end)) for end in scale["domain"])
    decades = range(int(np.floor(low)), int(np.ceil(high)) + 1)
    marks = [float(f"{step}e{decade}") for decade in decades for step in (1, 3)]
    return [mark for mark in marks if scale["domain"][0] <= mark <= scale["domain"][1]]


def _cutoffs(stored: StoredRun, outcome: str, code: str) -> list[Spec]:
    layers = []
    marker = stored.marker(outcome, code)
    for cutoff in marker.optima:
        words = _cutoff_words(marker, cutoff.value)
        layers += [rule_at("y", cutoff.value), remark_at(cutoff.value, words)]
    return layers


def _cutoff_words(marker: MarkerRoc, value: float) -> str:
    return _("cut-off {value}").format(value=formats.number(limits.cutoff(marker, value)))


def _limits(measured: pd.DataFrame, variable: Variable) -> list[Spec]:
    """The limits in force: one line each, with the plates that a limit of detection is of."""
    if variable.scale == "linear":
        return []
    limits = measured[analyte_column(variable.code, "llod")].to_numpy(dtype=np.float64)
    plates = _plates(measured, variable)
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
    assayed = variable.source == "assay"
    if len(rows) == 1:
        words = (_("LLOD {limit}") if assayed else _("limit {limit}")).format(limit=highest)
    else:
        several = (
            _("LLOD {lowest} to {highest}, by plate")
            if assayed
            else _("limits {lowest} to {highest}")
        )
        words = several.format(lowest=lowest, highest=highest)
    return [
        layer(
            rows,
            {"type": "rule", "style": "limit"},
            y=quantitative("limit", None),
            tooltip=tooltip(shown="LLOD", plates=_("Plates"))
            if assayed
            else tooltip(shown=_("Limit")),
        ),
        remark_at(found[-1], words),
    ]


def _plates(measured: pd.DataFrame, variable: Variable) -> np.ndarray:
    """The plates of each row; nothing for a value of the record."""
    column = analyte_column(variable.code, "plates")
    if column not in measured:
        return np.full(len(measured), "", dtype=object)
    return measured[column].fillna("unknown").to_numpy(dtype=object)


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
