"""Odds ratios of each variable alone, and of those in the multivariable model, in one forest."""

from __future__ import annotations

from typing import Any

from analytics.figures.spec import (
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
)
from analytics.report import Report
from analytics.tables import formats
from analytics.tables.model_words import EARLIER, FIRTH, chosen
from analytics.tables.models import step, term_name

ALONE, TOGETHER = "Alone", "In the multivariable model"
# How each of the two looks, apart in colour, shape and filling.
STYLES = {ALONE: ("series-1", "point-1", "circle"), TOGETHER: ("series-2", "point-2", "diamond")}
ROW_HEIGHT = 34


def variables_forest(report: Report, link: Link, outcome: str) -> Figure:
    """Each variable's odds ratio with its interval on a log axis, alone and adjusted."""
    name = f"variables-forest-{outcome}"
    title = f"Odds ratios for {report.endpoint(outcome)['label']}"
    found = report.univariable(outcome)
    if found is None:
        return empty(name, title, EARLIER.format("this figure"))
    together = _by_term(report, report.model(outcome)["result"], TOGETHER)
    rows = []
    for row in found["rows"]:
        rows += [
            *_by_term(report, row["result"], ALONE).get(row["term"], []),
            *together.get(row["term"], []),
        ]
    if not rows:
        return empty(name, title, "No model could be fitted.")
    return figure(
        name,
        title,
        [rule_at("x", 1), *_layers(rows, report)],
        description="; ".join(f"{row['label']} {row['written']}" for row in rows),
        height=ROW_HEIGHT * len(rows),
    )


def _by_term(report: Report, result: dict[str, Any], kind: str) -> dict[str, list[Spec]]:
    rows: dict[str, list[Spec]] = {}
    for coefficient in result.get("coefficients", []):
        ratio, limits = coefficient["odds_ratio"], chosen(report, coefficient)
        if formats.reason(ratio) or formats.reason(limits):
            continue
        term = term_name(report, coefficient["term"])
        rows.setdefault(coefficient["term"], []).append(
            {
                "kind": kind,
                "label": term if kind == ALONE else f"{term}, adjusted",
                "ratio": ratio,
                "low": limits["low"],
                "high": limits["high"],
                "written": formats.estimate(ratio, limits),
                "step": step(report, coefficient["step"], coefficient["term"]),
                "interval": limits["method"],
                "fit": "Firth, penalised" if result["method"] == FIRTH else result["method"],
            }
        )
    return rows


def _layers(rows: list[Spec], report: Report) -> list[Spec]:
    title = f"Odds ratio ({report.ci}), per doubling of an analyte or step of the covariate"
    order = [row["label"] for row in rows]
    axis = {"labelLimit": 260, "domain": False, "ticks": False}
    y = {**nominal("label", None, axis=axis), "sort": order}
    # Room on the right for what each row says in figures.
    low, high = min(row["low"] for row in rows) / 1.2, max(row["high"] for row in rows) * 1.2
    reach = [min(low, 0.8), max(high, 1.25)]
    log = {
        "type": "log",
        "nice": False,
        "domain": [reach[0], reach[1] * (reach[1] / reach[0]) ** 0.45],
    }
    values = _ticks(*reach)
    x = quantitative("low", title, scale=log, axis={"values": values, "format": "~g"})
    layers = []
    for kind, (line, point, shape) in STYLES.items():
        own = [row for row in rows if row["kind"] == kind]
        if not own:
            continue
        marks = {"type": "point", "style": point, "shape": shape, "size": 80, "opacity": 1}
        layers += [
            layer(own, {"type": "rule", "style": line}, y=y, x=x, x2={"field": "high"}),
            layer(own, marks, y=y, x=quantitative("ratio", title, scale=log),
                  tooltip=tooltip(kind="Model", written="Odds ratio", step="Step",
                                  interval="Interval", fit="Fit")),
        ]  # fmt: skip
    words = {"type": "text", "style": "note", "align": "right", "x": "width"}
    layers.append(layer(rows, words, y=y, text={"field": "written"}))
    return layers


def _ticks(low: float, high: float) -> list[float]:
    """Halves and doubles around 1, fewer where the axis is long."""
    for factor in (2, 4, 10, 100):
        found = [float(factor) ** power for power in range(-12, 13)]
        inside = [value for value in found if low <= value <= high]
        if len(inside) <= 9:
            return inside
    return [1.0]
