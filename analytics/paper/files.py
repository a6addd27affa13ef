"""The report as a file."""

from __future__ import annotations

import time

from django.core.cache import cache

from analytics.paper.document import Document
from analytics.paper.kept import KEPT_FOR, name_of
from analytics.results.stored_run import StoredRun

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
# A program that dies while it makes a file holds the others up for so long.
MAKING_SECONDS = 60
LOOK_AGAIN_SECONDS = 0.05


def write(document: Document, report: StoredRun, kind: str) -> bytes:
    """Return the report as HTML, DOCX or PDF (``kind``): the same bytes for the same document.

    Making one takes a second or more, so it is kept by what the document says, and whoever asks
    while it is being made waits for that one.
    """
    name = name_of("report-file", kind, document, report.run.fingerprint)
    content: bytes | None = cache.get(name)
    while content is None:
        if cache.add(f"{name}:making", 1, MAKING_SECONDS):
            try:
                content = cache.get(name) or _write(document, report, kind)
                cache.set(name, content, KEPT_FOR)
            finally:
                cache.delete(f"{name}:making")
        else:
            time.sleep(LOOK_AGAIN_SECONDS)
            content = cache.get(name)
    return content


def _write(document: Document, report: StoredRun, kind: str) -> bytes:
    """The writers are loaded here: they take long to import and pages don't need them."""
    if kind == "html":
        from analytics.paper.html import write_html

        return write_html(document, report)
    if kind == "docx":
        from analytics.paper.docx import write_docx

        return write_docx(document, report)
    from analytics.paper.pdf import write_pdf

    return write_pdf(document, report)
