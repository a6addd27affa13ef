"""How wide columns and figures are on paper, for DOCX and PDF alike. Distances in millimetres."""

from __future__ import annotations

from analytics.tables.table import Table

MARGIN = 18.0
PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
# A table of so many rows is never broken over two pages.
KEPT_WHOLE = 14
# Of the type that tables are set in: how wide a character is, and the ground on both sides of it.
CHARACTER, BOLD_CHARACTER, PADDING = 1.42, 1.62, 2.4
# A cell longer than this is broken into lines.
LONGEST_LINE = 34


def column_widths(table: Table) -> list[float]:
    """Return the width of each column; together at most the width of the text.

    A column is as wide as its longest cell. Where that is too much, columns of words shrink first,
    then those of numbers, none below its longest word as long as that is possible.
    """
    rows = [[cell.text for cell in row] for row in table.shown()]
    wanted, unbroken, needed = [], [], []
    for position, column in enumerate(table.columns):
        cells = [row[position][:LONGEST_LINE] for row in rows]
        words = [word for text in cells for word in text.split()]
        head = _longest(column.label.split(), BOLD_CHARACTER)
        wanted.append(max(head, _longest(cells, CHARACTER)))
        needed.append(max(head, _longest(words, CHARACTER)))
        unbroken.append(wanted[-1] if column.numeric else needed[-1])
    return _fitted(wanted, unbroken if sum(unbroken) <= TEXT_WIDTH else needed)


def _longest(texts: list[str], character: float) -> float:
    """Return the width that the longest of some texts needs."""
    return max((len(text) for text in texts), default=1) * character + PADDING


def _fitted(wanted: list[float], needed: list[float]) -> list[float]:
    too_much = sum(wanted) - TEXT_WIDTH
    if too_much <= 0:
        return wanted
    spare = [max(want - need, 0) for want, need in zip(wanted, needed, strict=True)]
    if sum(spare) < too_much:
        return [TEXT_WIDTH * width / sum(needed) for width in needed]
    return [want - too_much * room / sum(spare) for want, room in zip(wanted, spare, strict=True)]
