"""Forest plot of the sensitivity analyses: the area and the odds ratio of the primary exposure."""

from __future__ import annotations

from typing import Any

from analytics.figures.spec import (
    Figure,
    Link,
    Spec,
    empty,
    layer,
    nominal,
    quantitative,
    rule_at,
    side_by_side,
    tooltip,
)
from analytics.report import Report
from analytics.tables import formats
from analytics.tables.sensitivity import GROUPS, OLDER_RUN, remark, terms

PANEL_WIDTH, ROW_HEIGHT = 210, 24
# Odds ratios are drawn this far from 1; a longer interval leaves the panel.
FARTHEST = 1000.0


def sensitivity(report: Report, link: Link, outcome: str) -> Figure:
    """One row for each alternative, under the name of the decision that it changes."""
    name = f"sensitivity-{outcome}"
    title = f"Sensitivity of {report.endpoint(outcome)['label']}"
    found = report.sensitivity("outcomes", "endpoint", outcome)
    if found is None:
        return empty(name, title, OLDER_RUN)
    rows = [row for row in found["rows"] if not row["same"]]
    why = formats.reason(rows[0]["auc"]["value"])
    if why and formats.reason(rows[0]["exposure"]["value"]):
        return empty(name, title, why)
    places = _places(rows)
    exposure, _ = terms(report, found)
    odds = _domain(rows)
    percent = f"{100 * report.plan['level']:g} %"
    panels = [
        _panel(rows, places, "auc", f"AUC ({percent} interval)", null=0.5, labels=True,
               scale={"domain": [_lowest_area(rows), 1], "nice": False, "zero": False}),
        _panel(rows, places, "exposure", f"Odds ratio per doubling of {exposure}", null=1,
               labels=False, scale={"type": "log", "domain": odds, "nice": False}),
    ]  # fmt: skip
    return side_by_side(name, title, panels, description=_description(rows), spacing=125)


def _places(rows: list[Spec]) -> list[str]:
    """The labels from top to bottom, each group of several kinds under its name."""
    places: list[str] = []
    for row in rows:
        heading = GROUPS[row["group"]]
        if row["group"] != "main" and heading not in places:
            places.append(heading)
        places.append(row["label"])
    return places


def _panel(
    rows: list[Spec],
    places: list[str],
    figure: str,
    title: str,
    *,
    null: float,
    labels: bool,
    scale: Spec,
) -> Spec:
    headings = [place for place in places if place in GROUPS.values()]
    bold = {"condition": {"test": f"indexof({headings!r}, datum.value) >= 0", "value": "bold"},
            "value": "normal"}  # fmt: skip
    y = nominal(
        "label",
        None,
        scale={"domain": places},
        axis={"labels": labels, "labelLimit": 330, "labelFontWeight": bold, "domain": False,
              "ticks": False, "grid": False},
    )  # fmt: skip
    known, unknown = _split(rows, figure)
    ticks = {"tickCount": 5, "labelOverlap": "greedy"}
    x = quantitative("value", title, scale=scale, axis=ticks)
    hover = tooltip(label="Analysis", written=title, remark="Remark")
    # Only odds ratios can leave their panel; a point at an area of 1 would be cut in half.
    clip = figure == "exposure"
    whisker: Spec = {"type": "rule", "clip": clip, "strokeWidth": 1.5}
    point: Spec = {"type": "point", "shape": "square", "size": 75, "opacity": 1, "clip": clip}
    layers = [rule_at("x", null, style="limit")]
    if known and known[0]["main"]:
        layers.append(rule_at("x", known[0]["value"]))
    layers += [
        layer([row for row in known if "low" in row], {**whisker, "style": "whisker"}, y=y,
              x=quantitative("low", title, scale=scale, axis=ticks), x2={"field": "high"}),
        layer([row for row in known if row["main"]],
              {**point, "style": "point-2", "shape": "diamond", "size": 150}, y=y, x=x,
              tooltip=hover),
        layer([row for row in known if not row["main"] and not row["changed"]],
              {**point, "style": "point-1"}, y=y, x=x, tooltip=hover),
        layer([row for row in known if row["changed"]],
              {**point, "style": "open-2", "shape": "circle", "size": 90, "strokeWidth": 2.5}, y=y,
              x=x, tooltip=hover),
        layer([*known, *unknown],
              {"type": "text", "style": "note", "align": "left", "fontSize": 11}, y=y,
              x={"value": PANEL_WIDTH + 8}, text={"field": "written"}),
    ]  # fmt: skip
    return {"width": PANEL_WIDTH, "height": {"step": ROW_HEIGHT}, "layer": layers}


def _split(rows: list[Spec], figure: str) -> tuple[list[Spec], list[Spec]]:
    """Rows to draw, and rows whose figure can't be estimated."""
    known, unknown = [], []
    for row in rows:
        found = row[figure]
        drawn: dict[str, Any] = {"label": row["label"], "remark": remark(row) or formats.DASH}
        if formats.reason(found["value"]):
            unknown.append({**drawn, "written": formats.NOT_ESTIMABLE})
            continue
        places = 2 if figure == "auc" else None
        drawn |= {
            "value": found["value"],
            "written": formats.estimate(found["value"], found["interval"], places),
            "main": row["group"] == "main",
            "changed": figure in row["changed"],
        }
        if "low" in found["interval"]:
            drawn |= {"low": found["interval"]["low"], "high": found["interval"]["high"]}
        known.append(drawn)
    return known, unknown


def _limits(rows: list[Spec], figure: str) -> list[float]:
    known, _ = _split(rows, figure)
    return [row[key] for row in known for key in ("value", "low", "high") if key in row]


def _lowest_area(rows: list[Spec]) -> float:
    return max(0.0, min([0.45, *_limits(rows, "auc")]) - 0.03)


def _domain(rows: list[Spec]) -> list[float]:
    """A tenth more on both sides, no farther than the panel can show."""
    limits = _limits(rows, "exposure")
    low, high = min([0.8, *limits]) / 1.1, max([1.25, *limits]) * 1.1
    return [max(low, 1 / FARTHEST), min(high, FARTHEST)]


def _description(rows: list[Spec]) -> str:
    areas = {row["label"]: row["written"] for part in _split(rows, "auc") for row in part}
    ratios = {row["label"]: row["written"] for part in _split(rows, "exposure") for row in part}
    return "; ".join(
        f"{label}: AUC {area}, odds ratio {ratios[label]}" for label, area in areas.items()
    )
