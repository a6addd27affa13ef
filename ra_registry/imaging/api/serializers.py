"""The shape of an imaging examination."""

from __future__ import annotations

from rest_framework import serializers

from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.imaging.models import ImagingExamination


class ExaminationSerializer(ReadOnlySerializer):
    patient = serializers.CharField(source="visit.patient.pseudonym", help_text="Pseudonym.")
    visit = serializers.CharField(
        source="visit.planned.code", help_text="Code of the planned visit."
    )

    class Meta:
        model = ImagingExamination
        fields = [
            "id",
            "patient",
            "visit",
            "modality",
            "side",
            "side_rule",
            "acquired_on",
            "has_t1",
            "has_t1_contrast",
            "has_t2_fs_or_stir",
            "planes",
            "note",
            "revision",
        ]
