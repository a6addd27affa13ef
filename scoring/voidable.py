"""The readings that hang on a record: what makes its voiding a data manager's right."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Patient, Visit
from ra_registry.cohort.providers import Hanging
from ra_registry.core.models import ClinicalModel
from ra_registry.core.permissions import Permission
from ra_registry.imaging.models import ImagingExamination
from scoring.models import Assignment, Case, Reading
from scoring.models.assignment import AssignmentStatus
from scoring.models.reading import ReadingState

MOST_LINKS = 20


def hanging(record: ClinicalModel, access: StudyAccess | None) -> Iterator[Hanging]:
    """Submitted readings, drafts and waiting cases. Drafts and who reads are never shown."""
    cases = _cases(record)
    if cases is None:
        return
    readings = Reading.objects.filter(assignment__case__in=cases)
    submitted = readings.filter(state=ReadingState.SUBMITTED, is_current=True)
    n = submitted.count()
    yield Hanging(
        "readings",
        ngettext("submitted reading", "submitted readings", n),
        n,
        _links(submitted, access),
        needs=Permission.VOID_READINGS,
    )
    n = readings.filter(state=ReadingState.DRAFT).count()
    yield Hanging("drafts", ngettext("draft of a reading", "drafts of readings", n), n)
    waiting = Assignment.objects.filter(case__in=cases, status=AssignmentStatus.ASSIGNED)
    n = waiting.count()
    label = ngettext("reading that is not begun", "readings that are not begun", n)
    yield Hanging("assignments", label, n)


def _cases(record: ClinicalModel) -> QuerySet[Case] | None:
    if isinstance(record, Patient):
        return Case.objects.filter(patient=record)
    if isinstance(record, Visit):
        return Case.objects.filter(time_points__visit=record)
    if isinstance(record, ImagingExamination):
        return Case.objects.filter(time_points__examination=record)
    return None


def _links(submitted: QuerySet[Reading], access: StudyAccess | None) -> tuple[tuple[str, str], ...]:
    if access is None or not access.allows(Permission.VIEW_READINGS):
        return ()
    visible = Reading.objects.visible_to(access.user).filter(pk__in=submitted.values("pk"))
    related = visible.select_related("assignment__case__campaign").order_by("pk")[:MOST_LINKS]
    return tuple(
        (
            _("%(campaign)s, reader %(number)s")
            % {
                "campaign": reading.assignment.case.campaign.title,
                "number": reading.assignment.reader_number,
            },
            reverse("scoring:reading", args=[access.study.code, reading.pk]),
        )
        for reading in related
    )
