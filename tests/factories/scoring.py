"""Campaigns with cases and readers, made through the services."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.utils import timezone

from ra_registry.accounts.confirming import confirm
from ra_registry.accounts.models import User
from ra_registry.cohort.models import PlannedVisit
from ra_registry.core.signing.step_up import StepUp
from scoring.acts import SUBMIT_READING
from scoring.instruments import Entry, get_instrument
from scoring.models import Assignment, Campaign, Reading
from scoring.models.protocol import CampaignState, Strategy
from scoring.services import (
    Mark,
    Protocol,
    add_cases,
    choose_readers,
    create_campaign,
    fingerprint_of,
    open_campaign,
    save_scores,
    start_reading,
    submit_reading,
)
from scoring.views.opening import OPENED
from tests.factories.authenticators import code_of
from tests.factories.people import PASSWORD
from tests.factories.world import StudyWorld

# The smallest form: seven sites at two time points.
SYNOVITIS = {"instrument": "ramris-2016", "features": ["synovitis"]}
EROSION = {"instrument": "ramris-2016", "features": ["erosion"]}


def draft_campaign(world: StudyWorld, *, code: str = "mri", **protocol: Any) -> Campaign:
    """Return a campaign without cases; ``protocol`` overrides the smallest form.

    Its charter lets investigators see scores before lock, unless ``results_access`` says otherwise.
    """
    given = {"title": f"Campaign {code}", "results_access": "investigators"}
    return create_campaign(
        study=world.study,
        code=code,
        protocol=Protocol(**{**given, **SYNOVITIS, **protocol}),
        by=world.people["data_manager"],
        seed=20240311,
    )


def open_for_reading(
    world: StudyWorld,
    *,
    code: str = "mri",
    readers: Sequence[User] | None = None,
    single_visit: bool = False,
    visits: Sequence[PlannedVisit] | None = None,
    **protocol: Any,
) -> Campaign:
    """Return an open campaign of all four patients, read by both readers unless told otherwise.

    Of baseline and one year, of baseline alone (``single_visit``), or of the planned ``visits``.
    """
    people = list(readers or (world.people["reader"], world.second_reader))
    campaign = draft_campaign(world, code=code, readers_per_case=len(people), **protocol)
    manager = world.people["data_manager"]
    usual = [world.baseline] if single_visit else [world.baseline, world.year_one]
    add_cases(campaign=campaign, planned_visits=visits or usual, by=manager)
    choose_readers(campaign=campaign, readers=people, strategy=Strategy.FIXED, by=manager)
    return open_campaign(campaign=campaign, by=manager)


def lock(campaign: Campaign, *, by: User | None = None) -> Campaign:
    """Close and lock an open campaign as the database has it, whatever its readings."""
    now, person = timezone.now(), by or campaign.created_by
    row = Campaign.objects.filter(pk=campaign.pk)
    row.update(state=CampaignState.CLOSED, closed_at=now, closed_by=person)
    row.update(state=CampaignState.LOCKED, locked_at=now, locked_by=person)
    campaign.refresh_from_db()
    return campaign


def unlock(campaign: Campaign) -> Campaign:
    """Take the lock of a locked campaign away: it is closed again."""
    row = Campaign.objects.filter(pk=campaign.pk)
    row.update(state=CampaignState.CLOSED, locked_at=None, locked_by=None)
    campaign.refresh_from_db()
    return campaign


def having_said_why(client: Client) -> Client:
    """Let a signed-in client open readings of every campaign there is, as after a reason."""
    session = client.session
    session[OPENED] = list(Campaign.objects.values_list("pk", flat=True))
    session.save()
    return client


def first_assignment(campaign: Campaign, reader: User) -> Assignment:
    """Return the first case of the reader's worklist."""
    return Assignment.objects.filter(case__campaign=campaign, reader=reader).earliest("sequence")


def all_marks(assignment: Assignment, value: int | None = 0) -> list[Mark]:
    """Return a mark with the same score for every cell of the form."""
    campaign = assignment.case.campaign
    items = get_instrument(campaign.instrument).items_of(campaign.features)
    entry = None if value is None else Entry(value=value)
    return [Mark(position, item.code, entry) for position in assignment.order for item in items]


def draft_reading(assignment: Assignment) -> Reading:
    """Return the started reading of an assignment."""
    return start_reading(assignment=assignment, by=assignment.reader)


def submitted_reading(assignment: Assignment, value: int = 1) -> Reading:
    """Return a submitted reading with the same score everywhere."""
    reading = draft_reading(assignment)
    save_scores(
        reading=reading,
        marks=all_marks(assignment, value),
        revision=reading.revision,
        by=assignment.reader,
    )
    return signed(reading)


def proof_of(reading: Reading, *, by: User | None = None) -> StepUp:
    """Return the proof that the reader, or somebody else, confirmed what is stored."""
    person = by or reading.assignment.reader
    return confirm(
        user=person,
        act=SUBMIT_READING,
        content_hash=fingerprint_of(reading),
        password=PASSWORD,
        code=code_of(person),
    )


def signed(reading: Reading) -> Reading:
    """Return a complete draft, signed and submitted by its reader."""
    by = reading.assignment.reader
    return submit_reading(reading=reading, by=by, proof=proof_of(reading))


def sign_form(reading: Reading, **changed: str) -> dict[str, str]:
    """Return what the sheet of a draft sends when its reader signs."""
    code = code_of(reading.assignment.reader)
    return {
        "content_hash": fingerprint_of(reading),
        "password": PASSWORD,
        **({"code": code} if code else {}),
        **changed,
    }


def fields_of(page: str) -> dict[str, str]:
    """Return what stands in the cells of a form, by cell name."""
    return dict(re.findall(r'<input name="([^"@]+@\d+)"\s+value="([^"]*)"', page))
