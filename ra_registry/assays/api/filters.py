"""Filters of samples, files, batches and measurements."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter
from rest_framework.request import Request

from ra_registry.assays.models import Analyte, Batch, Sample
from ra_registry.assays.models.batch import FileState
from ra_registry.assays.models.measurement import Censor
from ra_registry.assays.models.result import Side
from ra_registry.assays.models.sample import Material
from ra_registry.cohort.api.filters import centre_filter, patient_filter, visit_filter
from ra_registry.core.api_filters import YesNoFilter


def _samples(request: Request) -> QuerySet[Sample]:
    study = request.study_access.study
    return Sample.objects.visible_to(request.user).active().filter(study=study)


class SampleFilters(FilterSet):
    """Which samples."""

    patient = patient_filter("visit__patient")
    visit = visit_filter("visit__planned")
    centre = centre_filter("visit__patient__centre")
    material = ChoiceFilter(choices=Material.choices)
    code = CharFilter(lookup_expr="icontains", max_length=40, label="Part of the sample code")


class FileFilters(FilterSet):
    """Which uploaded files."""

    state = ChoiceFilter(choices=FileState.choices)


class BatchFilters(FilterSet):
    """Which batches."""

    voided = YesNoFilter(method="by_voided", label="Taken back, or not")

    def by_voided(self, batches: QuerySet[Batch], _name: str, value: Any) -> QuerySet[Batch]:
        return batches.filter(voided_at__isnull=value != "true")


class ResultFilters(FilterSet):
    """Which results."""

    patient = patient_filter("sample__visit__patient")
    visit = visit_filter("sample__visit__planned")
    sample = ModelChoiceFilter(to_field_name="code", queryset=_samples, label=_("Sample code"))
    analyte = ModelChoiceFilter(
        to_field_name="code", queryset=Analyte.objects.all(), label=_("Code of the analyte")
    )
    place = ChoiceFilter(choices=Side.choices)
    mixed = YesNoFilter(label=_("Replicates disagree, or not"))


class MeasurementFilters(FilterSet):
    """Which measurements."""

    patient = patient_filter("well__sample__visit__patient")
    visit = visit_filter("well__sample__visit__planned")
    sample = ModelChoiceFilter(
        field_name="well__sample", to_field_name="code", queryset=_samples, label="Sample code"
    )
    analyte = ModelChoiceFilter(
        to_field_name="code", queryset=Analyte.objects.all(), label="Code of the analyte"
    )
    censor = ChoiceFilter(choices=Censor.choices, field_name="status")
    excluded = YesNoFilter(label="Left out by the laboratory, or not")
