"""Setting up, opening and closing campaigns."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind
from scoring.errors import CampaignLocked, CampaignNotReady
from scoring.instruments import Instrument, all_instruments, feature_labels, get_instrument
from scoring.models import Campaign
from scoring.models.campaign import CampaignState, ReadingMode, SurgeryPolicy
from scoring.selectors.check_list import readiness

# Addresses below /campaigns/ that are no campaign.
RESERVED_CODES = frozenset({"new"})
SEED_BITS = 48


@dataclass(frozen=True)
class Protocol:
    """What a campaign prescribes, as its form holds it."""

    title: str
    instrument: str
    features: Sequence[str]
    step_half_units: int = 2
    readers_per_case: int = 2
    reading_mode: str = ReadingMode.SET_UNKNOWN_ORDER
    totals_visible: bool = False
    surgery_policy: str = SurgeryPolicy.EXCLUDE
    charter_version: str = "1"


@transaction.atomic
def create_campaign(
    *, study: Study, code: str, protocol: Protocol, by: User, seed: int | None = None
) -> Campaign:
    """Create a draft campaign. ``seed`` is drawn unless given (the synthetic study gives one).

    Raises:
        ValidationFailed: the code is taken or reserved, or a feature is missing or not one of the
            instrument.
        UnknownInstrumentError
    """
    if code in RESERVED_CODES:
        raise ValidationFailed(
            f"“{code}” can't be a campaign's code.", field_errors={"code": ["Choose another code."]}
        )
    campaign = Campaign(
        study=study,
        code=code,
        seed=secrets.randbits(SEED_BITS) if seed is None else seed,
        created_by=by,
    )
    _apply(campaign, protocol)
    try:
        with transaction.atomic():
            campaign.save(force_insert=True)
    except IntegrityError as error:
        if "scoring_campaign_code" not in str(error):
            raise
        raise ValidationFailed(
            f"This study has a campaign “{code}” already.",
            field_errors={"code": ["This code is taken."]},
        ) from error
    audit.record(
        EventKind.CAMPAIGN_CREATED,
        by=by,
        study_code=study.code,
        target=campaign,
        data={"code": code, "instrument": campaign.instrument, "features": campaign.features},
    )
    return campaign


@transaction.atomic
def change_protocol(*, campaign: Campaign, protocol: Protocol, by: User) -> Campaign:
    """Change a draft campaign. What cases and assignments were drawn under can't change any more.

    Raises:
        CampaignLocked: the campaign was opened.
        ValidationFailed: cases exist and what they were drawn under would change.
    """
    locked = _lock(campaign)
    if locked.state != CampaignState.DRAFT:
        raise CampaignLocked("The campaign is open: its protocol can't be changed any more.")
    drawn_under = (locked.instrument, locked.reading_mode, locked.readers_per_case)
    _apply(locked, protocol)
    now = (locked.instrument, locked.reading_mode, locked.readers_per_case)
    if drawn_under != now and locked.cases.exists():
        raise ValidationFailed(
            "Cases were made under this instrument, reading mode and number of readers. "
            "Make another campaign for another protocol."
        )
    locked.save()
    return locked


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: User) -> Campaign:
    """Open a campaign for its readers. Repeating it changes nothing.

    Raises:
        CampaignNotReady: something of the check list is missing.
        CampaignLocked: the campaign is closed.
    """
    locked = _lock(campaign)
    if locked.state == CampaignState.OPEN:
        return locked
    if locked.state == CampaignState.CLOSED:
        raise CampaignLocked("A closed campaign is not opened again.")
    missing = [check for check in readiness(locked) if not check.met]
    if missing:
        raise CampaignNotReady(
            "The campaign can't be opened yet.", details=[check.text for check in missing]
        )
    locked.state = CampaignState.OPEN
    locked.opened_at, locked.opened_by = timezone.now(), by
    locked.save(update_fields=["state", "opened_at", "opened_by"])
    audit.record(
        EventKind.CAMPAIGN_OPENED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={"code": locked.code, "cases": locked.cases.count(), "seed": str(locked.seed)},
    )
    return locked


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User) -> Campaign:
    """Close a campaign: drafts stay as they are and can't be submitted. Repeating changes nothing.

    Raises:
        CampaignLocked: the campaign was never opened.
    """
    locked = _lock(campaign)
    if locked.state == CampaignState.CLOSED:
        return locked
    if locked.state == CampaignState.DRAFT:
        raise CampaignLocked("Only an open campaign can be closed.")
    locked.state = CampaignState.CLOSED
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.save(update_fields=["state", "closed_at", "closed_by"])
    audit.record(
        EventKind.CAMPAIGN_CLOSED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={"code": locked.code},
    )
    return locked


def _lock(campaign: Campaign) -> Campaign:
    return (
        Campaign.objects.select_for_update(of=("self",)).select_related("study").get(pk=campaign.pk)
    )


def _check_features(instrument: Instrument, keys: Sequence[str]) -> None:
    """Refuse features that belong to another instrument, by the names that the form shows."""
    names = feature_labels()
    foreign = [names.get(key, key) for key in keys if key not in instrument.feature_keys]
    if foreign:
        problem = _("Found %(found)s, which %(instrument)s doesn't score. It scores %(known)s.") % {
            "found": ", ".join(foreign),
            "instrument": instrument.name,
            "known": ", ".join(feature.label for feature in instrument.features),
        }
        raise ValidationFailed(problem, field_errors={"features": [problem]})


def _apply(campaign: Campaign, protocol: Protocol) -> None:
    instrument = get_instrument(protocol.instrument)
    if instrument not in all_instruments():
        problem = _("%(instrument)s is withdrawn: choose another instrument.") % {
            "instrument": instrument.name
        }
        raise ValidationFailed(problem, field_errors={"instrument": [problem]})
    _check_features(instrument, protocol.features)
    chosen = instrument.chosen_features(protocol.features)
    if not chosen:
        raise ValidationFailed(
            "A campaign reads at least one feature.",
            field_errors={"features": ["Choose at least one feature."]},
        )
    campaign.title = protocol.title
    campaign.instrument = instrument.key
    campaign.features = [key for key in instrument.feature_keys if key in chosen]
    campaign.step_half_units = protocol.step_half_units
    campaign.readers_per_case = protocol.readers_per_case
    campaign.reading_mode = protocol.reading_mode
    campaign.totals_visible = protocol.totals_visible
    campaign.surgery_policy = protocol.surgery_policy
    campaign.charter_version = protocol.charter_version
