"""Where a whole study stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from ra_registry.cohort import clock
from ra_registry.cohort.access import StudyAccess
from ra_registry.core.permissions import Permission

# Patients × planned visits, with the visit and the assessment that are there, in one pass.
SCHEDULE = """
    SELECT planned.code, planned.name, planned.day, planned.days_before, planned.days_after,
        count(visit.id) FILTER (WHERE visit.took_place_on BETWEEN due.opens AND due.closes),
        count(visit.id) FILTER (WHERE visit.took_place_on NOT BETWEEN due.opens AND due.closes),
        count(patient.id) FILTER (
            WHERE visit.id IS NULL AND local.today BETWEEN due.opens AND due.closes),
        count(patient.id) FILTER (WHERE visit.id IS NULL AND local.today > due.closes),
        count(patient.id) FILTER (WHERE visit.id IS NULL AND local.today < due.opens),
        count(visit.id) FILTER (WHERE assessment.id IS NULL)
    FROM cohort_plannedvisit planned
    LEFT JOIN cohort_patient patient ON patient.study_id = planned.study_id
        AND patient.voided_at IS NULL
        AND (%(centres)s::bigint[] IS NULL OR patient.centre_id = ANY (%(centres)s::bigint[]))
    LEFT JOIN unnest(%(calendars)s::bigint[], %(todays)s::date[]) AS local (centre_id, today)
        ON local.centre_id = patient.centre_id
    CROSS JOIN LATERAL (
        SELECT patient.enrolled_on + planned.day - planned.days_before AS opens,
            patient.enrolled_on + planned.day + planned.days_after AS closes
    ) due
    LEFT JOIN cohort_visit visit ON visit.patient_id = patient.id
        AND visit.planned_id = planned.id AND visit.voided_at IS NULL
    LEFT JOIN cohort_clinicalassessment assessment ON assessment.visit_id = visit.id
        AND assessment.voided_at IS NULL
    WHERE planned.study_id = %(study)s
    GROUP BY planned.id
    ORDER BY planned.day, planned.code
"""


@dataclass(frozen=True)
class PlannedVisitCounts:
    """How many patients stand where with one planned visit."""

    code: str
    name: str
    day: int
    days_before: int
    days_after: int
    in_window: int
    out_of_window: int
    due: int
    overdue: int
    waiting: int
    unassessed: int


@dataclass(frozen=True)
class ScheduleCounts:
    """The study's schedule in numbers, one line a planned visit, in planned order."""

    visits: list[PlannedVisitCounts]

    @property
    def due(self) -> int:
        return sum(one.due for one in self.visits)

    @property
    def overdue(self) -> int:
        return sum(one.overdue for one in self.visits)

    @property
    def out_of_window(self) -> int:
        return sum(one.out_of_window for one in self.visits)

    @property
    def unassessed(self) -> int:
        """Visits that took place and have no assessment."""
        return sum(one.unassessed for one in self.visits)


def schedule_counts(access: StudyAccess, *, today: date | None = None) -> ScheduleCounts:
    """Count the visits of the patients whom the person may see. Two queries a request."""
    key = f"schedule {today}"
    if key not in access.seen:
        access.seen[key] = _count(access, clock.days_of(access, fixed=today))
    return access.seen[key]


def _count(access: StudyAccess, days: clock.Days) -> ScheduleCounts:
    centres = access.centre_ids(Permission.VIEW_PATIENTS)
    parameters = {
        "study": access.study.pk,
        "calendars": list(days.centres),
        "todays": list(days.centres.values()),
        "centres": None if centres is None else sorted(centres),
    }
    with connection.cursor() as cursor:
        cursor.execute(SCHEDULE, parameters)
        return ScheduleCounts([PlannedVisitCounts(*row) for row in cursor.fetchall()])
