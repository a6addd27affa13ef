"""Shapes of uploaded files, their preview, and what a coordinator decides about them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ra_registry.assays.models import AssayFile, KitLot
from ra_registry.assays.models.batch import FileState
from ra_registry.assays.reading_fields import ANSWER_HELP, ENCODING_CHOICES, MARK_CHOICES
from ra_registry.assays.services.finding_words import sentence
from ra_registry.assays.services.preview import Preview, analyte_names, build_preview
from ra_registry.assays.verdict import Finding, FindingCode, Severity
from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import NumberField, WholeNumberField


class AnswersSerializer(serializers.Serializer):
    """How a file and its layout are to be read, where their content leaves that open."""

    encoding = serializers.ChoiceField(
        ENCODING_CHOICES, required=False, help_text=ANSWER_HELP["encoding"]
    )
    decimal_mark = serializers.ChoiceField(
        MARK_CHOICES, required=False, help_text=ANSWER_HELP["decimal_mark"]
    )
    layout_encoding = serializers.ChoiceField(
        ENCODING_CHOICES, required=False, help_text=ANSWER_HELP["layout_encoding"]
    )
    layout_decimal_mark = serializers.ChoiceField(
        MARK_CHOICES, required=False, help_text=ANSWER_HELP["layout_decimal_mark"]
    )


class UploadSerializer(AnswersSerializer):
    """A file to be read. Empty and unreadable files are refused by the reader, which says where."""

    file = serializers.FileField(allow_empty_file=True)
    layout = serializers.FileField(
        allow_empty_file=True, required=False, help_text="Plate layout, where the file has none."
    )


class LayoutSerializer(serializers.Serializer):
    """A plate layout: what each well holds."""

    layout = serializers.FileField(allow_empty_file=True)


class ChoicesSerializer(serializers.Serializer):
    """What a coordinator decides; nothing is guessed without it."""

    confirm_roles = serializers.BooleanField(
        default=False, help_text="Wells labelled like a sample or a calibrator are that."
    )
    leave_out_unknown = serializers.BooleanField(
        default=False, help_text="Wells with an unknown sample are stored as left out."
    )
    accept_repeats = serializers.BooleanField(
        default=False, help_text="Plates or samples that were accepted before are accepted again."
    )


class AcceptSerializer(ChoicesSerializer):
    """The choices, the reasons, and which preview they were made on."""

    reason = serializers.CharField(
        default="",
        allow_blank=True,
        max_length=300,
        help_text=_("Why the file is accepted although something speaks against it."),
    )
    reasons = serializers.DictField(
        child=serializers.CharField(max_length=300),
        default=dict,
        help_text=_("Reasons for single findings of the preview, by their key."),
    )

    basis = serializers.CharField(
        max_length=40,
        required=False,
        help_text="Of the preview that you saw; another lot or layout since then is refused.",
    )


class LotChoiceSerializer(serializers.Serializer):
    """The kit lot a file was measured with."""

    lot = serializers.PrimaryKeyRelatedField(
        queryset=KitLot.objects.select_related("panel"), help_text="Id of the lot; see the panels."
    )


class AssayFileSerializer(ReadOnlySerializer):
    panel = serializers.CharField(
        source="panel.code", allow_null=True, help_text="Code of the panel."
    )
    lot = serializers.CharField(
        source="lot.number", allow_null=True, help_text="Number of the kit lot."
    )
    answers = AnswersSerializer(help_text=_("What was answered about how to read the file."))

    class Meta:
        model = AssayFile
        fields = [
            "token",
            "name",
            "sha256",
            "size",
            "format",
            "layout_name",
            "answers",
            "state",
            "panel",
            "lot",
            "uploaded_at",
            "decided_at",
        ]


class FileQuestionReadingSerializer(serializers.Serializer):
    """One possible answer."""

    answer = serializers.CharField()
    label = serializers.CharField()
    cells = serializers.ListField(
        child=serializers.CharField(), help_text=_("The example cells as this answer reads them.")
    )
    doubts = serializers.ListField(
        child=serializers.CharField(), help_text=_("What contradicts this answer.")
    )


class FileQuestionSerializer(serializers.Serializer):
    """What the content leaves open, asked once a file."""

    key = serializers.CharField(help_text=_("Under which name the answer is sent."))
    title = serializers.CharField()
    cells = serializers.ListField(
        child=serializers.CharField(), help_text=_("The example cells as printed, where known.")
    )
    places = serializers.ListField(child=serializers.CharField())
    readings = FileQuestionReadingSerializer(many=True)
    answer = serializers.CharField(help_text=_("Empty while the question is open."))


class BlockSerializer(serializers.Serializer):
    """What stands in the way of accepting."""

    message = serializers.CharField()
    choice = serializers.CharField(
        help_text=_("The choice that clears it, or the question to be answered, if one does.")
    )


class FindingSerializer(serializers.Serializer):
    """What speaks against the file."""

    key = serializers.CharField(help_text=_("Give a reason under this key."))
    code = serializers.ChoiceField(choices=[code.value for code in FindingCode])
    severity = serializers.ChoiceField(
        choices=[one.value for one in Severity],
        help_text=_("refuse: it can't be accepted; reason: with a reason; list: only shown."),
    )
    plate = serializers.CharField(help_text=_("Key of the plate; empty for all of them."))
    analyte = serializers.CharField(help_text=_("Code of the analyte; empty for all of them."))
    wells = serializers.ListField(child=serializers.CharField())
    found = serializers.CharField()
    expected = serializers.CharField()
    message = serializers.SerializerMethodField()

    def get_message(self, finding: Finding) -> str:
        return sentence(finding, self.context["analyte_names"])


class PreviewPlateSerializer(serializers.Serializer):
    key = serializers.CharField()
    barcode = serializers.CharField()
    read_at = serializers.CharField(source="read_time.raw", help_text="As the file has it.")


class PreviewWellSerializer(serializers.Serializer):
    plate = serializers.CharField(help_text="Key of the plate.")
    name = serializers.CharField()
    role = serializers.CharField(allow_null=True, help_text="Null while nobody has said it.")
    label = serializers.CharField()
    unknown_sample = serializers.BooleanField()
    dilution = NumberField()


class VoidedSampleSerializer(serializers.Serializer):
    """A sample of the file that counts again once its record is restored."""

    code = serializers.CharField()
    kind = serializers.CharField(help_text=_("What was voided: sample, visit or patient."))
    key = serializers.CharField(help_text=_("By which the voided record is restored."))
    name = serializers.CharField(help_text=_("The code, and the voided record above it."))


class PreviewSerializer(serializers.Serializer):
    """What accepting the file would store. Nothing of it is stored yet."""

    acceptable = serializers.BooleanField()
    blocks = BlockSerializer(many=True)
    questions = FileQuestionSerializer(many=True)
    findings = FindingSerializer(many=True)
    missing_reasons = serializers.SerializerMethodField()
    notes = serializers.ListField(child=serializers.CharField())
    n_rows = serializers.SerializerMethodField()
    n_samples = WholeNumberField(source="sample_count")
    role_counts = serializers.DictField(child=WholeNumberField())
    unknown_samples = serializers.ListField(
        source="resolved.unknown_samples",
        child=serializers.CharField(),
        help_text=_("Names without a sample that counts, those of voided samples too."),
    )
    voided_samples = VoidedSampleSerializer(many=True)
    repeated_plates = serializers.ListField(child=serializers.CharField())
    repeated_samples = serializers.ListField(child=serializers.CharField())
    vendor_median = NumberField(
        allow_null=True, help_text="Median difference of our concentrations to the file's."
    )
    vendor_worst = NumberField(allow_null=True)
    vendor_compared = WholeNumberField(help_text="Measurements that have both.")
    basis = serializers.CharField(help_text="Send it along when accepting.")
    plates = PreviewPlateSerializer(source="parsed.plates", many=True)
    wells = PreviewWellSerializer(source="resolved.wells", many=True)

    def get_missing_reasons(self, preview: Preview) -> list[str]:
        return [one.key for one in preview.missing_reasons]

    def get_n_rows(self, preview: Preview) -> int:
        return len(preview.parsed.rows)


class AssayFileDetailSerializer(AssayFileSerializer):
    """A file with its preview under the given choices; null once the file is decided."""

    preview = serializers.SerializerMethodField()

    class Meta(AssayFileSerializer.Meta):
        fields = [*AssayFileSerializer.Meta.fields, "preview"]

    @extend_schema_field(PreviewSerializer(allow_null=True))
    def get_preview(self, file: AssayFile) -> dict[str, Any] | None:
        if file.state != FileState.STAGED:
            return None
        preview = build_preview(file, self.context["choices"])
        context = {"analyte_names": analyte_names(file.panel)}
        return dict(PreviewSerializer(preview, context=context).data)
