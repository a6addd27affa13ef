"""Forest plot of the sensitivity analyses: the area and the odds ratio of the primary exposure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.utils.translation import gettext as _

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
from analytics.results.sensitivity import OutcomeRow
from analytics.results.stored_run import StoredRun
from analytics.stats.results import Interval, NotEstimable
from analytics.tables import formats
from analytics.tables.exposures import main_step
from analytics.topics.sensitivity import words
from analytics.topics.sensitivity.tables import exposure_name, outcome_remark, title

PANEL_WIDTH, ROW_HEIGHT = 210, 24
# Odds ratios are drawn this far from 1; a longer interval leaves the panel.
FARTHEST = 1000.0


Drawn = Literal["auc", "exposure"]


@dataclass(frozen=True)
class Line:
    """One row of the plot with its label and its remark."""

    label: str
    remark: str
    row: OutcomeRow


def forest(stored: StoredRun, link: Link, outcome: str) -> Figure:
    """One row for each alternative, under the name of the decision that it changes."""
    name, endpoint = f"sensitivity-{outcome}", stored.endpoint(outcome)
    lines = [
        Line(
            words.label(row.decision, endpoint),
            outcome_remark(stored, outcome, row) or formats.DASH,
            row,
        )
        for row in stored.sensitivity(outcome).rows
        if not row.same
    ]
    main = lines[0].row
    why = formats.reason(main.curve.auc.value)
    if why and formats.reason(main.model.exposure.value):
        return empty(name, title(stored, outcome), why)
    places, headings = _places(lines)
    exposure = exposure_name(stored)
    area = _("AUC (%(level)s interval)") % {"level": f"{100 * stored.plan.level:g} %"}
    ratio = _("Odds ratio %(step)s of %(exposure)s") % {
        "step": main_step(stored),
        "exposure": exposure,
    }
    panels = [
        _panel(lines, (places, headings), "auc", area, null=0.5, labels=True,
               scale={"domain": [_lowest_area(lines), 1], "nice": False, "zero": False}),
        _panel(lines, (places, headings), "exposure", ratio, null=1, labels=False,
               scale={"type": "log", "domain": _domain(lines), "nice": False}),
    ]  # fmt: skip
    return side_by_side(
        name, title(stored, outcome), panels, description=_description(lines), spacing=125
    )


def _places(lines: Sequence[Line]) -> tuple[list[str], list[str]]:
    """The labels from top to bottom, each group under its name, and those names."""
    places: list[str] = []
    headings: list[str] = []
    for line in lines:
        heading = words.group(line.row.kind)
        if line.row.kind != "main" and heading not in headings:
            places.append(heading)
            headings.append(heading)
        places.append(line.label)
    return places, headings


def _panel(
    lines: Sequence[Line],
    places: tuple[list[str], list[str]],
    figure: Drawn,
    title: str,
    *,
    null: float,
    labels: bool,
    scale: Spec,
) -> Spec:
    domain, headings = places
    is_heading = f"indexof({headings!r}, datum.value) >= 0"  # unseen
    bold = {"condition": {"test": is_heading, "value": "bold"}, "value": "normal"}
    y = nominal(
        "label",
        None,
        scale={"domain": domain},
        axis={"labels": labels, "labelLimit": 330, "labelFontWeight": bold, "domain": False,
              "ticks": False, "grid": False},
    )  # fmt: skip
    known, unknown = _split(lines, figure)
    ticks = {"tickCount": 5, "labelOverlap": "greedy"}
    x = quantitative("value", title, scale=scale, axis=ticks)
    hover = tooltip(label=_("Analysis"), written=title, remark=_("Remark"))
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
              {"type": "text", "style": "note", "align": "left", "fontSize": 11, "x": "width",
               "dx": 8}, y=y, text={"field": "written"}),
    ]  # fmt: skip
    return {"width": PANEL_WIDTH, "height": {"step": ROW_HEIGHT}, "layer": layers}


def _split(lines: Sequence[Line], figure: Drawn) -> tuple[list[Spec], list[Spec]]:
    """Rows to draw, and rows whose figure can't be estimated."""
    known, unknown = [], []
    for line in lines:
        row = line.row
        found = row.curve.auc if figure == "auc" else row.model.exposure
        drawn: dict[str, Any] = {"label": line.label, "remark": line.remark}
        if isinstance(found.value, NotEstimable):
            unknown.append({**drawn, "written": formats.NOT_ESTIMABLE})
            continue
        places = 2 if figure == "auc" else None
        drawn |= {
            "value": found.value,
            "written": formats.estimate(found.value, found.interval, places),
            "main": row.kind == "main",
            "changed": figure in row.changed,
        }
        if isinstance(found.interval, Interval):
            drawn |= {"low": found.interval.low, "high": found.interval.high}
        known.append(drawn)
    return known, unknown


def _limits(lines: Sequence[Line], figure: Drawn) -> list[float]:
    known, _unknown = _split(lines, figure)
    return [row[key] for row in known for key in ("value", "low", "high") if key in row]


def _lowest_area(lines: Sequence[Line]) -> float:
    return max(0.0, min([0.45, *_limits(lines, "auc")]) - 0.03)


def _domain(lines: Sequence[Line]) -> list[float]:
    """A tenth more on both sides, no farther than the panel can show."""
    limits = _limits(lines, "exposure")
    low, high = min([0.8, *limits]) / 1.1, max([1.25, *limits]) * 1.1
    return [max(low, 1 / FARTHEST), min(high, FARTHEST)]


def _description(lines: Sequence[Line]) -> str:
    areas = {row["label"]: row["written"] for part in _split(lines, "auc") for row in part}
    ratios = {row["label"]: row["written"] for part in _split(lines, "exposure") for row in part}
    return "; ".join(
        _("%(analysis)s: AUC %(area)s, odds ratio %(ratio)s")
        % {"analysis": label, "area": area, "ratio": ratios[label]}
        for label, area in areas.items()
    )
