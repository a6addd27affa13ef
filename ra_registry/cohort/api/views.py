"""Studies and what is known about their patients."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from ra_registry.cohort.access import study_access
from ra_registry.cohort.api import filters, serializers
from ra_registry.cohort.api.base import StudyRows, StudyViewSet
from ra_registry.cohort.models import (
    Centre,
    ClinicalAssessment,
    Patient,
    PlannedVisit,
    Study,
    Treatment,
    Visit,
)
from ra_registry.core.permissions import Permission

TAG = "Cohort"


class StudyListViewSet(ListModelMixin, GenericViewSet):
    """The studies whose data the person may open; a reader's study isn't among them."""

    tag, noun, plural = TAG, "study", "studies"
    permission = Permission.VIEW_STUDY
    serializer_class = serializers.StudySerializer
    lookup_field = "code"
    lookup_value_converter = "slug"

    def get_queryset(self) -> QuerySet[Study]:
        return Study.objects.visible_to(self.request.user, self.permission)

    def retrieve(self, request: Request, code: str) -> Response:
        """Show one study."""
        access = study_access(request.user, code, self.permission)
        return Response(self.get_serializer(access.study).data)


class CentreViewSet(ListModelMixin, StudyViewSet):
    """The hospitals and practices of the study."""

    tag, noun, plural = TAG, "centre", "centres"
    model = Centre
    permission = Permission.VIEW_STUDY
    serializer_class = serializers.CentreSerializer

    def rows(self) -> QuerySet[Any]:
        return self.access.study.centres.all()


class PlannedVisitViewSet(ListModelMixin, StudyViewSet):
    """The study's schedule, in days from enrolment."""

    tag, noun, plural = TAG, "planned visit", "planned visits"
    model = PlannedVisit
    permission = Permission.VIEW_STUDY
    serializer_class = serializers.PlannedVisitSerializer

    def rows(self) -> QuerySet[Any]:
        return self.access.study.planned_visits.all()


class PatientViewSet(StudyRows):
    """Patients by pseudonym. Voided records are left out."""

    tag, noun, plural = TAG, "patient", "patients"
    model = Patient
    permission = Permission.VIEW_PATIENTS
    serializer_class = serializers.PatientSerializer
    filterset_class = filters.PatientFilters
    lookup_field = "pseudonym"
    lookup_value_converter = "slug"

    def rows(self) -> QuerySet[Any]:
        patients = Patient.objects.visible_to(self.request.user).active()
        patients = patients.filter(study=self.access.study)
        return patients.select_related("centre")


class VisitViewSet(StudyRows):
    """Visits that took place. Voided ones are left out."""

    tag, noun, plural = TAG, "visit", "visits"
    model = Visit
    permission = Permission.VIEW_PATIENTS
    serializer_class = serializers.VisitSerializer
    filterset_class = filters.VisitFilters
    lookup_value_converter = "int"

    def rows(self) -> QuerySet[Any]:
        visits = Visit.objects.visible_to(self.request.user).active()
        visits = visits.filter(study=self.access.study)
        return visits.select_related("patient", "planned")


class AssessmentViewSet(StudyRows):
    """Clinical assessments with every composite score, computed by versioned formulas."""

    tag, noun, plural = TAG, "assessment", "assessments"
    model = ClinicalAssessment
    permission = Permission.VIEW_PATIENTS
    serializer_class = serializers.AssessmentSerializer
    filterset_class = filters.OfVisitFilters
    lookup_value_converter = "int"

    def rows(self) -> QuerySet[Any]:
        assessments = ClinicalAssessment.objects.visible_to(self.request.user).active()
        assessments = assessments.filter(visit__study=self.access.study)
        return assessments.select_related("visit__patient", "visit__planned")


class TreatmentViewSet(StudyRows):
    """Drugs with their dates; without an end the treatment goes on."""

    tag, noun, plural = TAG, "treatment", "treatments"
    model = Treatment
    permission = Permission.VIEW_PATIENTS
    serializer_class = serializers.TreatmentSerializer
    filterset_class = filters.TreatmentFilters
    lookup_value_converter = "int"

    def rows(self) -> QuerySet[Any]:
        treatments = Treatment.objects.visible_to(self.request.user).active()
        treatments = treatments.filter(patient__study=self.access.study)
        return treatments.select_related("patient")
