"""A figure as a file: the page's specification, drawn on a server without a browser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

from analytics.figures.spec import Figure, Spec
from analytics.figures.widths import POINTS_PER_MM, Arrangement, arrangements, drawn_width

CONTENT_TYPES = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
DOTS_PER_INCH = 300
SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)" viewBox="([^"]+)">')

ON_PAPER = re.compile(r'width="[\d.]+mm" height="[\d.]+mm"')


@dataclass(frozen=True)
class Drawing:
    """A figure as SVG with its size on paper in millimetres and the words that stand for it."""

    svg: str
    width: float
    height: float
    description: str


def draw(figure: Figure, width: int) -> Drawing:
    """Draw a figure ``width`` millimetres wide, on white.

    Of the ways to arrange it the first is taken whose type is large enough at that width. Never
    called in a page's hot path: starting the drawing engine takes most of a second.
    """
    engine = _engine()
    wanted = drawn_width(width)
    ways = arrangements(figure, wanted.aimed)
    spec: Spec | None = next(ways)
    while spec is not None:
        svg = str(engine.vegalite_to_svg(spec))
        units_wide, units_high = _size(svg)
        spec = None if units_wide <= wanted.widest else _next(ways, units_wide)
    high = width * units_high / units_wide
    words = str(figure.spec["description"])
    return Drawing(_on_paper(svg, figure.title, words, width, high), width, high, words)


def as_file(drawing: Drawing, kind: str) -> bytes:
    """Return a drawing as SVG, PDF or PNG (``kind``); the PDF and the PNG carry their type."""
    if kind == "svg":
        return drawing.svg.encode()
    # The engine takes a length without a unit as points.
    wide, high = (side * POINTS_PER_MM for side in (drawing.width, drawing.height))
    svg = ON_PAPER.sub(f'width="{wide:.2f}" height="{high:.2f}"', drawing.svg, count=1)  # unseen
    if kind == "pdf":
        return bytes(_engine().svg_to_pdf(svg))
    return bytes(_engine().svg_to_png(svg, ppi=DOTS_PER_INCH))


def _next(ways: Arrangement, came_out: float) -> Spec | None:
    """Return the next way to draw a figure, or nothing after the last."""
    try:
        return ways.send(came_out)
    except StopIteration:
        return None


@cache
def _engine() -> Any:
    """Load the engine once, with a font for what the engine's own don't have."""
    import vl_convert

    vl_convert.register_font_directory(str(files("noto_cjk_sans_jp_regular")))
    return vl_convert


def _size(svg: str) -> tuple[float, float]:
    wide, high = re.findall(SIZE, svg)[0][:2]
    return float(wide), float(high)


def _on_paper(svg: str, title: str, words: str, width: float, height: float) -> str:
    """Give the drawing its size in millimetres, a title and a description."""
    size = f'width="{width:g}mm" height="{height:.2f}mm"'  # unseen
    named = f"<title>{escape(title)}</title><desc>{escape(words)}</desc>"
    return SIZE.sub(lambda found: f'{size} viewBox="{found[3]}">{named}', svg, count=1)  # unseen
