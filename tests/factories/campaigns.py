"""Campaigns in the states of their life, and people who read for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ra_registry.accounts.confirming import confirm
from ra_registry.accounts.models import User
from ra_registry.core.signing.step_up import StepUp
from scoring.acts import LOCK_CAMPAIGN
from scoring.instruments import Entry, get_instrument
from scoring.models import Assignment, Campaign, Reading
from scoring.models.protocol import Strategy
from scoring.services import (
    Mark,
    add_cases,
    choose_readers,
    close_campaign,
    lock_scores,
    open_campaign,
    save_scores,
)
from scoring.services.lock import campaign_fingerprint
from tests.factories.authenticators import code_of
from tests.factories.clinical import ExaminationFactory, PatientFactory, VisitFactory
from tests.factories.people import PASSWORD, MembershipFactory, UserFactory
from tests.factories.scoring import draft_campaign, draft_reading, signed
from tests.factories.world import StudyWorld


def another_reader(world: StudyWorld, name: str = "third reader") -> User:
    """Return one more person who reads for the study."""
    person = UserFactory(full_name=name)
    MembershipFactory(study=world.study, user=person, role="reader")
    return person


def enrol(world: StudyWorld, n: int) -> None:
    """Enrol patients with an MRI at both visits."""
    for _ in range(n):
        patient = PatientFactory(centre=world.north)
        for planned in (world.baseline, world.year_one):
            ExaminationFactory(visit=VisitFactory(patient=patient, planned=planned))


def opened(
    world: StudyWorld,
    *,
    readers: list[User] | None = None,
    strategy: str = Strategy.FIXED,
    adjudicators: tuple[User, ...] = (),
    code: str = "mri",
    **protocol: Any,
) -> Campaign:
    """Return an open campaign of all the study's patients."""
    manager = world.people["data_manager"]
    campaign = draft_campaign(world, code=code, **protocol)
    visits = [world.baseline, world.year_one]
    add_cases(campaign=campaign, planned_visits=visits, by=manager)
    choose_readers(
        campaign=campaign,
        readers=readers or [world.people["reader"], world.second_reader],
        strategy=strategy,
        adjudicators=list(adjudicators),
        by=manager,
    )
    return open_campaign(campaign=campaign, by=manager)


def read(assignment: Assignment, changed: Mapping[tuple[int, str], int] | None = None) -> Reading:
    """Return a submitted reading that scores 0 everywhere but in the cells of ``changed``.

    Cells are named by true position and item.
    """
    reading = draft_reading(assignment)
    campaign = assignment.case.campaign
    items = get_instrument(campaign.instrument).items_of(campaign.features)
    values = changed or {}
    marks = [
        Mark(position, item.code, Entry(value=values.get((position, item.code), 0)))
        for position in assignment.order
        for item in items
    ]
    save_scores(reading=reading, marks=marks, revision=reading.revision, by=assignment.reader)
    return signed(reading)


def proof_of_lock(campaign: Campaign, by: User) -> StepUp:
    """Return the proof that somebody confirmed the campaign's scores as they are."""
    return confirm(
        user=by,
        act=LOCK_CAMPAIGN,
        content_hash=campaign_fingerprint(campaign),
        password=PASSWORD,
        code=code_of(by),
    )


def locked(campaign: Campaign, by: User) -> Campaign:
    """Return the campaign, closed and locked."""
    close_campaign(campaign=campaign, by=by)
    return lock_scores(campaign=campaign, by=by, proof=proof_of_lock(campaign, by))
