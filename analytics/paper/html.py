"""The report as one HTML file that needs nothing else: style, figures and CSV are inside."""

from __future__ import annotations

import re
from pathlib import Path

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from analytics.paper.csv_files import csv_inside
from analytics.paper.document import Document, FigurePart, TablePart
from analytics.paper.images import drawing
from analytics.results.stored_run import StoredRun

STYLE = Path(__file__).parent / "report.css"
# Where the template leaves room. What people type is escaped there, so no text can be a place.
PLACE = re.compile(r"<!--([\w-]+)-->")
# What would end a string of a style sheet, or the sheet itself.
UNSAFE = re.compile(r"[\x00-\x1f\"'\\<>&]")
# What an SVG names inside itself, and where it refers to a name.
NAMED = re.compile(r'\bid="([^"]+)"')
NAME = re.compile(r'(\bid="|url\(#|href="#)([^")]+)')


def write_html(document: Document, report: StoredRun) -> bytes:
    """Return the report as self-contained HTML in UTF-8."""
    drawn = {part.anchor: drawing(report, part) for part in document.figures()}
    content = render_to_string(
        "analytics/report_file.html",
        {
            "document": document,
            "descriptions": {anchor: one.description for anchor, one in drawn.items()},
            "files": {
                part.anchor: csv_inside(part, report, document.provenance)
                for part in document.parts()
                if isinstance(part, (TablePart, FigurePart))
            },
        },
    )
    inside = {anchor: _renamed(one.svg, anchor) for anchor, one in drawn.items()}
    inside["style"] = _style(document)
    return PLACE.sub(lambda place: inside[place[1]], content).encode()


def _style(document: Document) -> str:
    """The style sheet, with the foot of each page."""
    parts = [document.provenance.line]
    if document.provenance.synthetic:
        parts.append(_("synthetic data"))
    foot = f'"{_in_style(" · ".join(parts))}"'
    return f"<style>\n{STYLE.read_text(encoding='utf-8').replace('FOOT', foot, 1)}</style>"


def _in_style(text: str) -> str:
    """A text as the content of a string in a style sheet: a campaign's title may hold anything."""
    return UNSAFE.sub(lambda found: f"\\{ord(found[0]):x} ", text)


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
