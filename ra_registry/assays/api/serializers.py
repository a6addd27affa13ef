"""Shapes of samples, panels, batches and measurements."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ra_registry.assays.models import (
    Batch,
    KitLot,
    KitLotLimit,
    Measurement,
    Panel,
    PanelAnalyte,
    Plate,
    Sample,
)
from ra_registry.assays.models.measurement import Censor
from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import NumberField


class SampleSerializer(ReadOnlySerializer):
    patient = serializers.CharField(source="visit.patient.pseudonym", help_text="Pseudonym.")
    visit = serializers.CharField(
        source="visit.planned.code", help_text="Code of the planned visit."
    )

    class Meta:
        model = Sample
        fields = ["code", "patient", "visit", "material", "taken_on", "revision"]


class PanelAnalyteSerializer(ReadOnlySerializer):
    code = serializers.CharField(source="analyte.code")
    name = serializers.CharField(source="analyte.name")
    unit = serializers.CharField(source="analyte.unit")

    class Meta:
        model = PanelAnalyte
        fields = ["spot", "code", "name", "unit"]


class LimitSerializer(ReadOnlySerializer):
    analyte = serializers.CharField(source="analyte.code")

    class Meta:
        model = KitLotLimit
        fields = ["analyte", "llod", "lloq", "uloq"]


class LotSerializer(ReadOnlySerializer):
    limits = LimitSerializer(many=True)

    class Meta:
        model = KitLot
        fields = ["id", "number", "expires_on", "limits"]


class PanelSerializer(ReadOnlySerializer):
    analytes = PanelAnalyteSerializer(source="spots", many=True)
    lots = LotSerializer(many=True)

    class Meta:
        model = Panel
        fields = ["code", "name", "manufacturer", "reported", "analytes", "lots"]


class KeptFindingSerializer(serializers.Serializer):
    """What spoke against the file when it was accepted, and the reason that was given."""

    key = serializers.CharField()
    code = serializers.CharField()
    severity = serializers.CharField()
    plate = serializers.CharField()
    analyte = serializers.CharField(help_text=_("Code of the analyte; empty for all of them."))
    wells = serializers.ListField(child=serializers.CharField())
    found = serializers.CharField()
    expected = serializers.CharField()
    reason = serializers.CharField()


class BatchSerializer(ReadOnlySerializer):
    findings = KeptFindingSerializer(many=True)
    file = serializers.UUIDField(source="file.token", help_text="Token of the file.")
    file_name = serializers.CharField(source="file.name")
    sha256 = serializers.CharField(source="file.sha256", help_text="Of the file.")
    panel = serializers.CharField(source="panel.code", help_text="Code of the panel.")
    lot = serializers.CharField(source="lot.number", help_text="Number of the kit lot.")

    class Meta:
        model = Batch
        fields = [
            "token",
            "file",
            "file_name",
            "sha256",
            "panel",
            "lot",
            "rows_in_file",
            "rows_stored",
            "findings",
            "accepted_at",
            "voided_at",
            "void_reason",
        ]


class PlateSerializer(ReadOnlySerializer):
    curves = serializers.JSONField(help_text="Calibrator curve of each analyte, with recoveries.")

    class Meta:
        model = Plate
        fields = [
            "position",
            "barcode",
            "rows",
            "columns",
            "read_at_text",
            "read_on",
            "instrument",
            "curves",
        ]


class BatchDetailSerializer(BatchSerializer):
    plates = PlateSerializer(many=True)

    class Meta(BatchSerializer.Meta):
        fields = [*BatchSerializer.Meta.fields, "plates"]


class VoidSerializer(serializers.Serializer):
    """Why a batch is taken back."""

    reason = serializers.CharField(max_length=300)


class MeasurementSerializer(ReadOnlySerializer):
    batch = serializers.UUIDField(source="well.plate.batch.token", help_text="Token of the batch.")
    plate = serializers.CharField(source="well.plate.barcode", help_text="Barcode.")
    well = serializers.CharField(source="well.name")
    dilution = NumberField(source="well.dilution")
    sample = serializers.CharField(source="well.sample.code", help_text="Sample code.")
    patient = serializers.CharField(
        source="well.sample.visit.patient.pseudonym", help_text="Pseudonym."
    )
    visit = serializers.CharField(
        source="well.sample.visit.planned.code", help_text="Code of the planned visit."
    )
    analyte = serializers.CharField(source="analyte.code", help_text="Code of the analyte.")
    unit = serializers.CharField(
        source="analyte.unit", help_text="Of every concentration of the row."
    )
    censor = serializers.ChoiceField(
        source="status",
        choices=Censor.choices,
        help_text=_("Where the signal lies, by the version in force."),
    )

    class Meta:
        model = Measurement
        fields = [
            "id",
            "batch",
            "plate",
            "well",
            "dilution",
            "sample",
            "patient",
            "visit",
            "analyte",
            "unit",
            "spot",
            "signal_text",
            "signal",
            "vendor_text",
            "vendor_concentration",
            "vendor_range_text",
            "own_concentration",
            "concentration",
            "source",
            "censor",
            "llod",
            "lloq",
            "uloq",
            "excluded",
        ]
