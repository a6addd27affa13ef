"""The report as PDF: tagged for screen readers (PDF/UA-1), fonts inside, outline and links.

Typst sets it from a template of ours. What people have typed goes there as data and is never read
as markup; the compiler sees no folder but the template's own.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst
from django.utils.translation import gettext as _

from analytics.paper.blocks import Piece
from analytics.paper.document import (
    Checklist,
    Document,
    Facts,
    FigurePart,
    Heading,
    Paragraph,
    Part,
    Provenance,
    References,
    TablePart,
)
from analytics.paper.glyphs import printable
from analytics.paper.images import drawing
from analytics.paper.layout import KEPT_WHOLE, MARGIN, column_widths
from analytics.results.stored_run import StoredRun

TEMPLATES = Path(__file__).parent / "typeset"
STANDARD: Final = "ua-1"
LANGUAGE, REGION = "en", "gb"


def write_pdf(document: Document, report: StoredRun) -> bytes:
    """Return the report as PDF: the same bytes for the same document."""
    said = printable(content(document, report))
    # The moment of writing doesn't go into the file; that of computing is in its foot.
    return typst.compile(
        TEMPLATES / "report.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"document": json.dumps(said)},
        format="pdf",
        pdf_standards=STANDARD,
        timestamp=0,
    )


@cache
def _fonts() -> typst.Fonts:
    """Latin, Greek and signs from one font, Japanese from the other; none of the machine's."""
    folders = [files("font_source_sans_pro") / "files", files("noto_cjk_sans_jp_regular")]
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(folder) for folder in folders],
    )


def content(document: Document, report: StoredRun) -> dict[str, Any]:
    """Return all that the template prints."""
    provenance = document.provenance
    return {
        "title": document.title,
        "subtitle": _(": report of run %(run)d") % {"run": provenance.run},
        "author": provenance.study,
        "line": provenance.line,
        "caution": provenance.caution,
        "synthetic": provenance.synthetic,
        "language": LANGUAGE,
        "region": REGION,
        "margin": MARGIN,
        "words": {"contents": _("Contents"), "synthetic": _("Synthetic data")},
        "chapters": [
            {
                "anchor": chapter.anchor,
                "title": chapter.title,
                "sections": [
                    {
                        "anchor": section.anchor,
                        "title": section.title,
                        "blocks": [
                            {"kind": part.kind, **_block(part, provenance, report)}
                            for part in section.parts
                        ],
                    }
                    for section in chapter.sections
                ],
            }
            for chapter in document.chapters
        ],
    }


def _block(part: Part, provenance: Provenance, report: StoredRun) -> dict[str, Any]:
    match part:
        case TablePart():
            return _table(part, provenance)
        case FigurePart():
            return _figure(part, report)
        case Checklist():
            return _checklist(part)
    return _words(part)


def _words(part: Heading | Paragraph | Facts | References) -> dict[str, Any]:
    match part:
        case Heading():
            return {"text": part.text}
        case Paragraph():
            return {"remark": part.remark, "pieces": _pieces(part.pieces)}
        case Facts():
            return {"rows": [{"term": term, "text": text} for term, text in part.rows]}
        case References():
            return {
                "entries": [
                    {"number": one.number, "text": one.text, "anchor": one.anchor}
                    for one in part.entries
                ]
            }


def _pieces(pieces: tuple[Piece, ...]) -> list[dict[str, str]]:
    return [{"text": piece.text, "anchor": piece.anchor} for piece in pieces]


def _table(part: TablePart, provenance: Provenance) -> dict[str, Any]:
    rows = [[cell.text for cell in row] for row in part.table.shown()]
    empty = [_("No rows."), *[""] * (len(part.table.columns) - 1)]
    return {
        "anchor": part.anchor,
        "caption": f"{part.label}. {part.table.title}",
        "legend": "",
        "heads": [column.label for column in part.table.columns],
        "numeric": [column.numeric for column in part.table.columns],
        "widths": column_widths(part.table),
        "rows": rows or [empty],
        "whole": len(rows) <= KEPT_WHOLE,
        "note": f"{part.table.note} {provenance.source(part)}".strip(),
    }


def _figure(part: FigurePart, report: StoredRun) -> dict[str, Any]:
    drawn = drawing(report, part)
    return {
        "anchor": part.anchor,
        "caption": f"{part.label}. {part.title}.",
        "legend": part.legend,
        "description": drawn.description,
        "svg": drawn.svg,
        "width": drawn.width,
    }


def _checklist(part: Checklist) -> dict[str, Any]:
    return {
        "anchor": part.anchor,
        "caption": f"{part.label}. {part.title}",
        "legend": "",
        "heads": list(part.heads),
        "rows": [
            {
                "number": row.number,
                "topic": row.topic,
                "text": row.text,
                "pieces": _pieces(row.pieces),
            }
            for row in part.rows
        ],
    }
