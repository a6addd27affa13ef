"""The report as PDF: fonts inside, outline, links, page numbers, header rows that repeat."""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files
from typing import Any
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    Image,
    KeepTogether,
    PageTemplate,
    Spacer,
    Table,
    TableStyle,
)
from reportlab.platypus import Paragraph as Words

from analytics.paper.document import Document, Facts, FigurePart, Paragraph, Part, TablePart
from analytics.paper.images import image
from analytics.paper.layout import (
    KEPT_WHOLE,
    MARGIN,
    PAGE_WIDTH,
    TEXT_WIDTH,
    column_widths,
    figure_size,
)
from analytics.report import Report

# Images as they are: their text form takes longer to make and a quarter more room.
rl_config.useA85 = 0
FONTS = files("font_source_sans_pro") / "files"
REGULAR, BOLD = "SourceSansPro-Regular", "SourceSansPro-Bold"
INK, MUTED, LINE = (
    colors.HexColor("#162022"),
    colors.HexColor("#4c5a5d"),
    colors.HexColor("#d5dddd"),
)
ACCENT = "#0c6270"
TERM_WIDTH = 42.0
# A longer table begins only where there is room for some of its rows, in millimetres.
ROOM_TO_BEGIN = 60.0


def write_pdf(document: Document, report: Report) -> bytes:
    """Return the report as PDF."""
    _register()
    sink = io.BytesIO()
    line = document.provenance.line
    file = _Pages(
        sink,
        pagesize=A4,
        leftMargin=MARGIN * mm,
        rightMargin=MARGIN * mm,
        topMargin=MARGIN * mm,
        bottomMargin=MARGIN * mm,
        title=f"{document.title}: report of run {document.provenance.run}",
        author=document.provenance.study,
        subject=line,
        keywords="synthetic data" if document.provenance.synthetic else "",
        lang="en-GB",
        initialFontName=REGULAR,
        # Neither the moment of writing nor a random number goes into the file.
        invariant=1,
    )
    frame = Frame(file.leftMargin, file.bottomMargin, file.width, file.height, 0, 0, 0, 0)
    file.addPageTemplates(PageTemplate("page", [frame]))
    story = [Words(escape(document.title), STYLES["title"]), Words(escape(line), STYLES["note"])]
    for section in document.sections:
        story.append(_heading(section.title, section.anchor, "heading-1"))
        for part in section.parts:
            story += _part(part, document, report)
    file.build(story, canvasmaker=_numbered(document))
    return sink.getvalue()


class _Pages(BaseDocTemplate):
    """Puts each section into the outline."""

    def afterFlowable(self, flowable: Flowable) -> None:  # noqa: N802 - reportlab's name
        """Add what carries an anchor of a section to the outline."""
        anchor = getattr(flowable, "anchor", "")
        if anchor:
            self.canv.bookmarkPage(anchor)
            self.canv.addOutlineEntry(flowable.getPlainText(), anchor, 0)


def _numbered(document: Document) -> type[Canvas]:
    """Return a canvas that knows at the end how many pages there are."""

    class Numbered(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.pages: list[dict[str, Any]] = []

        def showPage(self) -> None:  # noqa: N802 - reportlab's name
            self.pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self.pages, 1):
                self.__dict__.update(page)
                _foot(self, document, f"{number} / {len(self.pages)}")
                super().showPage()
            super().save()

    return Numbered


def _foot(canvas: Canvas, document: Document, number: str) -> None:
    """Draw the foot: where the figures come from, and the page."""
    canvas.setFont(REGULAR, 6.5)
    canvas.setFillColor(MUTED)
    canvas.drawString(MARGIN * mm, 11 * mm, document.provenance.line)
    canvas.drawRightString((PAGE_WIDTH - MARGIN) * mm, 11 * mm, number)
    if document.provenance.synthetic:
        canvas.setFont(BOLD, 7.5)
        canvas.drawRightString((PAGE_WIDTH - MARGIN) * mm, 285 * mm, "Synthetic data")


@cache
def _register() -> None:
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, str(FONTS / f"{name}.ttf")))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR)


def _style(name: str, size: float, **options: Any) -> ParagraphStyle:
    settings = {"fontName": REGULAR, "leading": size * 1.35, "textColor": INK, **options}
    return ParagraphStyle(name, fontSize=size, **settings)


STYLES = {
    style.name: style
    for style in (
        _style("title", 18, fontName=BOLD, spaceAfter=4),
        _style("heading-1", 14, fontName=BOLD, spaceBefore=18, spaceAfter=6, keepWithNext=1),
        _style("heading-2", 11, fontName=BOLD, spaceBefore=12, spaceAfter=4, keepWithNext=1),
        _style("text", 9.5, spaceAfter=6),
        _style("remark", 9.5, spaceAfter=6, textColor=MUTED),
        _style("caption", 8.5, fontName=BOLD, spaceBefore=10, spaceAfter=4),
        _style("note", 6.8, textColor=MUTED, spaceBefore=3, spaceAfter=8),
        _style("cell", 7),
        _style("number", 7, alignment=TA_RIGHT),
        _style("head", 7, fontName=BOLD),
        _style("head-number", 7, fontName=BOLD, alignment=TA_RIGHT),
        _style("term", 8, textColor=MUTED),
        _style("fact", 8),
    )
}


def _heading(text: str, anchor: str, style: str) -> Words:
    words = Words(escape(text), STYLES[style])
    words.anchor = anchor
    return words


def _part(part: Part, document: Document, report: Report) -> list[Flowable]:
    if isinstance(part, TablePart):
        return _table(part, document)
    if isinstance(part, FigurePart):
        return [_figure(part, document, report)]
    if isinstance(part, Facts):
        return [_facts(part)]
    if isinstance(part, Paragraph):
        return [_paragraph(part)]
    return [Words(escape(part.text), STYLES["heading-2"])]


def _paragraph(part: Paragraph) -> Words:
    links = ", ".join(
        f'<a href="#{reference.anchor}" color="{ACCENT}">{reference.label}</a>'
        for reference in part.references
    )
    style = STYLES["remark" if part.remark else "text"]
    return Words(escape(part.text) + (f" ({links})" if links else ""), style)


def _facts(part: Facts) -> Table:
    rows = [
        [Words(escape(term), STYLES["term"]), Words(escape(text), STYLES["fact"])]
        for term, text in part.rows
    ]
    table = Table(rows, [TERM_WIDTH * mm, (TEXT_WIDTH - TERM_WIDTH) * mm], hAlign="LEFT")
    table.setStyle(
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 2)])
    )  # fmt: skip
    return table


def _table(part: TablePart, document: Document) -> list[Flowable]:
    """Caption, table and note; the head repeats where the table goes over a page."""
    head = [
        Words(escape(column.label), STYLES["head-number" if column.numeric else "head"])
        for column in part.table.columns
    ]
    rows = [
        [Words(escape(cell.text), STYLES["number" if cell.numeric else "cell"]) for cell in row]
        for row in part.table.shown()
    ]
    rows = rows or [[Words("No rows.", STYLES["cell"]), *[""] * (len(head) - 1)]]
    widths = [width * mm for width in column_widths(part.table)]
    table = Table([head, *rows], widths, repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
                ("LINEBELOW", (0, 0), (-1, 0), 0.7, MUTED),
                ("LINEBELOW", (0, 1), (-1, -1), 0.25, LINE),
                ("LINEBELOW", (0, -1), (-1, -1), 0.7, MUTED),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -1), 1.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    caption = Words(
        f'<a name="{part.anchor}"/>{escape(f"{part.label}. {part.table.title}")}',
        STYLES["caption"],
    )
    note = f"{part.table.note} {document.provenance.source(part)}".strip()
    whole = [caption, table, Words(escape(note), STYLES["note"])]
    if len(rows) <= KEPT_WHOLE:
        return [KeepTogether(whole)]
    return [CondPageBreak(ROOM_TO_BEGIN * mm), *whole]


def _figure(part: FigurePart, document: Document, report: Report) -> KeepTogether:
    """Figure, caption, and what it shows in words for those who can't see it."""
    png, description = image(report, part, "png")
    width, height = figure_size(png)
    caption = (
        f'<a name="{part.anchor}"/><b>{escape(f"{part.label}. {part.title}.")}</b> '
        f"{escape(part.caption)}"
    )
    in_words = f"In words: {description} {document.provenance.source(part)}"
    return KeepTogether(
        [
            Spacer(0, 4 * mm),
            Image(io.BytesIO(png), width * mm, height * mm, hAlign="LEFT"),
            Words(caption, STYLES["fact"]),
            Words(escape(in_words), STYLES["note"]),
        ]
    )
