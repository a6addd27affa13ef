"""Why a submitted reading was opened again, as its reader may know it."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scoring.cells import column_letter, split_name
from scoring.instruments import get_instrument
from scoring.models import Assignment, Reading


@dataclass(frozen=True)
class Correction:
    """``reason`` in words, the ``cells`` to look at by name, and the same ``sites`` by label."""

    reason: str = ""
    cells: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    is_own: bool = True


def correction_of(assignment: Assignment, reading: Reading | None) -> Correction:
    """Return why a version of an own case was opened; empty for a first reading. No query.

    Only the reader's own words are shown to the reader. What anybody else wrote never is: a data
    manager who knows patient and dates asks by a code and a list of sites.
    """
    if reading is None or reading.number == 1:
        return Correction()
    if reading.started_by_id == assignment.reader_id:
        return Correction(reason=reading.reason)
    cells = tuple(reading.asked_cells)
    return Correction(
        reason=reading.get_asked_for_display() or _("A data manager asks to read the case again"),
        cells=cells,
        sites=tuple(site_label(name, assignment) for name in cells),
        is_own=False,
    )


def site_label(name: str, assignment: Assignment) -> str:
    """Return a cell as people speak of it: ``A: Erosion, distal radius``."""
    code, column = split_name(name, n_columns=len(assignment.order))
    instrument = get_instrument(assignment.case.campaign.instrument)
    return f"{column_letter(column)}: {instrument.item(code).full_label}"
