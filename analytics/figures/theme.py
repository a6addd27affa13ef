"""Colours and type of every figure, in a light and a dark form.

A specification names what a mark is ("series-1", "reference"); how that looks is a Vega-Lite
configuration. So the page draws the same specification in both themes, and a download in the light
one. The colours are those of static/css/tokens.css, which a test compares.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

FONT = "Noto Sans, Liberation Sans, Segoe UI, Roboto, sans-serif"
# In files: what the drawing engine brings along and its like on other machines, the report's own
# type in the PDF, and the one for Japanese.
FILE_FONT = (
    "Liberation Sans, Arial, Helvetica, Source Sans Pro, Noto Sans CJK JP, sans-serif"  # unseen
)
# In the drawing's units; nothing of a figure is set smaller.
SMALLEST_TYPE = 11


@dataclass(frozen=True)
class Palette:
    """Eight series that stay apart for colour-blind readers, and the rest of a figure."""

    series: tuple[str, ...]
    ink: str
    muted: str
    grid: str
    ground: str
    # From one end over the middle to the other; ink stays legible on each of them.
    diverging: tuple[str, str, str]


LIGHT = Palette(
    series=(
        "#3065ca", "#d37756", "#2b5f3e", "#783a6e", "#8b7100", "#249cc9", "#707d7d", "#1a1f21",
    ),
    ink="#162022",
    muted="#4c5a5d",
    grid="#d5dddd",
    ground="#ffffff",
    diverging=("#eea88c", "#ffffff", "#9bb8f0"),
)  # fmt: skip
DARK = Palette(
    series=(
        "#608bf5", "#e6832a", "#99d2ab", "#a36faf", "#e9da86", "#5dd5fb", "#848e8c", "#ebf9ff",
    ),
    ink="#e2e9e9",
    muted="#a3b2b5",
    grid="#2b373b",
    ground="#151d20",
    diverging=("#8f4a2c", "#151d20", "#31549e"),
)  # fmt: skip


def config(palette: Palette, font: str = FONT) -> dict[str, Any]:
    """Return the Vega-Lite configuration that draws a figure with a palette."""
    axis = {
        "labelColor": palette.muted,
        "titleColor": palette.ink,
        "gridColor": palette.grid,
        "domainColor": palette.muted,
        "tickColor": palette.muted,
        "labelFontSize": 12,
        "titleFontSize": 12,
        "titleFontWeight": 600,
        "titlePadding": 8,
    }
    return {
        "background": palette.ground,
        "font": font,
        "axis": axis,
        "view": {"stroke": None},
        # Only panels have a title of their own: their letter.
        "title": {"color": palette.ink, "fontSize": 14, "fontWeight": "bold", "anchor": "start"},
        "legend": {
            "labelColor": palette.ink,
            "titleColor": palette.ink,
            "labelFontSize": 12,
            "labelLimit": 360,
            "titleFontSize": 12,
            "orient": "top",
            "title": None,
            "symbolStrokeWidth": 3,
        },
        "range": {
            "category": list(palette.series),
            "diverging": list(palette.diverging),
        },
        "style": _styles(palette),
    }


def _styles(palette: Palette) -> dict[str, Any]:
    """The names that marks go by."""
    styles: dict[str, Any] = {
        "reference": {"color": palette.muted, "strokeDash": [4, 4], "strokeWidth": 1},
        "limit": {"color": palette.muted, "strokeDash": [1, 3], "strokeWidth": 1.5},
        "whisker": {"color": palette.ink, "strokeWidth": 1.5},
        "note": {"color": palette.ink, "fontSize": 12},
        "remark": {"color": palette.muted, "fontSize": SMALLEST_TYPE},
    }
    for number, colour in enumerate(palette.series, 1):
        styles[f"series-{number}"] = {"color": colour, "strokeWidth": 2}
        styles[f"area-{number}"] = {"color": colour, "fillOpacity": 0.75}
        styles[f"point-{number}"] = {"color": colour, "filled": True}
        styles[f"open-{number}"] = {"color": colour, "filled": False, "strokeWidth": 1.5}
        styles[f"ribbon-{number}"] = {"color": colour, "fillOpacity": 0.16, "strokeOpacity": 0}
        styles[f"thin-{number}"] = {"color": colour, "strokeWidth": 1, "opacity": 0.55}
        styles[f"band-{number}"] = {"color": colour, "strokeWidth": 9, "opacity": 0.25}
    return styles
