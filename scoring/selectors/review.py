"""Submitted readings for those who may see them."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Patient
from scoring.models import Reading


def readings(access: StudyAccess) -> QuerySet[Reading]:
    """Return the submitted readings of the study that the person may see."""
    return Reading.objects.visible_to(access.user).filter(
        assignment__case__campaign__study=access.study
    )


def reading(access: StudyAccess, pk: int) -> Reading:
    """Return one submitted reading with everything its page shows, or raise `Http404`."""
    found = (
        readings(access)
        .select_related(
            "assignment__reader",
            "assignment__case__patient",
            "assignment__case__campaign__study",
            "submitted_by",
            "started_by",
        )
        .filter(pk=pk)
        .first()
    )
    if found is None:
        raise Http404
    return found


def versions(access: StudyAccess, reading: Reading) -> QuerySet[Reading]:
    """Return every submitted version of the same assignment, newest first."""
    return (
        readings(access)
        .filter(assignment=reading.assignment_id)
        .select_related("started_by", "submitted_by")
        .order_by("-number")
    )


def readings_of(access: StudyAccess, patient: Patient) -> QuerySet[Reading]:
    """Return the current readings of one patient, with campaign and time points. Two queries.

    The record of a voided patient still shows them; else those of cases that count.
    """
    found = readings(access).current()
    if patient.voided_at is None:
        found = found.active()
    return (
        found.filter(assignment__case__patient=patient)
        .select_related("assignment__case__campaign")
        .prefetch_related("assignment__case__time_points")
        .order_by("assignment__case__campaign__code", "assignment__reader_number")
    )
