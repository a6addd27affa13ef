"""What follows from a submitted reading, in the transaction that submits it."""

from __future__ import annotations

from ra_registry.accounts.models import User
from scoring.models import Reading
from scoring.services.adjudication import settle_cases
from scoring.services.certificates import certify
from scoring.services.queries import answer_by


def after_submission(reading: Reading, *, by: User) -> None:
    """Answer the query it was opened for, compare it with the case's other readings, certify."""
    answer_by(reading, by=by)
    case = reading.assignment.case
    settle_cases(case.campaign, [case], by=by)
    certify(reading, by=by)
