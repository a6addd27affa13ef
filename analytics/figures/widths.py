"""How a figure is arranged for a column of a journal, so that its type stays legible there."""

from __future__ import annotations

from collections.abc import Generator
from copy import deepcopy
from textwrap import wrap
from typing import NamedTuple

from analytics.figures.spec import Figure, Spec, encodings, on_its_own
from analytics.figures.theme import FILE_FONT, LIGHT, SMALLEST_TYPE, config

# One column, one and a half, two: millimetres.
WIDTHS = (85, 114, 174)
POINTS_PER_MM = 72 / 25.4
SMALLEST_POINTS = 7.0
# What is aimed at leaves room for labels that come out wider than they were measured.
AIM = 0.92
# Axis, labels and padding beside the plotted area of a figure that keeps its proportions.
BESIDE = 70
NARROWEST_PANEL = 70
# A figure that is drawn wider than others on the page.
SCREEN_WIDTH = 560
# Below this width a figure is narrowed at once; stacked panels stand this far apart.
ONE_COLUMN = 400
BETWEEN_PANELS = 16
# Labels of rows are broken where the column is narrow, and rows then need this height.
BROKEN_ROW = 30
# How wide a character of an axis' title is, and where labels of rows are broken.
CHARACTER = 6.2
BROKEN = {
    channel: f"split(replace(datum.label, regexp('({most}) ', 'g'), '$1\\\\n'), '\\\\n')"  # unseen
    for channel, most in (("x", ".{3,11}"), ("y", ".{9,24}"))
}


Arrangement = Generator[Spec, float, None]


class Wanted(NamedTuple):
    """Widths in the drawing's units: what is aimed at, and the widest with legible type."""

    aimed: float
    widest: float


def drawn_width(width: int) -> Wanted:
    """Return how many units wide a drawing is that stands ``width`` millimetres wide on paper."""
    widest = width * POINTS_PER_MM * SMALLEST_TYPE / SMALLEST_POINTS
    return Wanted(AIM * widest, widest)


def arrangements(figure: Figure, units: float) -> Arrangement:
    """Yield ways to draw a figure about ``units`` wide, from the page's to the narrowest.

    Send back how wide each came out; the next one leaves as much room beside its plotted area as
    that took.
    """
    for narrow in (True,) if units < ONE_COLUMN else (False, True):
        spec = {**deepcopy(figure.spec), "config": config(LIGHT, FILE_FONT)}
        spec = _narrowed(spec, units) if narrow else spec
        beside = float(BESIDE)
        for _ in range(3):
            came_out = yield _sized(spec, figure, units, beside)
            beside += came_out - units
            if units - beside < NARROWEST_PANEL * len(spec.get("hconcat", "1")):
                break


def _sized(spec: Spec, figure: Figure, units: float, beside: float) -> Spec:
    """Set the width of the plotted area, or of each panel."""
    panels = spec.get("hconcat")
    if panels:
        between = spec["spacing"] * len(panels) + beside
        side = max((units - between) / len(panels), NARROWEST_PANEL)
        return {**spec, "hconcat": [_wide(panel, side) for panel in panels]}
    if "vconcat" in spec:
        side = max(units - beside, NARROWEST_PANEL)
        return {**spec, "vconcat": [_wide(panel, side) for panel in spec["vconcat"]]}
    side = max(units - beside, NARROWEST_PANEL)
    return {**spec, "width": side} if figure.fluid else _wide(spec, side)


def _wide(spec: Spec, side: float) -> Spec:
    """Return a plotted area ``side`` units wide; one of fixed proportions keeps them."""
    height = spec["height"]
    if isinstance(height, dict):
        return {**spec, "width": side}
    return {**spec, "width": side, "height": side * height / spec["width"]}


def _narrowed(spec: Spec, units: float) -> Spec:
    """Break what stands beside and under the plotted area into lines, and stack panels."""
    spec["config"]["legend"] |= {"columns": 1, "labelLimit": 0.9 * units}
    for channel, encoding in encodings(spec):
        if channel in {"x", "y"}:
            _break_lines(channel, encoding, units)
        elif (encoding.get("legend") or {}).get("orient") == "right":
            encoding["legend"] |= {"orient": "bottom", "columns": 2}
    panels = spec.pop("hconcat", None)
    if panels is None:
        return spec
    return {**spec, "spacing": BETWEEN_PANELS, "vconcat": [_stacked(panel) for panel in panels]}


def _break_lines(channel: str, encoding: Spec, units: float) -> None:
    title = encoding.get("title")
    if isinstance(title, str):
        encoding["title"] = wrap(title, int(0.6 * units / CHARACTER))
    if encoding.get("type") == "nominal":
        broken = {"labelLineHeight": 12, "labelExpr": BROKEN[channel]}
        encoding["axis"] = broken | (encoding.get("axis") or {})


def _stacked(panel: Spec) -> Spec:
    """Return a panel with rows high enough for labels of two lines."""
    height = panel["height"]
    higher = {"step": max(height["step"], BROKEN_ROW)} if isinstance(height, dict) else height
    return {**on_its_own(panel), "height": higher}


def paper_width(figure: Figure) -> int:
    """Return the width at which a figure stands in a report: wide ones take the whole page's."""
    wide = "hconcat" in figure.spec or figure.spec["width"] > SCREEN_WIDTH
    return WIDTHS[2] if wide else WIDTHS[1]
