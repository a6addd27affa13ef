"""The curves of every exposure over each other, the primary one in front."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.figures.spec import Figure, Link, Spec, empty, figure, layer, quantitative, tooltip
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.topics.roc.curves import curve_of, needed
from analytics.topics.roc.figures.curve import SIDE, alarms, corners, hits

# Nine and more curves share the eight colours; then the dashes tell them apart.
DASHES: list[list[int]] = [[1, 0], [6, 3], [2, 2]]
COLOURS = 8


def roc_panel(stored: StoredRun, link: Link, outcome: str) -> Figure:
    """All curves of an outcome; the legend names their areas, the largest first."""
    name = f"roc-panel-{outcome}"
    title, found = _("Every exposure"), stored.roc(outcome)
    areas = {
        marker.analyte: marker.auc.value
        for marker in found.markers
        if not isinstance(marker.auc.value, NotEstimable)
    }
    if not areas:
        return empty(name, title, _("No exposure has a curve for this outcome."))
    codes = sorted(areas, key=lambda code: (code != stored.primary, -areas[code]))
    names = [f"{stored.variables[code].name} {formats.fixed(areas[code], 2)}" for code in codes]
    data = stored.data(needed(outcome, *codes))
    rows = [
        {**corner, "analyte": words}
        for code, words in zip(codes, names, strict=True)
        for corner in corners(curve_of(data, stored.plan, outcome, code))
    ]
    primary = [row for row in rows if row["analyte"] == names[0]]
    diagonal = [{"alarms": 0, "hits": 0}, {"alarms": 1, "hits": 1}]
    order = quantitative("place", None)
    tips = tooltip(analyte=_("Exposure"))
    return figure(
        name,
        title,
        [
            layer(diagonal, {"type": "line", "style": "reference"}, x=alarms(), y=hits()),
            layer(rows, {"type": "line", "strokeWidth": 1.4}, x=alarms(), y=hits(), order=order,
                  tooltip=tips, **_identity(names)),
            layer(primary, {"type": "line", "style": "series-1", "strokeWidth": 4}, x=alarms(),
                  y=hits(), order=order, tooltip=tips),
        ],
        description=_("ROC curves for %(outcome)s. AUC: %(areas)s.")
        % {"outcome": found.label, "areas": "; ".join(names)},
        width=SIDE,
        height=SIDE,
        fluid=False,
    )  # fmt: skip


def _identity(names: list[str]) -> Spec:
    """Colour and dash of each curve, with one legend for both."""
    dashes = [DASHES[(place // COLOURS) % len(DASHES)] for place in range(len(names))]
    legend = {"orient": "right", "title": _("AUC"), "symbolType": "stroke", "labelLimit": 200}
    field = {"field": "analyte", "type": "nominal", "sort": None}
    return {
        "color": {**field, "scale": {"domain": names}, "legend": legend},
        "strokeDash": {**field, "scale": {"domain": names, "range": dashes}, "legend": legend},
    }
