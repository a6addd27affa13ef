"""An own case as its reader may see it, for the form and the API alike."""

from __future__ import annotations

from scoring.cells import cell_name, column_letter
from scoring.entries import EntriesByPosition, scores_of
from scoring.instruments import consistency_hints, get_instrument
from scoring.models import Assignment, Reading
from scoring.models.reading import ReadingState
from scoring.selectors.totals import TotalRow, totals_of


def version_shown(assignment: Assignment) -> Reading | None:
    """Return the draft, else the current submitted version, else None. One query."""
    versions = list(assignment.readings.exclude(state=ReadingState.SUBMITTED, is_current=False))
    for reading in versions:
        reading.assignment = assignment
    return min(versions, key=lambda reading: reading.state, default=None)


def hints_of(assignment: Assignment, entries: EntriesByPosition) -> list[dict[str, str]]:
    """Return hints of consistency as ``cell`` and ``message``, in the reader's columns."""
    instrument = get_instrument(assignment.case.campaign.instrument)
    return [
        {
            "cell": cell_name(hint.site, column),
            "message": f"{column_letter(column)}: {hint.message}",
        }
        for column, position in enumerate(assignment.order, start=1)
        for hint in consistency_hints(instrument, scores_of(entries.get(position)))
    ]


def running_totals(assignment: Assignment, entries: EntriesByPosition) -> list[TotalRow]:
    """Return running totals in the reader's columns, where the protocol shows them."""
    campaign = assignment.case.campaign
    if not campaign.totals_visible:
        return []
    return totals_of(campaign, entries, order=assignment.order)
