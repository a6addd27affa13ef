"""An own case as its reader may see it, for the form and the API alike."""

from __future__ import annotations

from scoring.cells import cell_name, column_letter
from scoring.entries import EntriesByPosition, scores_of
from scoring.instruments import get_instrument, reading_hints
from scoring.models import Assignment, Reading
from scoring.models.protocol import ReadingMode
from scoring.models.reading import ReadingState
from scoring.selectors.images import CaseImages, images_of
from scoring.selectors.totals import TotalRow, totals_of


def version_shown(assignment: Assignment) -> Reading | None:
    """Return the draft, else the current submitted version, else None. One query."""
    versions = list(assignment.readings.exclude(state=ReadingState.SUBMITTED, is_current=False))
    for reading in versions:
        reading.assignment = assignment
    return min(versions, key=lambda reading: reading.state, default=None)


def hints_of(
    assignment: Assignment, entries: EntriesByPosition, images: CaseImages | None = None
) -> list[dict[str, str]]:
    """Return hints of consistency as ``cell`` and ``message``, in the reader's columns.

    Args:
        images: what `images_of` returned, where it is at hand; one query otherwise.
    """
    campaign = assignment.case.campaign
    known = images_of(assignment) if images is None else images
    hints = reading_hints(
        get_instrument(campaign.instrument),
        [scores_of(entries.get(position)) for position in assignment.order],
        in_time_order=campaign.reading_mode == ReadingMode.CHRONOLOGICAL,
        lacking=[column.lacking for column in known.columns],
    )
    return [
        {
            "cell": cell_name(hint.site, column),
            "message": f"{column_letter(column)}: {hint.message}",
        }
        for column, hint in hints
    ]


def running_totals(assignment: Assignment, entries: EntriesByPosition) -> list[TotalRow]:
    """Return running totals in the reader's columns, where the protocol shows them."""
    campaign = assignment.case.campaign
    if not campaign.totals_visible:
        return []
    return totals_of(campaign, entries, order=assignment.order)
