"""Setting up and opening campaigns; what follows is in `life`."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

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
from scoring.models.protocol import (
    AdjudicatedValue,
    Adjudication,
    CampaignKind,
    CampaignState,
    Comparison,
    FormOrder,
    MissingPolicy,
    ReadingMode,
    ResultsAccess,
    SurgeryPolicy,
)
from scoring.selectors.check_list import readiness
from scoring.services.assignments import draw_assignments
from scoring.services.locking import lock_campaign

# Addresses below /campaigns/ that are no campaign.
RESERVED_CODES = frozenset({"new"})
SEED_BITS = 48

# How many first readings an adjudicator decides between.
PAIR = 2


@dataclass(frozen=True)
class Protocol:
    """What a campaign prescribes, as its form holds it."""

    title: str
    instrument: str
    features: Sequence[str]
    kind: str = CampaignKind.STUDY
    step_half_units: int = 2
    readers_per_case: int = 2
    reading_mode: str = ReadingMode.SET_UNKNOWN_ORDER
    form_order: str = FormOrder.FEATURE
    totals_visible: bool = False
    re_read_percent: int = 0
    re_read_days: int = 14
    adjudication: str = Adjudication.NONE
    adjudication_measure: str = ""
    adjudication_value: str = AdjudicatedValue.CHANGE
    adjudication_comparison: str = Comparison.AT_LEAST
    adjudication_threshold: Decimal = Decimal(5)
    adjudicator_sees_readings: bool = False
    surgery_policy: str = SurgeryPolicy.EXCLUDE
    missing_policy: str = MissingPolicy.PAIRWISE
    calibration_required: bool = False
    certificate_status_icc: Decimal = Decimal("0.80")
    certificate_change_icc: Decimal = Decimal("0.70")
    certificate_cases: int = 10
    certificate_days: int = 365
    results_access: str = ResultsAccess.LOCKED
    due_on: date | None = None
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
    locked = lock_campaign(campaign)
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
    """Draw and store who reads what in which order, and open the campaign for its readers.

    Repeating it changes nothing.

    Raises:
        CampaignNotReady: something of the check list is missing.
        CampaignLocked: the campaign is closed.
    """
    locked = lock_campaign(campaign)
    if locked.state == CampaignState.OPEN:
        return locked
    if locked.state != CampaignState.DRAFT:
        raise CampaignLocked(_("A closed campaign is reopened with a reason, not opened."))
    missing = [check for check in readiness(locked) if check.required and not check.met]
    if missing:
        raise CampaignNotReady(
            "The campaign can't be opened yet.", details=[check.text for check in missing]
        )
    drawn = draw_assignments(locked)
    locked.state = CampaignState.OPEN
    locked.opened_at, locked.opened_by = timezone.now(), by
    locked.save(update_fields=["state", "opened_at", "opened_by"])
    audit.record(
        EventKind.CAMPAIGN_OPENED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={
            "code": locked.code,
            "cases": locked.cases.count(),
            "assignments": drawn,
            "seed": str(locked.seed),
        },
    )
    return locked


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
    _check_adjudication(instrument, chosen, protocol)
    for name, value in asdict(protocol).items():
        setattr(campaign, name, value)
    campaign.features = [key for key in instrument.feature_keys if key in chosen]


def _check_adjudication(
    instrument: Instrument, features: Collection[str], protocol: Protocol
) -> None:
    """Refuse a third reader where there is nothing for one to decide."""
    if protocol.adjudication == Adjudication.NONE:
        return
    problems = {}
    totals = {total.key: total.label for total in instrument.totals_of(features)}
    if protocol.adjudication_measure not in totals:
        problems["adjudication_measure"] = [
            _("Choose the total that two readers are compared by: %(totals)s.")
            % {"totals": ", ".join(totals.values())}
        ]
    if protocol.readers_per_case != PAIR:
        problems["adjudication"] = [
            _("A third reader decides between two; this protocol has %(n)d readers a case.")
            % {"n": protocol.readers_per_case}
        ]
    if (
        protocol.reading_mode == ReadingMode.SINGLE
        and protocol.adjudication_value == AdjudicatedValue.CHANGE
    ):
        problems["adjudication_value"] = [_("Single films have no change: compare by status.")]
    if problems:
        raise ValidationFailed(_("The adjudication can't be done so."), field_errors=problems)
