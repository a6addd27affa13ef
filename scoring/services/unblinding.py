"""Looking at single readings before their campaign is locked: allowed to few, never unnoticed."""

from __future__ import annotations

from django.db import transaction

from ra_registry.accounts.models import User
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from scoring.models import Campaign, Reading
from scoring.services.reasons import required_reason

SHORTEST_REASON = 10


@transaction.atomic
def record_opening(*, reading: Reading, reason: str, by: User) -> None:
    """Put into the audit trail that a person opens a reading of an unlocked campaign, and why.

    Raises ValidationFailed for a reason that is too short or too long.
    """
    why = required_reason(reason, at_least=SHORTEST_REASON)
    assignment = reading.assignment
    campaign = assignment.case.campaign
    audit.record(
        EventKind.UNBLINDED,
        by=by,
        study_code=campaign.study.code,
        target=reading,
        data={
            "code": campaign.code,
            "case": assignment.case.number,
            "reader": assignment.reader_number,
            "version": reading.number,
            "reason": why,
        },
    )


@transaction.atomic
def record_opening_by_program(*, campaign: Campaign, reason: str, token: str, by: User) -> None:
    """Put into the audit trail that a program reads scores of an unlocked campaign, and why.

    ``token``: the name of the token that it used, empty for a browser session. Raises
    ValidationFailed for a reason that is too short or too long.
    """
    why = required_reason(reason, at_least=SHORTEST_REASON)
    audit.record(
        EventKind.UNBLINDED,
        by=by,
        study_code=campaign.study.code,
        target=campaign,
        data={"code": campaign.code, "token": token, "reason": why},
    )
