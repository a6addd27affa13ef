"""What a reader of a calibration is shown after submitting: the own scores beside the expert's."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from scoring.cells import column_letter, text_of
from scoring.entries import entries_of
from scoring.instruments import Entry, Item, get_instrument
from scoring.models import Assignment, Certificate, Reading
from scoring.models.assignment import AssignmentKind
from scoring.models.protocol import CampaignKind
from scoring.reliability.calibration import Calibration, calibration_of, expert_of


@dataclass(frozen=True)
class SiteFeedback:
    """One site: per column, in the reader's own order, both texts and how they agree.

    ``concordance``: same, close (one point apart) or apart, which a reason beside a score is too.
    """

    item: Item
    cells: tuple[tuple[str, str, str], ...]

    @property
    def differs(self) -> bool:
        return any(concordance != "same" for _, _, concordance in self.cells)


@dataclass(frozen=True)
class Feedback:
    """The page; ``rows`` is empty while the expert has not read the case."""

    columns: tuple[str, ...]
    rows: tuple[SiteFeedback, ...]
    calibration: Calibration
    certificate: Certificate | None
    is_expert: bool

    @property
    def n_same(self) -> int:
        return sum(cell[2] == "same" for row in self.rows for cell in row.cells)

    @property
    def n_cells(self) -> int:
        return sum(len(row.cells) for row in self.rows)


def feedback_of(assignment: Assignment, reading: Reading) -> Feedback | None:
    """Return the comparison of a submitted calibration reading; None in any other campaign."""
    campaign = assignment.case.campaign
    if campaign.kind != CampaignKind.CALIBRATION:
        return None
    expert = expert_of(campaign)
    reference = Reading.objects.filter(
        assignment__case=assignment.case,
        assignment__reader=expert,
        assignment__kind=AssignmentKind.READ,
        is_current=True,
    ).first()
    is_expert = assignment.reader == expert
    return Feedback(
        columns=tuple(column_letter(place) for place in range(1, len(assignment.order) + 1)),
        rows=() if reference is None or is_expert else _rows(assignment, reading, reference),
        calibration=calibration_of(campaign, assignment.reader),
        certificate=Certificate.objects.filter(user=assignment.reader, campaign=campaign).first(),
        is_expert=is_expert,
    )


def _rows(assignment: Assignment, reading: Reading, reference: Reading) -> tuple[SiteFeedback, ...]:
    campaign = assignment.case.campaign
    own, theirs = entries_of(reading), entries_of(reference)
    return tuple(
        SiteFeedback(
            item,
            tuple(
                _cell(own.get(position, {}).get(item.code), theirs.get(position, {}).get(item.code))
                for position in assignment.order
            ),
        )
        for item in get_instrument(campaign.instrument).items_of(campaign.features)
    )


def _cell(own: Entry | None, reference: Entry | None) -> tuple[str, str, str]:
    return text_of(own), text_of(reference), _concordance(own, reference)


def _concordance(own: Entry | None, reference: Entry | None) -> str:
    if own == reference:
        return "same"
    if own is None or reference is None or own.value is None or reference.value is None:
        return "apart"
    apart = abs(Decimal(str(own.value)) - Decimal(str(reference.value)))
    return "close" if apart <= 1 else "apart"
