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
    FACT,
    HEAD,
    HEAD_NUMBER,
    INK,
    MUTED,
    NUMBER,
    SMALL,
    TABLE,
    WORDS,
    cell,
    keep_whole,
    rule_rows,
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
        set_widths(table, [TERM_WIDTH, TEXT_WIDTH - TERM_WIDTH])
        for term, text in part.rows:
            row = table.add_row()
            keep_whole(row)
            for one, words in zip(row.cells, (term, text), strict=True):
                written = cell(one, "", FACT)
                run(written, words, colour=MUTED if words is term else INK)
        tight(self.file.add_paragraph())

    def _table(self, part: TablePart) -> None:
        self._caption(part, part.table.title).paragraph_format.space_before = Pt(12)
        columns = part.table.columns
        table = self._grid(
            column_widths(part.table),
            [column.label for column in columns],
            [column.numeric for column in columns],
        )
        count = len(part.table.rows)
        held = count if count <= KEPT_WHOLE else 2
        for place, shown in enumerate(part.table.shown(), start=1):
            row = table.add_row()
            for one, value in zip(row.cells, shown, strict=True):
                cell(one, value.text, NUMBER if value.numeric else WORDS)
            _hold(row, with_next=place < held)
        if not part.table.rows:
            text_line(self.file, _("No rows."), size=TABLE, colour=MUTED)
        note = f"{part.table.note} {self.document.provenance.source(part)}".strip()
        text_line(self.file, note, size=Pt(7), colour=MUTED)

    def _checklist(self, part: Checklist) -> None:
        self._caption(part, part.title).paragraph_format.space_before = Pt(12)
        table = self._grid(CHECKLIST_WIDTHS, list(part.heads), [False] * len(part.heads))
        for place, item in enumerate(part.rows, start=1):
            row = table.add_row()
            *texts, stands = row.cells
            for one, words in zip(texts, (item.number, item.topic, item.text), strict=True):
                cell(one, words, WORDS)
            _pieces(cell(stands, "", WORDS), item.pieces, size=TABLE)
            _hold(row, with_next=place < 2)
        tight(self.file.add_paragraph())

    def _grid(self, widths: list[float], heads: list[str], numeric: list[bool]) -> Any:
        """Return a table with its head, which repeats where the table goes over a page."""
        table = self.file.add_table(rows=0, cols=len(widths))
        set_widths(table, widths)
        head = table.add_row()
        for one, words, right in zip(head.cells, heads, numeric, strict=True):
            one.vertical_alignment = WD_ALIGN_VERTICAL.BOTTOM
            cell(one, words, HEAD_NUMBER if right else HEAD)
        _hold(head, with_next=True)
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        head._tr.get_or_add_trPr().append(repeated)
        rule_rows(table)
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


def _hold(row: Any, *, with_next: bool) -> None:
    """Keep a row whole, and on the page of the next one."""
    keep_whole(row)
    if with_next:
        for one in row.cells:
            one.paragraphs[0].paragraph_format.keep_with_next = True
