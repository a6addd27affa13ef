"""Rank correlations as a triangle of cells with the values written in them."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.figures.spec import (
    Figure,
    Link,
    Spec,
    empty,
    figure,
    layer,
    nominal,
    quantitative,
    tooltip,
)
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.correlation import Correlation
from analytics.stats.results import Estimate, NotEstimable
from analytics.tables import formats

CELL = 44
# Below this adjusted p a value is written in bold.
BOLD_BELOW = 0.05
# So many of the strongest are said instead of the figure.
SAID = 3


def correlations_figure(stored: StoredRun, link: Link) -> Figure:
    """Spearman's rho of every pair; the shade says its size, the figure says it again."""
    found = stored.results.correlations.matrix
    name, title = "correlations", _("Rank correlations")
    rows = [
        _cell(pair, test.adjusted)
        for pair, test in zip(found.pairs, found.adjusted.tests, strict=True)
    ]
    if not rows:
        return empty(name, title, _("There are fewer than two variables to correlate."))
    count = len(found.names)
    return figure(
        name,
        title,
        _layers(rows, found.names),
        description=ngettext(
            "Spearman's correlation of %(count)d variable; the strongest: %(strongest)s",
            "Spearman's correlation of %(count)d variables; the strongest: %(strongest)s",
            count,
        )
        % {"count": count, "strongest": "; ".join(_strongest(rows))},
        width=CELL * (count - 1),
        height=CELL * 2 // 3 * (count - 1),
        # Stretched over a wide screen and shrunk on paper, the values could no longer be read.
        fluid=False,
    )


def _cell(pair: Correlation, adjusted: Estimate) -> Spec:
    why = formats.reason(pair.rho)
    return {
        "first": pair.first,
        "second": pair.second,
        "rho": 0.0 if isinstance(pair.rho, NotEstimable) else pair.rho,
        "written": formats.DASH if why else formats.rule(formats.fixed(pair.rho)),
        "interval": why or formats.interval(pair.interval, 2),
        "p": formats.p_value(adjusted),
        "patients": pair.sample.n_used,
        "bold": not isinstance(adjusted, NotEstimable) and adjusted < BOLD_BELOW,
    }


def _strongest(rows: list[Spec]) -> list[str]:
    return [
        _("%(first)s with %(second)s %(rho)s")
        % {"first": row["first"], "second": row["second"], "rho": row["written"]}
        for row in sorted(rows, key=lambda row: -abs(row["rho"]))[:SAID]
    ]


def _layers(rows: list[Spec], names: Sequence[str]) -> list[Spec]:
    across = {"labelLimit": 300, "domain": False, "ticks": False, "labelAngle": -40}
    down = {"labelLimit": 300, "domain": False, "ticks": False}
    x = {**nominal("first", None, axis=across), "sort": list(names[:-1])}
    y = {**nominal("second", None, axis=down), "sort": list(names[1:])}
    rho = _("Spearman's rho")
    shade = quantitative(
        "rho",
        rho,
        scale={"domain": [-1, 0, 1], "range": "diverging", "interpolate": "rgb"},
        legend={"title": rho, "orient": "top-right", "gradientLength": 120},
    )
    tips = tooltip(
        first=_("First"),
        second=_("Second"),
        written="rho",
        interval=_("Interval"),
        p=_("P, adjusted"),
        patients=_("Patients"),
    )
    cells = layer(rows, {"type": "rect"}, x=x, y=y, color=shade, tooltip=tips)
    words = [
        layer(
            [row for row in rows if row["bold"] == bold],
            {"type": "text", "style": "note", "fontSize": 11, "fontWeight": weight},
            x=x,
            y=y,
            text={"field": "written"},
        )
        for bold, weight in ((False, "normal"), (True, "bold"))
    ]
    return [cells, *words]
