"""What day it is where a patient is seen: the one place that knows.

The database keeps moments in UTC. A day is a fact of a place: visits are due, and "in the future"
begins, by the calendar of the centre (its own time zone, else the study's).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.utils import timezone

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Centre, Patient, Study


def zone_of(study: Study, centre: Centre | None = None) -> ZoneInfo:
    """Return the time zone of a centre, or of a study where it has none or none is meant."""
    own = centre.time_zone if centre is not None else ""
    return ZoneInfo(own or study.time_zone)


def today(study: Study, centre: Centre | None = None) -> date:
    """Return the day it is now at a centre, or by the study's own calendar."""
    return timezone.now().astimezone(zone_of(study, centre)).date()


def today_of(patient: Patient) -> date:
    """Return the day it is now where the patient is seen."""
    return today(patient.study, patient.centre)


@dataclass(frozen=True)
class Days:
    """The day it is now at every centre of a study, for lists that span centres."""

    centres: Mapping[int, date]

    def apart(self) -> dict[date, list[int]]:
        """Return the centres by the day they have: one day, or two around a midnight."""
        found: dict[date, list[int]] = defaultdict(list)
        for centre_id, day in self.centres.items():
            found[day].append(centre_id)
        return dict(found)


def days_of(access: StudyAccess, *, fixed: date | None = None) -> Days:
    """Return today at every centre of a study. One query a request.

    ``fixed`` asks how things stood, or will stand, on one day everywhere.
    """
    key = f"days {fixed}"
    if key not in access.seen:
        access.seen[key] = _days(access.study, fixed)
    found: Days = access.seen[key]
    return found


def _days(study: Study, fixed: date | None) -> Days:
    days = {
        centre.pk: fixed or today(study, centre)
        for centre in Centre.objects.filter(study=study).only("time_zone")
    }
    return Days(days)
