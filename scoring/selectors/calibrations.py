"""How the readers of a calibration stand, and who holds a certificate."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from ra_registry.accounts.models import User
from scoring.models import Campaign, Certificate
from scoring.models.roster import RosterRole
from scoring.reliability.calibration import Calibration, calibration_of
from scoring.selectors.roster import roster


@dataclass(frozen=True)
class ReaderCalibration:
    """One reader beside the expert."""

    reader: User
    found: Calibration
    certificate: Certificate | None


def calibrations_of(campaign: Campaign) -> list[ReaderCalibration]:
    """Return how each reader on the roster agrees with the expert so far."""
    held = {one.user_id: one for one in campaign.certificates.all()}
    return [
        ReaderCalibration(entry.user, calibration_of(campaign, entry.user), held.get(entry.user_id))
        for entry in roster(campaign)
        if entry.role == RosterRole.READER
    ]


def certificates_for(campaign: Campaign) -> QuerySet[Certificate]:
    """Return every certificate of the study for the campaign's instrument, newest first."""
    return (
        Certificate.objects.filter(campaign__study=campaign.study, instrument=campaign.instrument)
        .select_related("user", "campaign")
        .order_by("-issued_at")
    )
