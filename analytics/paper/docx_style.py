"""Runs, cells and rules of the DOCX."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

INK, MUTED = RGBColor(0x16, 0x20, 0x22), RGBColor(0x4C, 0x5A, 0x5D)
# Sizes of type in points.
TEXT, TABLE, SMALL = Pt(10), Pt(7.5), Pt(8)


def text_line(
    file: Any, words: str, *, size: Pt, colour: RGBColor, bold: bool | None = None
) -> None:
    run(file.add_paragraph(), words, size=size, colour=colour, bold=bold)


def run(
    paragraph: Any,
    words: str,
    *,
    size: Pt | None = None,
    colour: RGBColor | None = None,
    bold: bool | None = None,
) -> None:
    made = paragraph.add_run(words)
    made.bold = bold
    if size is not None:
        made.font.size = size
    if colour is not None:
        made.font.color.rgb = colour


def cell(cell: Any, words: str, *, right: bool, bold: bool | None = None) -> None:
    paragraph = cell.paragraphs[0]
    tight(paragraph)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    run(paragraph, words, size=TABLE, bold=bold)


def tight(paragraph: Any) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.line_spacing = 1


def set_widths(table: Any, widths: list[float]) -> None:
    """Fix the columns, for programs that read the grid and for those that read the cells."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "60")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.append(margins)


def keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def rule_below(cell: Any, *, strong: bool) -> None:
    borders, rule = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    rule.set(qn("w:val"), "single")
    rule.set(qn("w:sz"), "6" if strong else "2")
    rule.set(qn("w:color"), "4C5A5D" if strong else "D5DDDD")
    borders.append(rule)
    cell._tc.get_or_add_tcPr().append(borders)
