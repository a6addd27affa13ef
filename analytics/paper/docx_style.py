"""Runs, cells and rules of the DOCX.

What a cell looks like is said once, by named styles and the borders of its table: a report has
thousands of cells, and an author who changes a style changes them all.
"""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

INK, MUTED = RGBColor(0x16, 0x20, 0x22), RGBColor(0x4C, 0x5A, 0x5D)
# Sizes of type in points.
TEXT, TABLE, SMALL = Pt(10), Pt(7.5), Pt(8)
# The names of the paragraph styles of what stands in tables.
WORDS, NUMBER = "Table Text", "Table Number"  # unseen
HEAD, HEAD_NUMBER = "Table Head", "Table Head Number"  # unseen
FACT = "Fact"  # unseen
# Each with its size, whether it stands to the right, and whether it is bold.
STYLES = (
    (WORDS, TABLE, False, False),
    (NUMBER, TABLE, True, False),
    (HEAD, TABLE, False, True),
    (HEAD_NUMBER, TABLE, True, True),
    (FACT, SMALL, False, False),
)
RULES = {"weak": ("2", "D5DDDD"), "strong": ("6", "4C5A5D")}


def add_styles(file: Any) -> None:
    """Give the file the styles of what stands in tables."""
    for name, size, right, bold in STYLES:
        style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = file.styles["Normal"]
        style.font.size, style.font.bold = size, bold
        tight(style)
        if right:
            style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.RIGHT


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


def cell(cell: Any, words: str, style: str) -> Any:
    """Write into an empty cell and return its paragraph."""
    paragraph = cell.paragraphs[0]
    paragraph._p.style = style.replace(" ", "")
    if words:
        paragraph.add_run(words)
    return paragraph


def tight(styled: Any) -> None:
    """Leave a paragraph, or those of a style, hardly any space."""
    styled.paragraph_format.space_before = styled.paragraph_format.space_after = Pt(1)
    styled.paragraph_format.line_spacing = 1


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
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook")


def keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def rule_rows(table: Any) -> None:
    """Draw a thin line between the rows of a table, a strong one below its head and its end."""
    borders = OxmlElement("w:tblBorders")
    borders.append(_rule("bottom", "strong"))
    borders.append(_rule("insideH", "weak"))
    table._tbl.tblPr.insert_element_before(
        borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook"
    )
    for head in table.rows[0].cells:
        below = OxmlElement("w:tcBorders")
        below.append(_rule("bottom", "strong"))
        head._tc.get_or_add_tcPr().insert_element_before(below, "w:shd", "w:vAlign")


def _rule(place: str, weight: str) -> Any:
    size, colour = RULES[weight]
    rule = OxmlElement(f"w:{place}")
    for name, value in (("val", "single"), ("sz", size), ("space", "0"), ("color", colour)):
        rule.set(qn(f"w:{name}"), value)
    return rule
