"""The report as a file."""

from __future__ import annotations

import hashlib

from django.core.cache import cache

from analytics.paper.document import Document
from analytics.paper.images import KEPT_FOR
from analytics.report import Report

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def write(document: Document, report: Report, kind: str) -> bytes:
    """Return the report as HTML, DOCX or PDF (``kind``): the same bytes for the same document.

    Making one takes a second or more, so it is kept for an hour by what the document says.
    """
    said = hashlib.sha256(f"{kind} {document!r}".encode()).hexdigest()
    name = f"report-file:{said}"
    content: bytes | None = cache.get(name)
    if content is None:
        content = _write(document, report, kind)
        cache.set(name, content, KEPT_FOR)
    return content


def _write(document: Document, report: Report, kind: str) -> bytes:
    """The writers are loaded here: they take long to import and pages don't need them."""
    if kind == "html":
        from analytics.paper.html import write_html

        return write_html(document, report)
    if kind == "docx":
        from analytics.paper.docx import write_docx

        return write_docx(document, report)
    from analytics.paper.pdf import write_pdf

    return write_pdf(document, report)
