"""Odds ratios of every outcome's model as a forest plot."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.figures.spec import (
    Figure,
    Spec,
    empty,
    figure,
    layer,
    nominal,
    quantitative,
    rule_at,
    tooltip,
)
from analytics.results.models import MultivariableModel
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.tables.terms import coefficient_name, means_something, step


def forest(stored: StoredRun) -> Figure:
    """Odds ratios of every outcome's model with their profile intervals, on a log axis."""
    rows = [row for found in stored.results.models for row in _rows(stored, found)]
    if not rows:
        return empty("forest", _("Odds ratios"), _("No model could be fitted."))
    y = nominal("label", None, axis={"labelLimit": 320, "domain": False, "ticks": False})
    title = _("Odds ratio (%(level)s), per step of the term") % {"level": stored.ci}
    # A fifth more on both sides, so that the whiskers' ends stay inside.
    reach = [min(row["low"] for row in rows) / 1.2, max(row["high"] for row in rows) * 1.2]
    log = {"type": "log", "nice": False, "domain": [min(reach[0], 0.8), max(reach[1], 1.25)]}
    marks = [
        rule_at("x", 1),
        layer(rows, {"type": "rule", "style": "series-1"}, y=y,
              x=quantitative("low", title, scale=log),
              x2={"field": "high"}),
        layer(rows, {"type": "point", "style": "point-1", "filled": True,
               "shape": "square", "size": 90, "opacity": 1}, y=y,
              x=quantitative("ratio", title, scale=log),
              tooltip=tooltip(written=_("Odds ratio"), step=_("Step"), interval=_("Interval"))),
        layer(rows, {"type": "text", "style": "note", "dy": -14}, y=y,
              x=quantitative("ratio", title, scale=log), text={"field": "written"}),
    ]  # fmt: skip
    return figure(
        "forest",
        _("Odds ratios"),
        marks,
        description="; ".join(f"{row['label']} {row['written']}" for row in rows),
        height=64 * len(rows),
    )


def _rows(stored: StoredRun, found: MultivariableModel) -> list[Spec]:
    """A row a coefficient that has an interval; Wald's where the profile has no limit."""
    rows: list[Spec] = []
    drawn = () if isinstance(found.result, NotEstimable) else found.result.coefficients
    for coefficient in filter(means_something, drawn):
        profile, ratio = coefficient.profile, coefficient.odds_ratio
        limits = coefficient.wald if isinstance(profile, NotEstimable) else profile
        if isinstance(limits, NotEstimable) or isinstance(ratio, NotEstimable):
            continue
        rows.append(
            {
                "label": f"{found.label}: {coefficient_name(stored, coefficient)}",
                "outcome": found.label,
                "ratio": ratio,
                "low": limits.low,
                "high": limits.high,
                "written": formats.estimate(ratio, limits),
                "step": step(stored, coefficient.step, coefficient.term),
                "interval": limits.method,
            }
        )
    return rows
