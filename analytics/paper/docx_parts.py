"""The parts of a report as DOCX."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from docx.enum.table import WD_ALIGN_VERTICAL
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from analytics.paper.blocks import Numbered, Piece
from analytics.paper.document import (
    Checklist,
    Document,
    Facts,
    FigurePart,
    Heading,
    Paragraph,
    Part,
    References,
    TablePart,
)
from analytics.paper.docx_fields import Bookmarks, field, reference
from analytics.paper.docx_style import (
    INK,
    MUTED,
    SMALL,
    TABLE,
    cell,
    keep_whole,
    rule_below,
    run,
    set_widths,
    text_line,
    tight,
)
from analytics.paper.images import drawing, picture
from analytics.paper.layout import KEPT_WHOLE, TEXT_WIDTH, column_widths
from analytics.results.stored_run import StoredRun

TERM_WIDTH = 42.0
# Number, topic, item and where it stands, in millimetres.
CHECKLIST_WIDTHS = [12.0, 34.0, 72.0, 56.0]


@dataclass(frozen=True)
class Writer:
    """Writes parts into a file one after the other."""

    file: Any
    document: Document
    report: StoredRun
    marks: Bookmarks

    def write(self, part: Part, level: int) -> None:
        """Write one part; ``level`` is that of a heading inside a section."""
        match part:
            case Heading():
                self.file.add_heading(part.text, level=level)
            case Paragraph():
                paragraph = self.file.add_paragraph()
                _pieces(paragraph, part.pieces, colour=MUTED if part.remark else INK)
            case Facts():
                self._facts(part)
            case TablePart():
                self._table(part)
            case FigurePart():
                self._figure(part)
            case Checklist():
                self._checklist(part)
            case References():
                self._references(part)

    def _caption(self, part: Numbered, title: str) -> Any:
        """Begin a caption with its number, a field that counts, under the bookmark of the part."""
        caption = self.file.add_paragraph(style="Caption")
        word, number = part.label.removesuffix(part.shown), str(part.number)
        run(caption, word + part.shown.removesuffix(number))
        series = f"{part.series}_{part.place}"
        field(caption, f"SEQ {series} \\* ARABIC", number)  # unseen
        self.marks.around(caption, part.anchor)
        run(caption, f". {title}")
        return caption

    def _facts(self, part: Facts) -> None:
        table = self.file.add_table(rows=0, cols=2)
        widths = [TERM_WIDTH, TEXT_WIDTH - TERM_WIDTH]
        set_widths(table, widths)
        for term, text in part.rows:
            row = table.add_row()
            keep_whole(row)
            for one, words, width in zip(row.cells, (term, text), widths, strict=True):
                one.width = Mm(width)
                tight(one.paragraphs[0])
                colour = MUTED if words is term else INK
                run(one.paragraphs[0], words, size=SMALL, colour=colour)
        tight(self.file.add_paragraph())

    def _table(self, part: TablePart) -> None:
        self._caption(part, part.table.title).paragraph_format.space_before = Pt(12)
        columns = part.table.columns
        table = self._grid(
            column_widths(part.table),
            [column.label for column in columns],
            [column.numeric for column in columns],
        )
        for shown in part.table.shown():
            for one, value in zip(table.add_row().cells, shown, strict=True):
                cell(one, value.text, right=value.numeric)
        whole = len(part.table.rows) <= KEPT_WHOLE
        _ruled(table, column_widths(part.table), len(table.rows) if whole else 2)
        if not part.table.rows:
            text_line(self.file, _("No rows."), size=TABLE, colour=MUTED)
        note = f"{part.table.note} {self.document.provenance.source(part)}".strip()
        text_line(self.file, note, size=Pt(7), colour=MUTED)

    def _checklist(self, part: Checklist) -> None:
        self._caption(part, part.title).paragraph_format.space_before = Pt(12)
        table = self._grid(CHECKLIST_WIDTHS, list(part.heads), [False] * len(part.heads))
        for item in part.rows:
            cells = table.add_row().cells
            for one, words in zip(cells, (item.number, item.topic, item.text), strict=False):
                cell(one, words, right=False)
            tight(cells[-1].paragraphs[0])
            _pieces(cells[-1].paragraphs[0], item.pieces, size=TABLE)
        _ruled(table, CHECKLIST_WIDTHS, 2)
        tight(self.file.add_paragraph())

    def _grid(self, widths: list[float], heads: list[str], numeric: list[bool]) -> Any:
        """Return a table with its head, which repeats where the table goes over a page."""
        table = self.file.add_table(rows=1, cols=len(widths))
        set_widths(table, widths)
        for one, words, right in zip(table.rows[0].cells, heads, numeric, strict=True):
            one.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
            cell(one, words, right=right, bold=True)
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        table.rows[0]._tr.get_or_add_trPr().append(repeated)
        return table

    def _figure(self, part: FigurePart) -> None:
        drawn = drawing(self.report, part)
        paragraph = self.file.add_paragraph()
        paragraph.paragraph_format.keep_with_next = True
        shown = paragraph.add_run().add_picture(
            io.BytesIO(picture(drawn)), width=Mm(drawn.width), height=Mm(drawn.height)
        )
        described = shown._inline.docPr
        described.set("descr", drawn.description)
        described.set("title", part.title)
        caption = self._caption(part, f"{part.title}. ")
        caption.paragraph_format.keep_with_next = False
        run(caption, part.legend, bold=False)

    def _references(self, part: References) -> None:
        for entry in part.entries:
            paragraph = self.file.add_paragraph()
            run(paragraph, str(entry.number), size=SMALL)
            self.marks.around(paragraph, entry.anchor)
            run(paragraph, f". {entry.text}", size=SMALL)


def _pieces(paragraph: Any, pieces: tuple[Piece, ...], **style: Any) -> None:
    for piece in pieces:
        if piece.anchor:
            reference(paragraph, piece.text, piece.anchor, size=style.get("size"))
        else:
            run(paragraph, piece.text, **style)


def _ruled(table: Any, widths: list[float], together: int) -> None:
    """Rule the rows and keep each whole, the first ``together`` of them on one page."""
    last = len(table.rows) - 1
    for position, row in enumerate(table.rows):
        keep_whole(row)
        for one, width in zip(row.cells, widths, strict=True):
            one.width = Mm(width)
            rule_below(one, strong=position in {0, last})
            if position < together:
                one.paragraphs[0].paragraph_format.keep_with_next = True
