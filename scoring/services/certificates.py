"""Certificates: asked for where a campaign wants them."""

from __future__ import annotations

from django.utils import timezone

from ra_registry.accounts.models import User
from scoring.errors import CertificateMissing
from scoring.instruments import get_instrument
from scoring.models import Campaign, Certificate
from scoring.models.protocol import CampaignKind


def require_certificate(campaign: Campaign, reader: User) -> None:
    """Raise unless the reader may open a case: with a valid certificate, where one is asked for.

    It is earned in a calibration of the same study and instrument that covers every feature that
    the campaign reads. At most one query.
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
    if not valid.exists():
        raise CertificateMissing(get_instrument(campaign.instrument).name)
