"""The report as DOCX: real headings, header rows that repeat, alternative texts, internal links."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC
from typing import Any

import docx
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from analytics.paper.document import Document, Facts, FigurePart, Paragraph, Part, TablePart
from analytics.paper.images import image
from analytics.paper.layout import (
    KEPT_WHOLE,
    MARGIN,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    TEXT_WIDTH,
    column_widths,
    figure_size,
)
from analytics.report import Report

FONT, LANGUAGE = "Liberation Sans", "en-GB"
INK, MUTED = RGBColor(0x16, 0x20, 0x22), RGBColor(0x4C, 0x5A, 0x5D)
# Sizes of type in points.
TEXT, TABLE, SMALL = Pt(10), Pt(7.5), Pt(8)
TERM_WIDTH = 42.0
# Nothing of the moment of writing is in the file: one run, one file.
FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def write_docx(document: Document, report: Report) -> bytes:
    """Return the report as DOCX."""
    file = docx.Document()
    _properties(file, document, report)
    _styles(file)
    _page(file, document)
    file.add_heading(document.title, level=0)
    _text(file, document.provenance.line, size=SMALL, colour=MUTED)
    marks = _Bookmarks()
    for section in document.sections:
        marks.around(file.add_heading(section.title, level=1), section.anchor)
        for part in section.parts:
            _part(file, part, document, report, marks)
    sink = io.BytesIO()
    file.save(sink)
    return _with_fixed_dates(sink.getvalue())


class _Bookmarks:
    """Gives places names that links lead to."""

    def __init__(self) -> None:
        self.count = 0

    def around(self, paragraph: Any, name: str) -> None:
        self.count += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self.count))
        start.set(qn("w:name"), name)
        paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
        paragraph._p.append(end)


def _properties(file: Any, document: Document, report: Report) -> None:
    computed = report.run.computed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = file.core_properties
    properties.title = f"{document.title}: report of run {document.provenance.run}"
    properties.subject = document.provenance.line
    properties.author = properties.last_modified_by = document.provenance.study
    properties.keywords = "synthetic data" if document.provenance.synthetic else ""
    properties.comments = ""
    properties.language = LANGUAGE
    properties.created = properties.modified = computed
    properties.revision = 1


def _styles(file: Any) -> None:
    """One type for everything, headings in the ink of the text."""
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Caption"):
        style = file.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if "heme" in attribute:
                del fonts.attrib[attribute]
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            fonts.set(qn(script), FONT)
        style.font.color.rgb = INK
    file.styles["Normal"].font.size = TEXT
    file.styles["Footer"].font.size = Pt(7)
    file.styles["Footer"].font.color.rgb = MUTED
    file.styles["Title"].font.size = Pt(20)
    for name, size in (("Heading 1", 15), ("Heading 2", 12), ("Caption", 9)):
        file.styles[name].font.size = Pt(size)
        file.styles[name].paragraph_format.keep_with_next = True
    file.styles["Heading 1"].paragraph_format.space_before = Pt(20)
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE)


def _page(file: Any, document: Document) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    if document.provenance.synthetic:
        head = page.header.paragraphs[0]
        _run(head, "Synthetic data", size=SMALL, colour=MUTED, bold=True)
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot = page.footer.paragraphs[0]
    _run(foot, f"{document.provenance.line} · page ", size=Pt(7), colour=MUTED)
    _field(foot, "PAGE")
    _run(foot, " of ", size=Pt(7), colour=MUTED)
    _field(foot, "NUMPAGES")


def _part(file: Any, part: Part, document: Document, report: Report, marks: _Bookmarks) -> None:
    if isinstance(part, TablePart):
        _table(file, part, document, marks)
    elif isinstance(part, FigurePart):
        _figure(file, part, document, report, marks)
    elif isinstance(part, Facts):
        _facts(file, part)
    elif isinstance(part, Paragraph):
        _paragraph(file, part)
    else:
        file.add_heading(part.text, level=2)


def _paragraph(file: Any, part: Paragraph) -> None:
    paragraph = file.add_paragraph()
    _run(paragraph, part.text, colour=MUTED if part.remark else INK)
    for position, reference in enumerate(part.references):
        _run(paragraph, ", " if position else " (")
        _link(paragraph, reference.label, reference.anchor)
    if part.references:
        _run(paragraph, ")")


def _facts(file: Any, part: Facts) -> None:
    table = file.add_table(rows=0, cols=2)
    _set_widths(table, [TERM_WIDTH, TEXT_WIDTH - TERM_WIDTH])
    for term, text in part.rows:
        row = table.add_row()
        _keep_whole(row)
        for cell, words, width in zip(
            row.cells, (term, text), (TERM_WIDTH, TEXT_WIDTH - TERM_WIDTH), strict=True
        ):
            cell.width = Mm(width)
            _tight(cell.paragraphs[0])
            _run(cell.paragraphs[0], words, size=SMALL, colour=MUTED if words is term else INK)
    _tight(file.add_paragraph())


def _table(file: Any, part: TablePart, document: Document, marks: _Bookmarks) -> None:
    caption = file.add_paragraph(f"{part.label}. {part.table.title}", style="Caption")
    caption.paragraph_format.space_before = Pt(12)
    marks.around(caption, part.anchor)
    widths = column_widths(part.table)
    table = file.add_table(rows=1, cols=len(widths))
    _set_widths(table, widths)
    for cell, column in zip(table.rows[0].cells, part.table.columns, strict=True):
        cell.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
        _cell(cell, column.label, right=column.numeric, bold=True)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for shown in part.table.shown():
        row = table.add_row()
        for cell, value in zip(row.cells, shown, strict=True):
            _cell(cell, value.text, right=value.numeric)
    whole = len(part.table.rows) <= KEPT_WHOLE
    together = len(table.rows) if whole else 2
    for position, row in enumerate(table.rows):
        _keep_whole(row)
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            _rule_below(cell, strong=position in {0, len(table.rows) - 1})
            if position < together:
                cell.paragraphs[0].paragraph_format.keep_with_next = True
    if not part.table.rows:
        _text(file, "No rows.", size=TABLE, colour=MUTED)
    note = f"{part.table.note} {document.provenance.source(part)}".strip()
    _text(file, note, size=Pt(7), colour=MUTED)


def _figure(
    file: Any, part: FigurePart, document: Document, report: Report, marks: _Bookmarks
) -> None:
    png, description = image(report, part, "png")
    width, height = figure_size(png)
    paragraph = file.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    picture = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width), height=Mm(height))
    described = picture._inline.docPr
    described.set("descr", description)
    described.set("title", part.title)
    caption = file.add_paragraph(style="Caption")
    caption.paragraph_format.keep_with_next = False
    _run(caption, f"{part.label}. {part.title}. ")
    _run(caption, f"{part.caption} {document.provenance.source(part)}", bold=False)
    marks.around(caption, part.anchor)


def _text(file: Any, words: str, *, size: Pt, colour: RGBColor) -> None:
    _run(file.add_paragraph(), words, size=size, colour=colour)


def _run(
    paragraph: Any,
    words: str,
    *,
    size: Pt | None = None,
    colour: RGBColor | None = None,
    bold: bool | None = None,
) -> None:
    run = paragraph.add_run(words)
    run.bold = bold
    if size is not None:
        run.font.size = size
    if colour is not None:
        run.font.color.rgb = colour


def _cell(cell: Any, words: str, *, right: bool, bold: bool | None = None) -> None:
    paragraph = cell.paragraphs[0]
    _tight(paragraph)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(paragraph, words, size=TABLE, bold=bold)


def _tight(paragraph: Any) -> None:
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(1)
    paragraph.paragraph_format.line_spacing = 1


def _set_widths(table: Any, widths: list[float]) -> None:
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


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _rule_below(cell: Any, *, strong: bool) -> None:
    borders, rule = OxmlElement("w:tcBorders"), OxmlElement("w:bottom")
    rule.set(qn("w:val"), "single")
    rule.set(qn("w:sz"), "6" if strong else "2")
    rule.set(qn("w:color"), "4C5A5D" if strong else "D5DDDD")
    borders.append(rule)
    cell._tc.get_or_add_tcPr().append(borders)


def _link(paragraph: Any, words: str, anchor: str) -> None:
    """Put a link to a place of the same file."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), anchor)
    run = paragraph.add_run(words)
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)


def _field(paragraph: Any, code: str) -> None:
    """Put a number that the reading program works out: the page, or how many there are."""
    run = paragraph.add_run()
    run.font.size, run.font.color.rgb = Pt(7), MUTED
    for kind, text in (("begin", ""), ("", code), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run._r.append(element)


def _with_fixed_dates(content: bytes) -> bytes:
    """Write the archive again without the time at which it was written."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            member = zipfile.ZipInfo(name, FIXED_DATE)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return sink.getvalue()
