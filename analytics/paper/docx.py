"""The report as DOCX: contents list, headings, repeated heads, alternative texts, references."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from analytics.paper.document import Document
from analytics.paper.docx_fields import Bookmarks, Contents, contents, field
from analytics.paper.docx_parts import Writer
from analytics.paper.docx_style import INK, MUTED, SMALL, TEXT, add_styles, run, text_line
from analytics.paper.layout import MARGIN, PAGE_HEIGHT, PAGE_WIDTH
from analytics.results.stored_run import StoredRun

FONT, JAPANESE_FONT, LANGUAGE = "Liberation Sans", "Yu Gothic", "en-GB"  # unseen
CONTENTS_LEVELS = (1, 2, 3)
# Nothing of the moment of writing is in the file: one run, one file.
FIXED_DATE = (1980, 1, 1, 0, 0, 0)


def write_docx(document: Document, report: StoredRun) -> bytes:
    """Return the report as DOCX."""
    file = docx.Document()
    _properties(file, document, report)
    _styles(file)
    _page(file, document)
    marks = Bookmarks()
    marks.around(file.add_heading(document.title, level=0), "title")
    if document.provenance.caution:
        text_line(file, document.provenance.caution, size=TEXT, colour=INK, bold=True)
    text_line(file, document.provenance.line, size=SMALL, colour=MUTED)
    text_line(file, _("Contents"), size=TEXT, colour=INK, bold=True)
    contents(file, list(_lines(document)))
    writer = Writer(file, document, report, marks)
    for chapter in document.chapters:
        level = 1
        if chapter.title:
            file.add_page_break()
            marks.around(file.add_heading(chapter.title, level=1), chapter.anchor)
            level = 2
        for section in chapter.sections:
            marks.around(file.add_heading(section.title, level=level), section.anchor)
            for part in section.parts:
                writer.write(part, level + 1)
    sink = io.BytesIO()
    file.save(sink)
    return _with_fixed_dates(sink.getvalue())


def _lines(document: Document) -> Iterator[Contents]:
    for chapter in document.chapters:
        if chapter.title:
            yield Contents(1, chapter.title, chapter.anchor)
        for section in chapter.sections:
            yield Contents(2 if chapter.title else 1, section.title, section.anchor)


def _properties(file: Any, document: Document, report: StoredRun) -> None:
    computed = report.run.computed_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties = file.core_properties
    properties.title = f"{document.title}: report of run {document.provenance.run}"
    properties.subject = document.provenance.line
    properties.author = properties.last_modified_by = document.provenance.study
    properties.keywords = _("synthetic data") if document.provenance.synthetic else ""
    properties.comments = ""
    properties.language = LANGUAGE
    properties.created = properties.modified = computed
    properties.revision = 1


def _styles(file: Any) -> None:
    """One type for everything, headings in the ink of the text."""
    for level in CONTENTS_LEVELS:
        file.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        file.styles[f"toc {level}"].paragraph_format.left_indent = Mm(6 * (level - 1))
        file.styles[f"toc {level}"].paragraph_format.space_after = Pt(1)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        style = file.styles[name]
        style.font.name = FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            if "heme" in attribute:
                del fonts.attrib[attribute]
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), FONT)
        fonts.set(qn("w:eastAsia"), JAPANESE_FONT)
        style.font.color.rgb = INK
    file.styles["Normal"].font.size = TEXT
    file.styles["Footer"].font.size = Pt(7)
    file.styles["Footer"].font.color.rgb = MUTED
    file.styles["Title"].font.size = Pt(20)
    for name, size in (("Heading 1", 15), ("Heading 2", 12), ("Heading 3", 10.5), ("Caption", 9)):
        file.styles[name].font.size = Pt(size)
        file.styles[name].paragraph_format.keep_with_next = True
    file.styles["Heading 1"].paragraph_format.space_before = Pt(20)
    add_styles(file)
    for element in file.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), LANGUAGE)


def _page(file: Any, document: Document) -> None:
    page = file.sections[0]
    page.page_width, page.page_height = Mm(PAGE_WIDTH), Mm(PAGE_HEIGHT)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    if document.provenance.synthetic:
        head = page.header.paragraphs[0]
        run(head, _("Synthetic data"), size=SMALL, colour=MUTED, bold=True)
        head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot = page.footer.paragraphs[0]
    page = _("page")
    run(foot, f"{document.provenance.line} · {page} ", size=Pt(7), colour=MUTED)
    _counted(foot, "PAGE")
    run(foot, _(" of "), size=Pt(7), colour=MUTED)
    _counted(foot, "NUMPAGES")


def _counted(paragraph: Any, code: str) -> None:
    """Put a number that the reading program works out: the page, or how many there are."""
    for made in field(paragraph, code, "1"):
        made.font.size, made.font.color.rgb = Pt(7), MUTED


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
