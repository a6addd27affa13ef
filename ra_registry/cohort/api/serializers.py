"""Shapes of a study and of what is known about its patients. Read only."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ra_registry.cohort import activity
from ra_registry.cohort.api.fields import PrintedField, SignField
from ra_registry.cohort.formulas import COMPOSITES, VERDICTS
from ra_registry.cohort.models import (
    Centre,
    ClinicalAssessment,
    Patient,
    PlannedVisit,
    Study,
    Treatment,
    Visit,
)
from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import DayField, PartialDateField


class StudySerializer(ReadOnlySerializer):
    class Meta:
        model = Study
        fields = ["code", "title", "description", "is_synthetic", "time_zone", "created_at"]


class CentreSerializer(ReadOnlySerializer):
    class Meta:
        model = Centre
        fields = ["code", "name", "time_zone"]


class PlannedVisitSerializer(ReadOnlySerializer):
    class Meta:
        model = PlannedVisit
        fields = ["code", "name", "day", "days_before", "days_after"]


class PatientSerializer(ReadOnlySerializer):
    symptom_onset = PartialDateField(read_only=True, allow_null=True)
    diagnosed_on = PartialDateField(read_only=True, allow_null=True)
    rf_sign = SignField()
    rf_printed = PrintedField("rf_value")
    acpa_sign = SignField()
    acpa_printed = PrintedField("acpa_value")
    centre = serializers.CharField(source="centre.code", help_text="Code of the centre.")
    serostatus = serializers.SerializerMethodField(
        help_text="By RF and ACPA against their limits; null where that can't be told."
    )

    class Meta:
        model = Patient
        fields = [
            "pseudonym",
            "centre",
            "sex",
            "birth_year",
            "dominant_hand",
            "symptom_onset",
            "diagnosis",
            "diagnosed_on",
            "enrolled_on",
            "rf_value",
            "rf_sign",
            "rf_printed",
            "rf_unit",
            "rf_uln",
            "acpa_value",
            "acpa_sign",
            "acpa_printed",
            "acpa_unit",
            "acpa_uln",
            "serostatus",
            "revision",
        ]

    def get_serostatus(self, patient: Patient) -> str | None:
        return activity.serostatus_of(patient).state or None


class VisitSerializer(ReadOnlySerializer):
    patient = serializers.CharField(source="patient.pseudonym", help_text="Pseudonym.")
    visit = serializers.CharField(source="planned.code", help_text="Code of the planned visit.")
    day = serializers.SerializerMethodField(help_text="Days from enrolment.")

    class Meta:
        model = Visit
        fields = ["id", "patient", "visit", "took_place_on", "day", "note", "revision"]

    def get_day(self, visit: Visit) -> int:
        return (visit.took_place_on - visit.patient.enrolled_on).days


class PrintedLimitSerializer(serializers.Serializer):
    """A component of which only a limit is known."""

    component = serializers.CharField()
    sign = serializers.CharField(help_text=_("`<` or `>`."))
    value = serializers.CharField(help_text=_("The limit, in the component's unit."))


class CompositeSerializer(serializers.Serializer):
    """A computed score. Without a value, ``missing`` or ``refused`` says why."""

    formula = serializers.CharField(help_text="Key and version, as in `das28-esr/1`.")
    value = serializers.CharField(allow_null=True, help_text="28 significant digits.")
    display = serializers.CharField(allow_null=True, help_text="Two decimals.")
    state = serializers.CharField(
        allow_null=True,
        help_text=_("By the formula's cut-offs; null where limits leave more than one `possible`."),
    )
    cutoffs = serializers.CharField()
    missing = serializers.ListField(child=serializers.CharField())
    refused = serializers.CharField()
    limits = PrintedLimitSerializer(
        many=True, help_text=_("Limits that stood for their components.")
    )
    possible = serializers.ListField(
        child=serializers.CharField(), help_text=_("States that the limits leave open.")
    )


class VerdictSerializer(serializers.Serializer):
    """A computed category."""

    formula = serializers.CharField(help_text="Key and version, as in `boolean-2.0/1`.")
    state = serializers.CharField(allow_null=True)
    missing = serializers.ListField(child=serializers.CharField())
    refused = serializers.CharField()
    limits = PrintedLimitSerializer(many=True, help_text=_("Limits that leave it open."))
    possible = serializers.ListField(child=serializers.CharField())


class AssessmentSerializer(ReadOnlySerializer):
    patient = serializers.CharField(source="visit.patient.pseudonym", help_text="Pseudonym.")
    visit = serializers.CharField(
        source="visit.planned.code", help_text="Code of the planned visit."
    )
    took_place_on = DayField(source="visit.took_place_on")
    esr_sign = SignField()
    esr_printed = PrintedField("esr")
    esr_unit = serializers.SerializerMethodField()
    crp_sign = SignField()
    crp_printed = PrintedField("crp_value")
    composites = serializers.SerializerMethodField(help_text="Computed from the components.")
    remission = serializers.SerializerMethodField(help_text="Boolean definitions of remission.")

    class Meta:
        model = ClinicalAssessment
        fields = [
            "id",
            "patient",
            "visit",
            "took_place_on",
            "tjc28",
            "sjc28",
            "ptga_mm",
            "phga_mm",
            "esr",
            "esr_sign",
            "esr_printed",
            "esr_unit",
            "crp_value",
            "crp_sign",
            "crp_printed",
            "crp_unit",
            "haq_di",
            "composites",
            "remission",
            "revision",
        ]

    def get_esr_unit(self, _assessment: ClinicalAssessment) -> str:
        return activity.COMPONENT_UNITS["esr"]

    @extend_schema_field(CompositeSerializer(many=True))
    def get_composites(self, assessment: ClinicalAssessment) -> list[Any]:
        parts = activity.components(assessment)
        computed = [formula(parts) for formula in COMPOSITES.values()]
        return CompositeSerializer(computed, many=True).data

    @extend_schema_field(VerdictSerializer(many=True))
    def get_remission(self, assessment: ClinicalAssessment) -> list[Any]:
        parts = activity.components(assessment)
        judged = [formula(parts) for formula in VERDICTS.values()]
        return VerdictSerializer(judged, many=True).data


class TreatmentSerializer(ReadOnlySerializer):
    started_on = PartialDateField(read_only=True, allow_null=True)
    stopped_on = PartialDateField(read_only=True, allow_null=True)
    patient = serializers.CharField(source="patient.pseudonym", help_text="Pseudonym.")

    class Meta:
        model = Treatment
        fields = [
            "id",
            "patient",
            "kind",
            "drug",
            "dose",
            "dose_unit",
            "frequency",
            "started_on",
            "stopped_on",
            "stop_reason",
            "revision",
        ]
