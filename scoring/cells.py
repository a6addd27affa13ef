"""What stands in a cell of the form: a score, a reason in three letters, or nothing.

A cell has a name, ``erosion.RAD@1``: the item and the column in the reader's own order. No true
position, visit or key of a row ever leaves the server towards a reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from ra_registry.core.errors import ValidationFailed
from scoring.entries import EntriesByPosition
from scoring.instruments import Entry, Item, UnscorableReason, parse_score

REASON_LETTERS = {
    UnscorableReason.OUTSIDE_FOV: "FOV",
    UnscorableReason.MOTION_ARTEFACT: "MOT",
    UnscorableReason.METAL_ARTEFACT: "MET",
    UnscorableReason.NO_CONTRAST: "CON",
    UnscorableReason.SEQUENCE_MISSING: "SEQ",
    UnscorableReason.SURGERY_PROSTHESIS: "PRO",
    UnscorableReason.ARTHRODESIS: "ARD",
    UnscorableReason.AMPUTATION: "AMP",
    UnscorableReason.NOT_ASSESSABLE_OTHER: "OTH",
}
REASON_BY_LETTERS = {letters: reason for reason, letters in REASON_LETTERS.items()}


def column_letter(column: int) -> str:
    """Return what a time point is called: A, B, … Z, AA in the order drawn for its reader.

    Everybody who speaks with the reader uses these letters. A number or "T1" would suggest time,
    and mean another film to the data manager.
    """
    letters = ""
    while column > 0:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def cell_name(code: str, column: int) -> str:
    """Return the name of a cell."""
    return f"{code}@{column}"


def split_name(name: str, *, n_columns: int) -> tuple[str, int]:
    """Return item code and column of a cell's name.

    Raises:
        ValidationFailed: not a cell of a form with that many columns.
    """
    code, at, column = name.rpartition("@")
    if not (code and at) or not column.isascii() or not column.isdigit():
        raise ValidationFailed(f"“{name[:60]}” is no cell of this form.")
    return code, check_column(int(column), n_columns=n_columns)


class Once:
    """Takes each cell of a request once: of two values for one cell, none is the right one."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, int]] = set()

    def add(self, code: str, column: int) -> None:
        """Note a cell, or raise `ValidationFailed` when it was there before."""
        if (code, column) in self._seen:
            cell = cell_name(code, column)
            problem = _("The cell %(cell)s stands in this request twice.") % {"cell": cell}
            raise ValidationFailed(problem, field_errors={cell: [problem]})
        self._seen.add((code, column))


def check_column(column: object, *, n_columns: int) -> int:
    """Return the column, or raise `ValidationFailed` when the form has none of that number."""
    if isinstance(column, bool) or not isinstance(column, int) or not 1 <= column <= n_columns:
        raise ValidationFailed(
            _("Found column {found}, expected 1 to {last} (A to {letter}).").format(
                found=column, last=n_columns, letter=column_letter(n_columns)
            )
        )
    return column


def text_of(entry: Entry | None) -> str:
    """Return what a cell shows."""
    if entry is None:
        return ""
    if entry.reason is not None:
        return REASON_LETTERS[entry.reason]
    return str(entry.value)


def texts_of(order: Sequence[int], entries: EntriesByPosition) -> dict[str, str]:
    """Return what every filled cell shows, by its name in a reader's ``order`` of time points."""
    return {
        cell_name(code, column): text_of(entry)
        for column, position in enumerate(order, start=1)
        for code, entry in entries.get(position, {}).items()
    }


def state_of(entry: Entry | None) -> str:
    """Return the cell's state as the stylesheet names it."""
    if entry is None:
        return "empty"
    return "saved" if entry.reason is None else "reason"


def parse_cell(text: str, *, item: Item, step: Decimal) -> Entry | None:
    """Return the entry that a cell's text stands for; None for an empty cell.

    Raises:
        ScoreError: neither a score of this site nor the letters of a reason.
    """
    typed = text.strip()
    if not typed:
        return None
    reason = REASON_BY_LETTERS.get(typed.upper())
    if reason is not None:
        return Entry(reason=reason)
    return Entry(value=parse_score(typed, item, step))
