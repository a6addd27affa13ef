"""The curves of every analyte over each other, the primary one in front."""

from __future__ import annotations

from typing import Any

from analytics.datasets.dataset import ANALYTE_PARTS, analyte_column, endpoint_column
from analytics.figures.roc import SIDE, alarms, corners, hits
from analytics.figures.spec import Figure, Link, Spec, empty, figure, layer, quantitative, tooltip
from analytics.report import Report
from analytics.runs.compute.roc import curve_of
from analytics.tables import formats

TITLE = "Every analyte"
# Nine and more curves share the eight colours; then the dashes tell them apart.
DASHES: list[list[int]] = [[1, 0], [6, 3], [2, 2]]
COLOURS = 8


def roc_panel(report: Report, link: Link, outcome: str) -> Figure:
    """All curves of an outcome; the legend names their areas, the largest first."""
    name = f"roc-panel-{outcome}"
    label = report.roc(outcome)["label"]
    markers = [
        marker
        for marker in report.roc(outcome)["markers"]
        if not formats.reason(marker["auc"]["value"])
    ]
    if not markers:
        return empty(name, TITLE, "No analyte has a curve for this outcome.")
    markers.sort(key=lambda m: (m["analyte"] != report.primary, -m["auc"]["value"]))
    names = [_words(report, marker) for marker in markers]
    codes = [marker["analyte"] for marker in markers]
    columns = [analyte_column(code, part) for code in codes for part in ANALYTE_PARTS]
    data = report.data([endpoint_column(outcome, "event"), *columns])
    rows = [
        {**corner, "analyte": words}
        for code, words in zip(codes, names, strict=True)
        for corner in corners(curve_of(data, report.plan, outcome, code))
    ]
    primary = [row for row in rows if row["analyte"] == names[0]]
    diagonal = [{"alarms": 0, "hits": 0}, {"alarms": 1, "hits": 1}]
    order = quantitative("place", None)
    tips = tooltip(analyte="Analyte")
    return figure(
        name,
        TITLE,
        [
            layer(diagonal, {"type": "line", "style": "reference"}, x=alarms(), y=hits()),
            layer(rows, {"type": "line", "strokeWidth": 1.4}, x=alarms(), y=hits(), order=order,
                  tooltip=tips, **_identity(names)),
            layer(primary, {"type": "line", "style": "series-1", "strokeWidth": 4}, x=alarms(),
                  y=hits(), order=order, tooltip=tips),
        ],
        description=f"ROC curves for {label}. AUC: {'; '.join(names)}.",
        width=SIDE,
        height=SIDE,
        fluid=False,
    )  # fmt: skip


def _words(report: Report, marker: dict[str, Any]) -> str:
    name = report.analytes[marker["analyte"]]["name"]
    return f"{name} {formats.fixed(marker['auc']['value'], 2)}"


def _identity(names: list[str]) -> Spec:
    """Colour and dash of each curve, with one legend for both."""
    dashes = [DASHES[(place // COLOURS) % len(DASHES)] for place in range(len(names))]
    legend = {"orient": "right", "title": "AUC", "symbolType": "stroke", "labelLimit": 200}
    field = {"field": "analyte", "type": "nominal", "sort": None}
    return {
        "color": {**field, "scale": {"domain": names}, "legend": legend},
        "strokeDash": {**field, "scale": {"domain": names, "range": dashes}, "legend": legend},
    }
