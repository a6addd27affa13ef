"""Filters of cohort lists. A reference to something that isn't in the study is refused."""

from __future__ import annotations

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter
from rest_framework.request import Request

from ra_registry.cohort.models import Centre, Patient, PlannedVisit
from ra_registry.cohort.models.patient import Sex
from ra_registry.cohort.models.treatment import TreatmentKind
from ra_registry.core.api_filters import DayFilter


def _centres(request: Request) -> QuerySet[Centre]:
    return request.study_access.study.centres.all()


def _patients(request: Request) -> QuerySet[Patient]:
    study = request.study_access.study
    return Patient.objects.visible_to(request.user).active().filter(study=study)


def _planned_visits(request: Request) -> QuerySet[PlannedVisit]:
    return request.study_access.study.planned_visits.all()


def centre_filter(field_name: str) -> ModelChoiceFilter:
    """Return a filter by the code of one of the study's centres."""
    return ModelChoiceFilter(
        field_name=field_name, to_field_name="code", queryset=_centres, label="Code of the centre"
    )


def patient_filter(field_name: str) -> ModelChoiceFilter:
    """Return a filter by the pseudonym of a patient that the person may see."""
    return ModelChoiceFilter(
        field_name=field_name,
        to_field_name="pseudonym",
        queryset=_patients,
        label="Pseudonym of the patient",
    )


def visit_filter(field_name: str) -> ModelChoiceFilter:
    """Return a filter by the code of one of the study's planned visits."""
    return ModelChoiceFilter(
        field_name=field_name,
        to_field_name="code",
        queryset=_planned_visits,
        label="Code of the planned visit",
    )


class PatientFilters(FilterSet):
    """Which patients."""

    centre = centre_filter("centre")
    sex = ChoiceFilter(choices=Sex.choices)
    pseudonym = CharFilter(lookup_expr="icontains", max_length=20, label="Part of the pseudonym")


class VisitFilters(FilterSet):
    """Which visits."""

    patient = patient_filter("patient")
    visit = visit_filter("planned")
    centre = centre_filter("patient__centre")
    since = DayFilter(field_name="took_place_on", lookup_expr="gte", label="From this day on")
    until = DayFilter(field_name="took_place_on", lookup_expr="lte", label="Up to this day")


class OfVisitFilters(FilterSet):
    """Which records of visits."""

    patient = patient_filter("visit__patient")
    visit = visit_filter("visit__planned")
    centre = centre_filter("visit__patient__centre")


class TreatmentFilters(FilterSet):
    """Which treatments."""

    patient = patient_filter("patient")
    centre = centre_filter("patient__centre")
    kind = ChoiceFilter(choices=TreatmentKind.choices)
