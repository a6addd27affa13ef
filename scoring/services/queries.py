"""The answers to queries: a corrected version, or the same scores signed once more."""

from __future__ import annotations

from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from scoring.entries import entries_of
from scoring.models import Reading, ReadingQuery
from scoring.models.reading_query import QueryAnswer


def ask(*, reading: Reading, asked_for: str, cells: list[str], by: User) -> ReadingQuery:
    """Note what a reader is asked about a reading; in the transaction that opens its correction."""
    return ReadingQuery.objects.create(
        reading=reading, asked_for=asked_for, cells=cells, asked_at=timezone.now(), asked_by=by
    )


def answer_by(reading: Reading, *, by: User) -> None:
    """Answer the query that a submitted version was opened for: corrected, or confirmed.

    Confirmed is a version whose scores are those of the one it supersedes.
    """
    if reading.supersedes is None:
        return
    query = ReadingQuery.objects.filter(
        reading=reading.supersedes, answered_at__isnull=True
    ).first()
    if query is None:
        return
    same = entries_of(reading) == entries_of(reading.supersedes)
    query.answer = QueryAnswer.CONFIRMED if same else QueryAnswer.CORRECTED
    query.answered_at, query.answered_by = timezone.now(), by
    query.save(update_fields=["answer", "answered_at", "answered_by"])
    campaign = reading.assignment.case.campaign
    audit.record(
        EventKind.QUERY_ANSWERED,
        by=by,
        study_code=campaign.study.code,
        target=query,
        data={
            "campaign": campaign.code,
            "case": reading.assignment.case.number,
            "query_answer": query.answer,
        },
    )
