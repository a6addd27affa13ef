"""The odds ratios of declared subgroups as a forest plot."""

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
from analytics.results.subgroups import SubgroupVariable
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.results import Interval, NotEstimable
from analytics.tables import formats
from analytics.tables.model_words import chosen
from analytics.tables.terms import term_name
from analytics.topics.subgroups.tables import group_name, interval_of, primary_step

ROW_HEIGHT = 30
# Odds ratios are drawn this far from 1; a longer interval leaves the panel.
FARTHEST = 1000.0
OVERALL, GROUP = "overall", "group"


def forest(stored: StoredRun, link: Link, outcome: str) -> Figure:
    """All patients first, then each subgroup under the name of its variable, on a log axis."""
    name = f"subgroups-{outcome}"
    title = _("Subgroups of %(outcome)s") % {"outcome": stored.endpoint(outcome).label}
    found = stored.subgroups(outcome)
    rows = [row for one in (found.variables if found else ()) for row in _rows(stored, one)]
    if not rows:
        return empty(name, title, _("No odds ratio could be estimated in any subgroup."))
    rows = [*_overall(stored, stored.model(outcome).result), *rows]
    return figure(
        name,
        title,
        _layers(stored, rows),
        description="; ".join(f"{row['label']} {row['written']}" for row in rows),
        height=ROW_HEIGHT * len(rows),
    )


def _overall(stored: StoredRun, result: LogisticResult | NotEstimable) -> list[Spec]:
    """The exposure's odds ratio in the main model; an interaction makes it one of several."""
    if isinstance(result, NotEstimable) or stored.plan.interactions:
        return []
    found = next((one for one in result.coefficients if one.term == stored.primary), None)
    if found is None:
        return []
    ratio, limits = found.odds_ratio, chosen(stored, found)
    if isinstance(ratio, NotEstimable) or isinstance(limits, NotEstimable):
        return []
    counts = {"events": result.n_events, "n": result.sample.n_used}
    return [_row(_("All patients"), ratio, limits, counts, OVERALL)]


def _rows(stored: StoredRun, one: SubgroupVariable) -> list[Spec]:
    if isinstance(one.model, NotEstimable):
        return []
    variable = term_name(stored, one.variable)
    rows = []
    for group in one.model.groups:
        ratio, limits = group.odds_ratio, interval_of(stored, group)
        if isinstance(ratio, NotEstimable) or isinstance(limits, NotEstimable):
            continue
        label = f"{variable}: {group_name(group)}"
        rows.append(_row(label, ratio, limits, {"events": group.events, "n": group.n}, GROUP))
    return rows


def _row(label: str, ratio: float, limits: Interval, counts: dict[str, int], kind: str) -> Spec:
    events = _("%(events)d of %(n)d") % counts
    written = f"{formats.estimate(ratio, limits)} · {events}"
    return {
        "label": label,
        "kind": kind,
        "ratio": ratio,
        "low": limits.low,
        "high": limits.high,
        "written": written,
        "interval": limits.method,
    }


def _layers(stored: StoredRun, rows: list[Spec]) -> list[Spec]:
    title = _("Odds ratio %(step)s (%(level)s); events of patients beside it") % {
        "step": primary_step(stored),
        "level": stored.ci,
    }
    axis = {"labelLimit": 300, "domain": False, "ticks": False}
    y = {**nominal("label", None, axis=axis), "sort": [row["label"] for row in rows]}
    low = max(min([0.8, *(row["low"] for row in rows)]) / 1.2, 1 / FARTHEST)
    high = min(max([1.25, *(row["high"] for row in rows)]) * 1.2, FARTHEST)
    # Room on the right for what each row says in figures.
    log = {"type": "log", "nice": False, "domain": [low, high * (high / low) ** 0.45]}
    axis_of_ratio = {"values": _ticks(low, high), "format": "~g"}
    x = quantitative("low", title, scale=log, axis=axis_of_ratio)
    ratio = quantitative("ratio", title, scale=log, axis=axis_of_ratio)
    hover = tooltip(written=_("Odds ratio"), interval=_("Interval"))
    point: Spec = {"type": "point", "opacity": 1, "clip": True}
    return [
        rule_at("x", 1),
        layer(rows, {"type": "rule", "style": "series-1", "clip": True}, y=y, x=x,
              x2={"field": "high"}),
        layer([row for row in rows if row["kind"] == OVERALL],
              {**point, "style": "point-2", "shape": "diamond", "size": 120}, y=y, x=ratio,
              tooltip=hover),
        layer([row for row in rows if row["kind"] == GROUP],
              {**point, "style": "point-1", "shape": "square", "size": 80}, y=y, x=ratio,
              tooltip=hover),
        layer(rows, {"type": "text", "style": "note", "align": "right", "x": "width"}, y=y,
              text={"field": "written"}),
    ]  # fmt: skip


def _ticks(low: float, high: float) -> list[float]:
    """Powers around 1, of a larger number where the axis is long."""
    for factor in (2.0, 4.0, 10.0):
        found = [factor**power for power in range(-12, 13) if low <= factor**power <= high]
        if len(found) <= 8:
            return found
    return found
