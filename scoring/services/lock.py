"""Locking a campaign's scores with a signature, and unlocking them with a reason."""

from __future__ import annotations

import hashlib
import json

from django.db import transaction
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Membership
from ra_registry.core import audit
from ra_registry.core.errors import Conflict, NotAllowed
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission
from ra_registry.core.signing.services import sign, supersede
from ra_registry.core.signing.step_up import StepUp
from scoring.acts import LOCK_CAMPAIGN
from scoring.errors import CampaignLocked
from scoring.models import AdjudicationOutcome, Campaign, Reading
from scoring.models.protocol import CampaignState, ResultsAccess
from scoring.services.locking import lock_campaign
from scoring.services.reasons import required_reason


def campaign_fingerprint(campaign: Campaign) -> str:
    """Return the SHA-256 of what a lock seals: current readings, outcomes, charter version.

    Readings by the token of their assignment, with kind, version and content hash; outcomes of
    adjudication by the tokens of their three readings, with policy and values. Two queries.
    """
    readings = Reading.objects.filter(assignment__case__campaign=campaign, is_current=True)
    outcomes = AdjudicationOutcome.objects.filter(
        referral__case__campaign=campaign, third__is_current=True
    )
    sealed = [
        campaign.code,
        campaign.instrument,
        campaign.charter_version,
        sorted(
            [str(token), kind, number, content]
            for token, kind, number, content in readings.values_list(
                "assignment__token", "assignment__kind", "number", "content_hash"
            )
        ),
        sorted(
            [*hashes, policy, json.dumps(values, sort_keys=True)]
            for *hashes, policy, values in outcomes.values_list(
                "referral__first__content_hash",
                "referral__second__content_hash",
                "third__content_hash",
                "policy",
                "values",
            )
        ),
    ]
    canonical = json.dumps(sealed, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@transaction.atomic
def lock_scores(*, campaign: Campaign, by: User, proof: StepUp) -> Campaign:
    """Lock a closed campaign: its scores are final, and open to those who may view readings.

    Repeating it changes nothing and uses no proof.

    Raises:
        NotAllowed: not a person who manages the study's campaigns.
        CampaignLocked: the campaign is not closed.
        Conflict: the scores are not the ones that were shown when confirming.
        ProofRefused: the proof is used, too old, or not this person's.
    """
    locked = lock_campaign(campaign)
    if locked.state == CampaignState.LOCKED:
        return locked
    _require(locked, by, Permission.MANAGE_CAMPAIGNS)
    if locked.state != CampaignState.CLOSED:
        raise CampaignLocked(_("Only a closed campaign can be locked."))
    content = campaign_fingerprint(locked)
    if content != proof.content_hash:
        raise Conflict(_("The scores have changed since you looked. Look again, then lock."))
    signature = sign(subject=locked, content_hash=content, act=LOCK_CAMPAIGN, by=by, proof=proof)
    locked.state = CampaignState.LOCKED
    locked.locked_at, locked.locked_by = signature.signed_at, by
    if locked.results_access == ResultsAccess.AS_BEFORE:
        locked.results_access = ResultsAccess.LOCKED
    locked.save(update_fields=["state", "locked_at", "locked_by", "results_access"])
    mark_study_changed(locked.study_id)
    audit.record(
        EventKind.CAMPAIGN_LOCKED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={
            "code": locked.code,
            "content_hash": content,
            "signature": signature.particulars(),
        },
    )
    return locked


@transaction.atomic
def unlock_scores(*, campaign: Campaign, reason: str, by: User) -> Campaign:
    """Unlock a campaign: it is closed again, its signature stays, shown as superseded.

    Raises:
        NotAllowed: not a person who may unlock the study's campaigns.
        CampaignLocked: the campaign is not locked.
        ValidationFailed: no reason.
    """
    locked = lock_campaign(campaign)
    _require(locked, by, Permission.UNLOCK_CAMPAIGNS)
    if locked.state != CampaignState.LOCKED:
        raise CampaignLocked(_("The campaign is not locked."))
    why = required_reason(reason)
    locked.state = CampaignState.CLOSED
    locked.locked_at = locked.locked_by = None
    locked.save(update_fields=["state", "locked_at", "locked_by"])
    supersede(subject=locked, by=by, reason=why, study_code=locked.study.code)
    mark_study_changed(locked.study_id)
    audit.record(
        EventKind.CAMPAIGN_UNLOCKED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={"code": locked.code, "reason": why},
    )
    return locked


def _require(campaign: Campaign, by: User, permission: Permission) -> None:
    held = Membership.objects.held_by(by, permission)
    if not held.filter(study=campaign.study_id, centre__isnull=True).exists():
        raise NotAllowed(_("This needs a data manager of the whole study."))
