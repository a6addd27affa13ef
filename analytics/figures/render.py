"""A figure as a file: the page's specification, drawn on a server without a browser."""

from __future__ import annotations

from typing import Any

from analytics.figures.spec import Figure
from analytics.figures.theme import LIGHT, config

CONTENT_TYPES = {"svg": "image/svg+xml", "pdf": "application/pdf", "png": "image/png"}
# 300 dots an inch for a figure as wide as two columns of a journal.
PNG_SCALE = 3


def render(figure: Figure, kind: str) -> bytes:
    """Return the figure as SVG, PDF or PNG (``kind``), on white and with a font that is embedded.

    Never called in a test's or a page's hot path: starting the drawing engine takes a second.
    """
    import vl_convert

    chart: dict[str, Any] = {**figure.spec, "config": config(LIGHT)}
    if kind == "svg":
        return vl_convert.vegalite_to_svg(chart).encode()
    if kind == "pdf":
        return bytes(vl_convert.vegalite_to_pdf(chart))
    return bytes(vl_convert.vegalite_to_png(chart, scale=PNG_SCALE))
