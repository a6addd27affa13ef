"""Certificates: earned in a calibration, asked for where a campaign wants them."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from scoring.errors import CertificateMissing
from scoring.instruments import get_instrument
from scoring.models import Campaign, Certificate, Reading, RosterEntry
from scoring.models.protocol import CampaignKind
from scoring.models.roster import RosterRole
from scoring.reliability.calibration import Calibration, calibration_of, expert_of


def require_certificate(campaign: Campaign, reader: User) -> None:
    """Raise unless the reader may open a case: with a valid certificate, where one is asked for.

    It is earned in a calibration of the same study and instrument that covers every feature that
    the campaign reads. Its expert needs none: there is nobody to be compared with. At most two
    queries.
    """
    if campaign.kind == CampaignKind.CALIBRATION or not campaign.calibration_required:
        return
    valid = Certificate.objects.filter(
        user=reader,
        campaign__study=campaign.study_id,
        instrument=campaign.instrument,
        features__contains=campaign.features,
        valid_until__gt=timezone.now(),
    )
    expert = RosterEntry.objects.filter(
        user=reader,
        role=RosterRole.EXPERT,
        campaign__study=campaign.study_id,
        campaign__instrument=campaign.instrument,
        campaign__features__contains=campaign.features,
    )
    if not valid.exists() and not expert.exists():
        raise CertificateMissing(get_instrument(campaign.instrument).name)


def certify(reading: Reading, *, by: User) -> None:
    """Issue the certificates that a submitted calibration reading has earned.

    The expert's reading can earn one for everybody who has read the case. Twice is once.
    """
    campaign = reading.assignment.case.campaign
    if campaign.kind != CampaignKind.CALIBRATION:
        return
    person = reading.assignment.reader
    if person == expert_of(campaign):
        entries = campaign.roster.current().filter(role=RosterRole.READER).select_related("user")
        for entry in entries:
            _certify(campaign, entry.user, by)
    else:
        _certify(campaign, person, by)


def _certify(campaign: Campaign, reader: User, by: User) -> None:
    if Certificate.objects.filter(user=reader, campaign=campaign).exists():
        return
    found = calibration_of(campaign, reader)
    if found.passed(campaign):
        _issue(campaign, reader, found, by)


def _issue(campaign: Campaign, reader: User, found: Calibration, by: User) -> None:
    now = timezone.now()
    certificate = Certificate.objects.create(
        user=reader,
        campaign=campaign,
        instrument=campaign.instrument,
        features=list(campaign.features),
        results=[feature.as_plain() for feature in found.features],
        thresholds={
            "status": str(campaign.certificate_status_icc),
            "change": str(campaign.certificate_change_icc),
            "cases": campaign.certificate_cases,
            "n_cases": found.n_cases,
        },
        issued_at=now,
        valid_until=now + timedelta(days=campaign.certificate_days),
    )
    audit.record(
        EventKind.CERTIFICATE_ISSUED,
        by=by,
        study_code=campaign.study.code,
        target=certificate,
        data={
            "campaign": campaign.code,
            "instrument": campaign.instrument,
            "reader": reader.pk,
            "cases": found.n_cases,
            "valid_until": certificate.valid_until.isoformat(),
        },
    )
