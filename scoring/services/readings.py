"""The life of a reading: started, submitted. Corrections are new versions: see `corrections`."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.core import audit
from ra_registry.core.errors import NotAllowed
from ra_registry.core.events import EventKind
from ra_registry.core.signing.services import sign, supersede
from ra_registry.core.signing.signature import Signature
from ra_registry.core.signing.step_up import StepUp
from scoring.acts import SUBMIT_READING
from scoring.cells import column_letter
from scoring.entries import entries_of
from scoring.errors import (
    CampaignLocked,
    CaseNotReleased,
    CaseWithdrawn,
    IncompleteReading,
    ReadingChanged,
    ReadingLocked,
)
from scoring.instruments import get_instrument
from scoring.models import Assignment, Campaign, Case, Reading
from scoring.models.assignment import AssignmentStatus
from scoring.models.protocol import CampaignState
from scoring.models.reading import ReadingState, SignatureMeaning
from scoring.selectors.gaps import completeness
from scoring.selectors.own_work import released
from scoring.services.after_submission import after_submission
from scoring.services.certificates import require_certificate
from scoring.services.fingerprint import content_hash
from scoring.services.unscorable import prefill_missing_series


def lock_reading(reading: Reading) -> Reading:
    """Return the reading, locked until the transaction ends, with its campaign.

    The one row that saving, submitting and correcting wait for each other at.
    """
    return (
        Reading.objects.select_for_update(of=("self",))
        .select_related("assignment__case__campaign__study", "assignment__reader")
        .get(pk=reading.pk)
    )


def require_readable(case: Case) -> None:
    """Raise unless the case's campaign is open and nothing of the case is voided. One query."""
    require_open(case.campaign)
    if not Case.objects.active().filter(pk=case.pk).exists():
        raise CaseWithdrawn


def require_open(campaign: Campaign) -> None:
    """Raise unless the campaign is open for reading."""
    if campaign.state == CampaignState.DRAFT:
        raise CampaignLocked("This campaign is not open yet.")
    if campaign.state != CampaignState.OPEN:
        raise CampaignLocked("This campaign is closed: readings can't be changed any more.")


def require_author(reading: Reading, by: User) -> None:
    """Raise unless ``by`` is the reader and still is: nobody else ever writes a score."""
    assignment = reading.assignment
    if assignment.reader_id != by.pk or assignment.ended_at is not None:
        raise NotAllowed("Only the assigned reader can change this reading.")


@transaction.atomic
def start_reading(*, assignment: Assignment, by: User) -> Reading:
    """Return the draft to work on, created on first use.

    Features whose image series an examination lacks are marked as not scorable from the start; the
    reader can replace each mark.

    Raises:
        NotAllowed: somebody else's assignment.
        CampaignLocked, CaseWithdrawn: the campaign is not open, or something of the case is voided.
        ReadingLocked: the reading is submitted.
        CaseNotReleased: a re-read whose days have not passed.
        CertificateMissing: the campaign asks for one.
    """
    locked = (
        Assignment.objects.select_for_update(of=("self",))
        .select_related("case__campaign__study")
        .get(pk=assignment.pk)
    )
    if locked.reader_id != by.pk or locked.ended_at is not None:
        raise NotAllowed("This case is assigned to another reader.")
    campaign = locked.case.campaign
    require_readable(locked.case)
    draft = locked.readings.filter(state=ReadingState.DRAFT).first()
    if draft is not None:
        return draft
    if locked.readings.exists():
        raise ReadingLocked("This case is submitted. Open a correction to change it.")
    if not Assignment.objects.filter(released(), pk=locked.pk).exists():
        raise CaseNotReleased
    require_certificate(campaign, by)
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
def submit_reading(*, reading: Reading, by: User, proof: StepUp) -> Reading:
    """Sign a complete reading, which locks it for good and makes it the current version.

    Repeating it changes nothing and uses no proof.

    Args:
        reading: a draft.
        by: its reader, whose printed name becomes the signature.
        proof: that the reader confirmed `SUBMIT_READING` of the scores as they are stored.

    Raises:
        NotAllowed, CampaignLocked, CaseWithdrawn
        IncompleteReading: sites without score and reason, each named.
        ReadingChanged: the scores are not the ones that were shown when confirming.
        ProofRefused: the proof is used, too old, or not this reader's.
    """
    locked = lock_reading(reading)
    require_author(locked, by)
    if locked.state == ReadingState.SUBMITTED:
        return locked
    assignment, campaign = locked.assignment, locked.assignment.case.campaign
    require_readable(assignment.case)
    require_complete(locked)
    content = fingerprint_of(locked)
    require_seen(content, proof.content_hash)
    signature = sign(subject=locked, content_hash=content, act=SUBMIT_READING, by=by, proof=proof)
    # The old version steps back first: there is never a moment with two current ones.
    assignment.readings.filter(is_current=True).update(is_current=False)
    _lock(locked, signature, by)
    if locked.supersedes is not None:
        supersede(
            subject=locked.supersedes,
            by=by,
            reason=locked.reason or locked.get_asked_for_display(),
            study_code=campaign.study.code,
        )
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
            "signature": signature.particulars(),
        },
    )
    after_submission(locked, by=by)
    return locked


def require_seen(stored: str, seen: str) -> None:
    """Raise `ReadingChanged` unless the scores as stored are those that the reader was shown."""
    if stored != seen:
        raise ReadingChanged(
            _("Another tab changed this reading after you opened it. Look at it again, then sign.")
        )


def _lock(reading: Reading, signature: Signature, by: User) -> None:
    """Make a draft the submitted, current version, with its signature in its own columns."""
    reading.state = ReadingState.SUBMITTED
    reading.submitted_at, reading.submitted_by = signature.signed_at, by
    reading.signed_as = signature.signed_as
    reading.signature_meaning = SignatureMeaning(signature.meaning)
    reading.content_hash = signature.content_hash
    reading.is_current = True
    reading.save()


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


def require_complete(reading: Reading) -> None:
    """Raise `IncompleteReading` unless every site has a score or a reason. Two queries."""
    found = completeness(reading)
    if found.complete:
        return
    assignment = reading.assignment
    instrument = get_instrument(assignment.case.campaign.instrument)
    raise IncompleteReading(
        missing=list(found.missing),
        sites=[
            f"{column_letter(assignment.order.index(position) + 1)}: "
            f"{instrument.item(code).full_label}"
            for position, code in found.missing
        ],
    )
