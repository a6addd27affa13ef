"""The figures of the analysis pages: one Vega-Lite specification for page and download."""

from __future__ import annotations

from analytics.figures.registry import FIGURES, build_figure
from analytics.figures.spec import Figure

__all__ = ["FIGURES", "Figure", "build_figure"]
