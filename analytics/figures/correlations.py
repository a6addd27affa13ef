"""Rank correlations as a triangle of cells with the values written in them."""

from __future__ import annotations

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
from analytics.report import Report
from analytics.tables import formats
from analytics.tables.model_words import EARLIER

TITLE = "Rank correlations"
CELL = 44
# Below this adjusted p a value is written in bold.
BOLD_BELOW = 0.05


def correlations_figure(report: Report, link: Link) -> Figure:
    """Spearman's rho of every pair; the shade says its size, the figure says it again."""
    found = report.correlations()
    if found is None:
        return empty("correlations", TITLE, EARLIER.format("correlations"))
    pairs, tests = found["matrix"]["pairs"], found["matrix"]["adjusted"]["tests"]
    rows: list[Spec] = []
    for pair, test in zip(pairs, tests, strict=True):
        why = formats.reason(pair["rho"])
        rows.append(
            {
                "first": pair["first"],
                "second": pair["second"],
                "rho": 0.0 if why else pair["rho"],
                "written": formats.DASH if why else formats.fixed(pair["rho"]).replace("-", "−"),
                "interval": why or formats.interval(pair["interval"], 2),
                "p": formats.p_value(test["adjusted"]),
                "patients": pair["sample"]["n_used"],
                "bold": not formats.reason(test["adjusted"]) and test["adjusted"] < BOLD_BELOW,
            }
        )
    if not rows:
        return empty("correlations", TITLE, "There are fewer than two variables to correlate.")
    return figure(
        "correlations",
        TITLE,
        _layers(rows, found["matrix"]["names"]),
        description=(
            f"Spearman's correlation of {len(found['matrix']['names'])} variables; the strongest: "
            + "; ".join(
                f"{row['first']} with {row['second']} {row['written']}"
                for row in sorted(rows, key=lambda row: -abs(row["rho"]))[:3]
            )
        ),
        width=CELL * (len(found["matrix"]["names"]) - 1),
        height=CELL * 2 // 3 * (len(found["matrix"]["names"]) - 1),
        # Stretched over a wide screen and shrunk on paper, the values could no longer be read.
        fluid=False,
    )


def _layers(rows: list[Spec], names: list[str]) -> list[Spec]:
    across = {"labelLimit": 300, "domain": False, "ticks": False, "labelAngle": -40}
    down = {"labelLimit": 300, "domain": False, "ticks": False}
    x = {**nominal("first", None, axis=across), "sort": names[:-1]}
    y = {**nominal("second", None, axis=down), "sort": names[1:]}
    shade = quantitative(
        "rho",
        "Spearman's rho",
        scale={"domain": [-1, 0, 1], "range": "diverging", "interpolate": "rgb"},
        legend={"title": "Spearman's rho", "orient": "top-right", "gradientLength": 120},
    )
    tips = tooltip(
        first="First", second="Second", written="rho", interval="Interval", p="P, adjusted",
        patients="Patients",
    )  # fmt: skip
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
