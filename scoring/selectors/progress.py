"""How far the readings of a campaign have come, by the stored states of the assignments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, FilteredRelation, Max, Q, QuerySet

from ra_registry.cohort.access import StudyAccess
from scoring.models import Assignment, Campaign, Case
from scoring.models.assignment import AssignmentStatus
from scoring.selectors.overview import visible_cases


@dataclass(frozen=True)
class ReaderProgress:
    """How far one reader has come."""

    reader: int
    name: str
    n_cases: int
    n_started: int
    n_submitted: int
    last_submitted_at: datetime | None


@dataclass(frozen=True)
class CentreProgress:
    """How far the readings of one centre's cases have come."""

    name: str
    n_cases: int
    n_readings: int
    n_submitted: int


@dataclass(frozen=True)
class Progress:
    """A line for each reader and for each centre, by name."""

    by_reader: tuple[ReaderProgress, ...]
    by_centre: tuple[CentreProgress, ...]


@dataclass(frozen=True)
class _Share:
    """What one reader holds of one centre's cases."""

    reader: int
    name: str
    centre: str
    n_readings: int
    n_started: int
    n_submitted: int
    last_submitted_at: datetime | None


def progress(access: StudyAccess, campaign: Campaign) -> Progress:
    """Return who has come how far, in the centres that the person may see. Two queries."""
    cases = visible_cases(access, campaign)
    shares = _shares(cases)
    by_centre = cases.order_by("patient__centre__name").values_list("patient__centre__name")
    return Progress(
        by_reader=tuple(_of_reader(own) for own in _by_reader(shares)),
        by_centre=tuple(
            _of_centre(name, n_cases, [one for one in shares if one.centre == name])
            for name, n_cases in by_centre.annotate(Count("pk"))
        ),
    )


def _shares(cases: QuerySet[Case]) -> list[_Share]:
    rows = (
        Assignment.objects.held()
        .filter(case__in=cases)
        # One reading at most, so that no assignment is counted twice.
        .alias(current=FilteredRelation("readings", condition=Q(readings__is_current=True)))
        .values_list("reader", "reader__full_name", "case__patient__centre__name")
        .annotate(
            n_readings=Count("pk"),
            n_started=Count("pk", filter=Q(status=AssignmentStatus.STARTED)),
            n_submitted=Count("pk", filter=Q(status=AssignmentStatus.SUBMITTED)),
            last_submitted_at=Max("current__submitted_at"),
        )
        .order_by("reader__full_name", "reader", "case__patient__centre__name")
    )
    return [_Share(*row) for row in rows]


def _by_reader(shares: Iterable[_Share]) -> Iterable[list[_Share]]:
    found: dict[int, list[_Share]] = {}
    for share in shares:
        found.setdefault(share.reader, []).append(share)
    return found.values()


def _of_reader(shares: list[_Share]) -> ReaderProgress:
    return ReaderProgress(
        reader=shares[0].reader,
        name=shares[0].name,
        n_cases=sum(one.n_readings for one in shares),
        n_started=sum(one.n_started for one in shares),
        n_submitted=sum(one.n_submitted for one in shares),
        last_submitted_at=max(
            (one.last_submitted_at for one in shares if one.last_submitted_at), default=None
        ),
    )


def _of_centre(name: str, n_cases: int, shares: Iterable[_Share]) -> CentreProgress:
    held = list(shares)
    return CentreProgress(
        name=name,
        n_cases=n_cases,
        n_readings=sum(one.n_readings for one in held),
        n_submitted=sum(one.n_submitted for one in held),
    )
