"""Shapes of analysis runs and exports."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from analytics.codec import encode
from analytics.design.plan import load_plan
from analytics.exports.services import progress_key
from analytics.models import AnalysisRun, Export
from analytics.models.export import ExportState
from analytics.results.stored import store
from analytics.results.stored_run import StoredRun
from ra_registry.core import progress
from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import WholeNumberField
from scoring.models import Campaign
from scoring.models.protocol import CampaignState


def unlocked_codes(study_id: int) -> dict[int, str]:
    """Return the codes of a study's campaigns that are not locked, by id. One query."""
    found = Campaign.objects.filter(study_id=study_id).exclude(state=CampaignState.LOCKED)
    return dict(found.order_by("code").values_list("pk", "code"))


class RunSerializer(ReadOnlySerializer):
    """A computation with what is needed to tell whether another one is the same."""

    preliminary = serializers.SerializerMethodField(
        help_text=_("Codes of the campaigns of its scores that are not locked, so can change.")
    )

    class Meta:
        model = AnalysisRun
        fields = [
            "id",
            "kind",
            "data_version",
            "fingerprint",
            "code_version",
            "seed",
            "n_patients",
            "seconds",
            "computed_at",
            "preliminary",
        ]

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_preliminary(self, run: AnalysisRun) -> list[str]:
        """Of the whole page at once: the context keeps what was found."""
        if "unlocked" not in self.context:
            self.context["unlocked"] = unlocked_codes(run.study_id)
        return [code for pk, code in self.context["unlocked"].items() if pk in run.campaigns]


class RunDetailSerializer(RunSerializer):
    """A computation with its plan, its results, and the packages that made them."""

    package_versions = serializers.DictField(child=serializers.CharField())
    plan = serializers.SerializerMethodField(
        help_text="Everything besides the data that decides a result."
    )
    results = serializers.SerializerMethodField(
        help_text="Every number by section, with n and intervals."
    )

    class Meta(RunSerializer.Meta):
        fields = [*RunSerializer.Meta.fields, "package_versions", "plan", "results"]

    @extend_schema_field(serializers.DictField())
    def get_plan(self, run: AnalysisRun) -> dict[str, Any]:
        return dict(encode(load_plan(run.plan)))

    @extend_schema_field(serializers.DictField())
    def get_results(self, run: AnalysisRun) -> dict[str, Any]:
        """In today's format, whichever it was stored in."""
        return store(StoredRun(run).results)


class FreshnessSerializer(serializers.Serializer):
    """How the study's results stand against its data."""

    state = serializers.CharField(
        help_text=_(
            "`never`, `fresh`, `outdated` (computed by older code), `stale` (newer data exist), "
            "`waiting`, `running`, `failed` or `cancelled`."
        )
    )
    data_version = WholeNumberField()
    computed_version = WholeNumberField(allow_null=True)
    run = WholeNumberField(
        source="run_id", allow_null=True, help_text="Id of the run that is shown."
    )
    computed_at = serializers.DateTimeField(allow_null=True)
    n_patients = WholeNumberField(source="patients", allow_null=True)
    progress = WholeNumberField(help_text="Percent, while one is running.")
    progress_text = serializers.CharField()
    older_code = serializers.BooleanField(
        help_text=_("Older code computed the run that is shown; it is computed again by itself.")
    )
    error = serializers.CharField(help_text="Why the last try failed, if it did.")


class ExportRequestSerializer(serializers.Serializer):
    """What an export is for; it is logged with every download."""

    purpose = serializers.CharField(max_length=200)
    byte_order_mark = serializers.BooleanField(
        default=False, help_text=_("Whether each CSV file begins with a byte order mark.")
    )


class ProgressSerializer(serializers.Serializer):
    percent = WholeNumberField()
    text = serializers.CharField()


class ExportSerializer(ReadOnlySerializer):
    requested_by = serializers.CharField(source="requested_by.full_name")
    progress = serializers.SerializerMethodField(help_text="While the file is being made.")
    analysis_set = serializers.SerializerMethodField(
        help_text=_("The run that it is of, or `left_out` with the reason; null before.")
    )
    scores = serializers.SerializerMethodField(
        help_text=_(
            "Codes of campaigns: `preliminary` when it was made, and `left_out`, not open to who "
            "asked; null before."
        )
    )
    download = serializers.SerializerMethodField(help_text="Address of the file, once it is made.")

    class Meta:
        model = Export
        fields = [
            "token",
            "state",
            "purpose",
            "byte_order_mark",
            "requested_at",
            "requested_by",
            "finished_at",
            "data_version",
            "file_name",
            "size",
            "sha256",
            "analysis_set",
            "scores",
            "error",
            "progress",
            "download",
        ]

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_analysis_set(self, export: Export) -> dict[str, Any] | None:
        return export.manifest.get("analysis_set")

    @extend_schema_field(serializers.DictField(allow_null=True))
    def get_scores(self, export: Export) -> dict[str, Any] | None:
        return export.manifest.get("scores")

    @extend_schema_field(ProgressSerializer(allow_null=True))
    def get_progress(self, export: Export) -> dict[str, Any] | None:
        if export.state not in {ExportState.WAITING, ExportState.RUNNING}:
            return None
        return dict(ProgressSerializer(progress.read(progress_key(export))).data)

    @extend_schema_field(serializers.URLField(allow_null=True))
    def get_download(self, export: Export) -> str | None:
        if export.state != ExportState.READY:
            return None
        view = self.context["view"]
        path = reverse("v1:export-download", args=[view.access.study.code, export.token])
        return str(self.context["request"].build_absolute_uri(path))
