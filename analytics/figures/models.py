"""Odds ratios as a forest plot, and events by quantile group of the exposure."""

from __future__ import annotations

from analytics.figures.spec import (
    Figure,
    Link,
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
from analytics.tables.models import step, term_name


def forest(report: Report, link: Link) -> Figure:
    """Odds ratios of every outcome's model with their profile intervals, on a log axis."""
    rows = []
    for found in report.results["models"]:
        for coefficient in found["result"].get("coefficients", []):
            limits = coefficient["profile"]
            if formats.reason(limits):
                limits = coefficient["wald"]
            if formats.reason(limits) or formats.reason(coefficient["odds_ratio"]):
                continue
            rows.append(
                {
                    "label": f"{found['label']}: {term_name(report, coefficient['term'])}",
                    "outcome": found["label"],
                    "ratio": coefficient["odds_ratio"],
                    "low": limits["low"],
                    "high": limits["high"],
                    "written": formats.estimate(coefficient["odds_ratio"], limits),
                    "step": step(report, coefficient["step"], coefficient["term"]),
                    "interval": limits["method"],
                }
            )
    if not rows:
        return empty("forest", "Odds ratios", "No model could be fitted.")
    y = nominal("label", None, axis={"labelLimit": 320, "domain": False, "ticks": False})
    title = f"Odds ratio ({report.ci}), per step of the term"
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
              tooltip=tooltip(written="Odds ratio", step="Step", interval="Interval")),
        layer(rows, {"type": "text", "style": "note", "dy": -14}, y=y,
              x=quantitative("ratio", title, scale=log), text={"field": "written"}),
    ]  # fmt: skip
    return figure(
        "forest",
        "Odds ratios",
        marks,
        description="; ".join(f"{row['label']} {row['written']}" for row in rows),
        height=64 * len(rows),
    )


def dose_response(report: Report, link: Link, outcome: str) -> Figure:
    """Share of patients with the outcome in each quantile group of the primary exposure."""
    found = report.dose(outcome)
    name, title = f"dose-response-{outcome}", f"{found['label']} by group"
    rows = [
        {
            "group": f"{row['label']}: {formats.number(row['marker']['minimum'])} to "
            f"{formats.number(row['marker']['maximum'])}",
            "share": 100 * row["events"]["value"],
            "low": 100 * row["events"]["wilson"]["low"],
            "high": 100 * row["events"]["wilson"]["high"],
            "count": f"{row['events']['successes']} of {row['events']['n']}",
        }
        for row in found["result"].get("rows", [])
        if not formats.reason(row["events"]["value"])
    ]
    if not rows:
        return empty(name, title, "No patient has both a concentration and the outcome.")
    x = nominal("group", report.analyte(found["exposure"]), axis={"labelAngle": 0})
    hundred = {"domain": [0, 100]}
    share = quantitative("share", "Patients with the outcome, %", scale=hundred)
    return figure(
        name,
        title,
        [
            layer(rows, {"type": "bar", "style": "area-2", "width": {"band": 0.6}}, x=x, y=share,
                  tooltip=tooltip(group="Group", count="Events")),
            layer(rows, {"type": "rule", "style": "whisker"}, x=x,
                  y=quantitative("low", share["title"], scale=hundred), y2={"field": "high"}),
            layer(rows, {"type": "text", "style": "note", "dy": -6, "dx": 28}, x=x, y=share,
                  text={"field": "count"}),
        ],
        description="; ".join(f"{row['group']}: {row['count']}" for row in rows),
        height=300,
    )  # fmt: skip
