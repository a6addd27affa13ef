"""Odds ratios of each variable alone, and of those in the multivariable model, in one forest."""

from __future__ import annotations

from django.utils.translation import gettext as _

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
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.tables.exposures import common_step
from analytics.tables.model_words import FIRTH, chosen
from analytics.tables.terms import coefficient_name, means_something, step

ALONE, TOGETHER = "alone", "together"
# How each of the two looks, apart in colour, shape and filling.
STYLES = {ALONE: ("series-1", "point-1", "circle"), TOGETHER: ("series-2", "point-2", "diamond")}
ROW_HEIGHT = 34


def variables_forest(stored: StoredRun, link: Link, outcome: str) -> Figure:
    """Each variable's odds ratio with its interval on a log axis, alone and adjusted."""
    name = f"variables-forest-{outcome}"
    title = _("Odds ratios for %(outcome)s") % {"outcome": stored.endpoint(outcome).label}
    together = _by_term(stored, stored.model(outcome).result, TOGETHER)
    rows = []
    for alone in stored.univariable(outcome).variables:
        rows += [
            *_by_term(stored, alone.result, ALONE).get(alone.term, []),
            *together.get(alone.term, []),
        ]
    if not rows:
        return empty(name, title, _("No model could be fitted."))
    return figure(
        name,
        title,
        [rule_at("x", 1), *_layers(rows, stored)],
        description="; ".join(f"{row['label']} {row['written']}" for row in rows),
        height=ROW_HEIGHT * len(rows),
    )


def _by_term(
    stored: StoredRun, result: LogisticResult | NotEstimable, kind: str
) -> dict[str, list[Spec]]:
    rows: dict[str, list[Spec]] = {}
    if isinstance(result, NotEstimable):
        return rows
    fit = _("Firth, penalised") if result.method == FIRTH else result.method
    for coefficient in filter(means_something, result.coefficients):
        ratio, limits = coefficient.odds_ratio, chosen(stored, coefficient)
        if isinstance(ratio, NotEstimable) or isinstance(limits, NotEstimable):
            continue
        term = coefficient_name(stored, coefficient)
        rows.setdefault(coefficient.term, []).append(
            {
                "kind": _called(kind),
                "label": term if kind == ALONE else _("%(term)s, adjusted") % {"term": term},
                "ratio": ratio,
                "low": limits.low,
                "high": limits.high,
                "written": formats.estimate(ratio, limits),
                "step": step(stored, coefficient.step, coefficient.term),
                "interval": limits.method,
                "fit": fit,
            }
        )
    return rows


def _called(kind: str) -> str:
    return _("Alone") if kind == ALONE else _("In the multivariable model")


def _layers(rows: list[Spec], stored: StoredRun) -> list[Spec]:
    title = _("Odds ratio (%(level)s), %(step)s of an exposure or step of a covariate") % {
        "level": stored.ci,
        "step": common_step(stored),
    }
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
        own = [row for row in rows if row["kind"] == _called(kind)]
        if not own:
            continue
        marks = {"type": "point", "style": point, "shape": shape, "size": 80, "opacity": 1}
        layers += [
            layer(own, {"type": "rule", "style": line}, y=y, x=x, x2={"field": "high"}),
            layer(own, marks, y=y, x=quantitative("ratio", title, scale=log),
                  tooltip=tooltip(kind=_("Model"), written=_("Odds ratio"), step=_("Step"),
                                  interval=_("Interval"), fit=_("Fit"))),
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
