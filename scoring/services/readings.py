"""The life of a reading: started, submitted, corrected by a new version."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Membership
from ra_registry.core import audit
from ra_registry.core.errors import NotAllowed
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission
from scoring.entries import entries_of
from scoring.errors import (
    CampaignLocked,
    CorrectionRefused,
    IncompleteReading,
    ReadingChanged,
    ReadingLocked,
)
from scoring.instruments import get_instrument
from scoring.models import Assignment, Campaign, Reading, SiteScore
from scoring.models.assignment import AssignmentStatus
from scoring.models.campaign import CampaignState
from scoring.models.reading import ReadingState, SignatureMeaning
from scoring.selectors.gaps import Completeness, completeness
from scoring.services.fingerprint import content_hash
from scoring.services.unscorable import prefill_missing_series

REASON_LENGTH = 300
LOOKS_LIKE_A_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")


def lock_reading(reading: Reading) -> Reading:
    """Return the reading, locked until the transaction ends, with its campaign.

    The one row that saving, submitting and correcting wait for each other at.
    """
    return (
        Reading.objects.select_for_update(of=("self",))
        .select_related("assignment__case__campaign__study", "assignment__reader")
        .get(pk=reading.pk)
    )


def require_open(campaign: Campaign) -> None:
    """Raise unless the campaign is open for reading."""
    if campaign.state == CampaignState.DRAFT:
        raise CampaignLocked("This campaign is not open yet.")
    if campaign.state == CampaignState.CLOSED:
        raise CampaignLocked("This campaign is closed: readings can't be changed any more.")


def require_author(reading: Reading, by: User) -> None:
    """Raise unless ``by`` is the reader: nobody else ever writes a score."""
    if reading.assignment.reader_id != by.pk:
        raise NotAllowed("Only the assigned reader can change this reading.")


@transaction.atomic
def start_reading(*, assignment: Assignment, by: User) -> Reading:
    """Return the draft to work on, created on first use.

    Features whose image series an examination lacks are marked as not scorable from the start; the
    reader can replace each mark.

    Raises:
        NotAllowed: somebody else's assignment.
        CampaignLocked: the campaign is not open.
        ReadingLocked: the reading is submitted.
    """
    locked = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("case__campaign__study")
        .get(pk=assignment.pk)
    )
    if locked.reader_id != by.pk:
        raise NotAllowed("This case is assigned to another reader.")
    campaign = locked.case.campaign
    require_open(campaign)
    draft = locked.readings.filter(state=ReadingState.DRAFT).first()
    if draft is not None:
        return draft
    if locked.readings.exists():
        raise ReadingLocked("This case is submitted. Open a correction to change it.")
    reading = Reading.objects.create(
        assignment=locked,
        charter_version=campaign.charter_version,
        started_at=timezone.now(),
        started_by=by,
    )
    prefill_missing_series(reading, campaign)
    Assignment.objects.filter(pk=locked.pk).update(status=AssignmentStatus.STARTED)
    audit.record(
        EventKind.READING_STARTED,
        by=by,
        study_code=campaign.study.code,
        target=reading,
        data={"campaign": campaign.code, "case": locked.case.number},
    )
    return reading


@transaction.atomic
def submit_reading(
    *,
    reading: Reading,
    by: User,
    meaning: str = SignatureMeaning.AUTHORSHIP,
    revision: int | None = None,
) -> Reading:
    """Lock a complete reading for good and make it the current version. Repeating changes nothing.

    Args:
        reading: a draft.
        by: its reader, whose printed name becomes the signature.
        meaning: what the signature states.
        revision: the one the person saw; another one means that another tab has changed the draft.

    Raises:
        NotAllowed, CampaignLocked
        ReadingChanged: the draft is not the one that was signed.
        IncompleteReading: sites without score and reason, each named.
    """
    locked = lock_reading(reading)
    require_author(locked, by)
    if locked.state == ReadingState.SUBMITTED:
        return locked
    assignment, campaign = locked.assignment, locked.assignment.case.campaign
    require_open(campaign)
    if revision is not None and revision != locked.revision:
        raise ReadingChanged(
            "Another tab changed this reading after you opened it. Look at it again, then submit."
        )
    _require_complete(completeness(locked), locked)
    locked.state = ReadingState.SUBMITTED
    locked.submitted_at, locked.submitted_by = timezone.now(), by
    locked.signed_as, locked.signature_meaning = str(by), SignatureMeaning(meaning)
    locked.content_hash = fingerprint_of(locked)
    # The old version steps back first: there is never a moment with two current ones.
    assignment.readings.filter(is_current=True).update(is_current=False)
    locked.is_current = True
    locked.save()
    Assignment.objects.filter(pk=assignment.pk).update(status=AssignmentStatus.SUBMITTED)
    mark_study_changed(campaign.study_id)
    audit.record(
        EventKind.READING_SUBMITTED,
        by=by,
        study_code=campaign.study.code,
        target=locked,
        data={
            "campaign": campaign.code,
            "case": assignment.case.number,
            "version": locked.number,
            "content_hash": locked.content_hash,
            "signature": {
                "name": locked.signed_as,
                "meaning": str(locked.signature_meaning),
                "at": locked.submitted_at.isoformat(),
            },
        },
    )
    return locked


@transaction.atomic
def open_correction(*, reading: Reading, reason: str, by: User) -> Reading:
    """Open a new draft version of a submitted reading, with its scores; return the draft.

    The submitted version stays current until the new one is submitted. The reason is shown to the
    reader, so it may name neither the patient nor a date.

    Raises:
        NotAllowed: neither the reader nor a person who manages the study's campaigns.
        CampaignLocked: the campaign is not open.
        CorrectionRefused: no reason, a reason that un-blinds, not the current version, or a
            correction is open already.
    """
    locked = lock_reading(reading)
    assignment, campaign = locked.assignment, locked.assignment.case.campaign
    if assignment.reader_id != by.pk and not _manages(campaign, by):
        raise NotAllowed("Only the reader or a data manager can open a correction.")
    require_open(campaign)
    if not locked.is_current:
        raise CorrectionRefused("Only the current version of a submitted reading can be corrected.")
    if assignment.readings.filter(state=ReadingState.DRAFT).exists():
        raise CorrectionRefused("A correction of this reading is open already.")
    draft = Reading.objects.create(
        assignment=assignment,
        number=locked.number + 1,
        supersedes=locked,
        reason=_blind_reason(reason, assignment),
        charter_version=campaign.charter_version,
        started_at=timezone.now(),
        started_by=by,
    )
    SiteScore.objects.bulk_create(
        SiteScore(
            reading=draft,
            time_point_id=score.time_point_id,
            item_id=score.item_id,
            half_units=score.half_units,
            reason=score.reason,
            entered_at=score.entered_at,
        )
        for score in locked.scores.all()
    )
    Assignment.objects.filter(pk=assignment.pk).update(status=AssignmentStatus.STARTED)
    audit.record(
        EventKind.READING_UNLOCKED,
        by=by,
        study_code=campaign.study.code,
        target=draft,
        data={
            "campaign": campaign.code,
            "case": assignment.case.number,
            "supersedes": locked.pk,
            "reason": draft.reason,
        },
    )
    return draft


def fingerprint_of(reading: Reading) -> str:
    """Return the content hash of the scores as they are stored now. One query."""
    assignment = reading.assignment
    return content_hash(
        token=str(assignment.token),
        number=reading.number,
        instrument=assignment.case.campaign.instrument,
        charter_version=reading.charter_version,
        entries=entries_of(reading),
    )


def _require_complete(found: Completeness, reading: Reading) -> None:
    if found.complete:
        return
    assignment = reading.assignment
    instrument = get_instrument(assignment.case.campaign.instrument)
    raise IncompleteReading(
        missing=list(found.missing),
        sites=[
            f"T{assignment.order.index(position) + 1}: {instrument.item(code).full_label}"
            for position, code in found.missing
        ],
    )


def _manages(campaign: Campaign, user: User) -> bool:
    held = Membership.objects.held_by(user, Permission.MANAGE_CAMPAIGNS)
    return held.filter(study=campaign.study_id, centre__isnull=True).exists()


def _blind_reason(reason: str, assignment: Assignment) -> str:
    text = " ".join(reason.split())
    if not text:
        raise CorrectionRefused("Say why the reading is corrected.")
    if len(text) > REASON_LENGTH:
        raise CorrectionRefused(
            f"The reason is {len(text)} characters long; allowed are {REASON_LENGTH}."
        )
    if assignment.case.patient.pseudonym.lower() in text.lower():
        raise CorrectionRefused("The reader will see this reason: leave out the patient's code.")
    if LOOKS_LIKE_A_DATE.search(text):
        raise CorrectionRefused("The reader will see this reason: leave out dates.")
    return text
