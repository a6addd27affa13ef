"""Imaging examinations."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import ChoiceFilter

from ra_registry.cohort.api.base import StudyRows
from ra_registry.cohort.api.filters import OfVisitFilters
from ra_registry.core.permissions import Permission
from ra_registry.imaging.api.serializers import ExaminationSerializer
from ra_registry.imaging.modalities import choices
from ra_registry.imaging.models import ImagingExamination


class ExaminationFilters(OfVisitFilters):
    """Which examinations."""

    modality = ChoiceFilter(choices=choices)


class ExaminationViewSet(StudyRows):
    """Imaging examinations of visits by modality, and which series of an MRI exist."""

    tag, noun, plural = "Imaging", "examination", "examinations"
    model = ImagingExamination
    permission = Permission.VIEW_PATIENTS
    serializer_class = ExaminationSerializer
    filterset_class = ExaminationFilters
    lookup_value_converter = "int"

    def rows(self) -> QuerySet[Any]:
        examinations = ImagingExamination.objects.visible_to(self.request.user).active()
        examinations = examinations.filter(visit__study=self.access.study)
        return examinations.select_related("visit__patient", "visit__planned")
