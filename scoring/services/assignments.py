"""Giving cases to readers, in orders that are drawn once and stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from enum import StrEnum

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission
from scoring.errors import CampaignLocked, ReadersRefused
from scoring.models import Assignment, Campaign, Case
from scoring.models.campaign import CampaignState, ReadingMode
from scoring.services.drawing import balanced_teams, shuffled

BATCH = 2000


class Strategy(StrEnum):
    """Who reads what: the same readers every case, or a team drawn from a pool."""

    FIXED = "fixed"
    POOL = "pool"


@transaction.atomic
def assign_readers(
    *, campaign: Campaign, readers: Sequence[User], strategy: Strategy, by: User
) -> int:
    """Give every case without readers its readers; return the number of assignments made.

    The order of each reader's worklist and, where the protocol hides it, the order of the time
    points of each case and reader are drawn from the campaign's seed and stored.

    Raises:
        CampaignLocked: the campaign is closed.
        ReadersRefused: wrong number of readers, or somebody may not read all these cases.
    """
    locked = (
        Campaign.objects.select_for_update(of=("self",)).select_related("study").get(pk=campaign.pk)
    )
    if locked.state == CampaignState.CLOSED:
        raise CampaignLocked("The campaign is closed: no cases can be assigned.")
    people = list(dict.fromkeys(readers))
    _check_number(locked, people, strategy)
    cases = list(
        Case.objects.active()
        .filter(campaign=locked, assignments__isnull=True)
        .select_related("patient")
        .prefetch_related("time_points")
        .order_by("number")
    )
    _check_roles(locked, people, cases)
    teams = _teams(locked, people, strategy, n=len(cases))
    assignments = _draw(locked, cases, teams)
    Assignment.objects.bulk_create(assignments, batch_size=BATCH)
    if assignments:
        audit.record(
            EventKind.CASES_ASSIGNED,
            by=by,
            study_code=locked.study.code,
            target=locked,
            data={
                "step": "readers assigned",
                "campaign": locked.code,
                "strategy": strategy.value,
                "readers": [person.pk for person in people],
                "cases": len(cases),
            },
        )
    return len(assignments)


def _check_number(campaign: Campaign, people: list[User], strategy: Strategy) -> None:
    needed, found = campaign.readers_per_case, len(people)
    if strategy == Strategy.FIXED and found != needed:
        raise ReadersRefused(
            _(
                "Readers a case by the protocol: %(needed)d; chosen: %(found)d. Choose as many, or "
                "draw teams from a pool."
            )
            % {"needed": needed, "found": found}
        )
    if found < needed:
        raise ReadersRefused(
            _("Readers that a pool needs at least: %(needed)d; chosen: %(found)d.")
            % {"needed": needed, "found": found}
        )


def _check_roles(campaign: Campaign, people: list[User], cases: list[Case]) -> None:
    """Refuse a person who holds no reader role for the centre of one of the cases."""
    centres = {case.patient.centre_id for case in cases}
    for person in people:
        held = Membership.objects.held_by(person, Permission.READ_CASES)
        allowed = set(held.filter(study=campaign.study).values_list("centre_id", flat=True))
        if not allowed:
            raise ReadersRefused(f"{person} is no reader of this study.")
        if None not in allowed and not centres <= allowed:
            raise ReadersRefused(f"{person} reads for some centres only, not for all of the cases.")


def _teams(
    campaign: Campaign, people: list[User], strategy: Strategy, *, n: int
) -> list[list[User]]:
    if strategy == Strategy.FIXED:
        return [people] * n
    return balanced_teams(
        people,
        size=campaign.readers_per_case,
        n=n,
        seed=campaign.seed,
        campaign=campaign.code,
    )


def _draw(campaign: Campaign, cases: list[Case], teams: list[list[User]]) -> list[Assignment]:
    numbered: dict[User, list[tuple[Case, int]]] = defaultdict(list)
    for case, team in zip(cases, teams, strict=True):
        for reader_number, reader in enumerate(team, start=1):
            numbered[reader].append((case, reader_number))
    last = dict(
        Assignment.objects.filter(case__campaign=campaign)
        .values_list("reader")
        .annotate(last=Max("sequence"))
    )
    return [
        Assignment(
            case=case,
            reader=reader,
            reader_number=reader_number,
            sequence=sequence,
            order=time_point_order(campaign, case, reader),
        )
        for reader, pairs in numbered.items()
        for sequence, (case, reader_number) in enumerate(
            shuffled(
                pairs,
                seed=campaign.seed,
                purpose=(campaign.code, "worklist", reader.pk, last.get(reader.pk, 0)),
            ),
            start=last.get(reader.pk, 0) + 1,
        )
    ]


def time_point_order(campaign: Campaign, case: Case, reader: User) -> list[int]:
    """Return true positions in the order the reader sees them: drawn, unless chronological."""
    positions = sorted(point.position for point in case.time_points.all())
    if campaign.reading_mode == ReadingMode.CHRONOLOGICAL:
        return positions
    return shuffled(
        positions,
        seed=campaign.seed,
        purpose=(campaign.code, "time points", case.number, reader.pk),
    )
