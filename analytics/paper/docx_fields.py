"""What python-docx doesn't know of: bookmarks, fields, references and a contents list."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# Word takes letters, digits and underscores, forty at most.
LONGEST_NAME = 40


class Contents(NamedTuple):
    """A line of the contents list."""

    level: int
    text: str
    anchor: str


def bookmark_name(anchor: str) -> str:
    """Return the bookmark's name for an anchor of the document."""
    name = anchor.replace("-", "_")
    if len(name) <= LONGEST_NAME:
        return name
    return f"{name[:30]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"


class Bookmarks:
    """Gives places names that links and fields lead to."""

    def __init__(self) -> None:
        self.count = 0

    def around(self, paragraph: Any, anchor: str) -> None:
        """Put a bookmark around what stands in a paragraph so far."""
        self.count += 1
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(self.count))
        start.set(qn("w:name"), bookmark_name(anchor))
        paragraph.runs[0]._r.addprevious(start)
        paragraph.runs[-1]._r.addnext(end)


def field(paragraph: Any, code: str, shown: str = "") -> list[Any]:
    """Put a field whose result is ``shown`` until a program works it out anew; return its runs."""
    runs = []
    for kind in ("begin", "code", "separate", "result", "end"):
        run = paragraph.add_run(shown if kind == "result" else "")
        if kind == "code":
            element = OxmlElement("w:instrText")
            element.set(qn("xml:space"), "preserve")
            element.text = f" {code} "
            run._r.append(element)
        elif kind != "result":
            element = OxmlElement("w:fldChar")
            element.set(qn("w:fldCharType"), kind)
            run._r.append(element)
        runs.append(run)
    return runs


def reference(paragraph: Any, words: str, anchor: str, *, size: Any = None) -> None:
    """Put words that lead to a bookmark and follow what stands there (a field REF)."""
    for run in field(paragraph, f"REF {bookmark_name(anchor)} \\h \\* CHARFORMAT", words):
        run.font.underline, run.font.size = True, size


def link(paragraph: Any, words: str, anchor: str) -> None:
    """Put a link to a place of the same file."""
    element = OxmlElement("w:hyperlink")
    element.set(qn("w:anchor"), bookmark_name(anchor))
    run = paragraph.add_run(words)
    run.font.underline = True
    element.append(run._r)
    paragraph._p.append(element)


def contents(file: Any, lines: Sequence[Contents]) -> None:
    """Put a contents list: a field that is filled in, each line a link to its heading.

    Without page numbers (``\\n``), since only the program that lays the pages out knows them.
    """
    for place, line in enumerate(lines):
        paragraph = file.add_paragraph(style=f"toc {line.level}")
        if place == 0:
            _mark(paragraph, "begin")
            _mark(paragraph, 'TOC \\o "1-3" \\n \\h \\z \\u')
            _mark(paragraph, "separate")
        link(paragraph, line.text, line.anchor)
        if place == len(lines) - 1:
            _mark(paragraph, "end")


def _mark(paragraph: Any, what: str) -> None:
    run = paragraph.add_run()
    code = what.startswith("TOC")
    element = OxmlElement("w:instrText" if code else "w:fldChar")
    if code:
        element.set(qn("xml:space"), "preserve")
        element.text = f" {what} "
    else:
        element.set(qn("w:fldCharType"), what)
    run._r.append(element)
