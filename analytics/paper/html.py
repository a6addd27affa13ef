"""The report as one HTML file that needs nothing else: style and figures are inside."""

from __future__ import annotations

import re

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from analytics.paper.document import Document, FigurePart
from analytics.paper.images import image
from analytics.report import Report

# What an SVG names inside itself, and where it refers to a name.
NAMED = re.compile(r'\bid="([^"]+)"')
NAME = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')


def write_html(document: Document, report: Report) -> bytes:
    """Return the report as self-contained HTML in UTF-8."""
    drawn = {part.anchor: _inline(report, part) for part in document.figures()}
    content = render_to_string("analytics/report_file.html", {"document": document, "drawn": drawn})
    return content.encode()


def _inline(report: Report, part: FigurePart) -> dict[str, SafeString | str]:
    """The figure's SVG with names of its own, and its description."""
    content, description = image(report, part, "svg")
    svg = _renamed(content.decode(), part.anchor)
    # Drawn by the project's own figures from numbers; every text in it is escaped by the renderer.
    return {"svg": mark_safe(svg), "description": description}  # noqa: S308


def _renamed(svg: str, prefix: str) -> str:
    """Number an SVG's names by their order.

    Two figures of one page must not share a name, and the engine goes on counting from the last
    figure that it drew, whichever that was.
    """
    names = {
        name: f"{prefix}-{number}"
        for number, name in enumerate(dict.fromkeys(NAMED.findall(svg)), 1)
    }
    return NAME.sub(lambda found: found[1] + names.get(found[2], found[2]), svg)
