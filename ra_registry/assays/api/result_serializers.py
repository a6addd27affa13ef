"""Shapes of results in force and of the policies behind them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ra_registry.assays.models import Panel, Result, ResultPolicy
from ra_registry.assays.models.result import Replicates
from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import WholeNumberField


class ResultSerializer(ReadOnlySerializer):
    batch = serializers.UUIDField(source="batch.token", help_text=_("Token of the batch."))
    sample = serializers.CharField(source="sample.code", help_text=_("Sample code."))
    patient = serializers.CharField(
        source="sample.visit.patient.pseudonym", help_text=_("Pseudonym.")
    )
    visit = serializers.CharField(
        source="sample.visit.planned.code", help_text=_("Code of the planned visit.")
    )
    analyte = serializers.CharField(source="analyte.code", help_text=_("Code of the analyte."))
    unit = serializers.CharField(
        source="analyte.unit", help_text=_("Of every concentration of the row.")
    )
    rule = serializers.ChoiceField(
        source="policy.replicates",
        choices=Replicates.choices,
        help_text=_("Rule for replicates that disagree."),
    )
    policy_version = WholeNumberField(source="policy.version")
    rules_version = WholeNumberField(
        source="policy.rules", help_text=_("Version of the classification.")
    )
    predecessor = WholeNumberField(
        source="predecessor_id", allow_null=True, help_text=_("Id of the version before.")
    )

    class Meta:
        model = Result
        fields = [
            "id",
            "batch",
            "sample",
            "patient",
            "visit",
            "analyte",
            "unit",
            "concentration",
            "place",
            "mixed",
            "other_concentration",
            "other_place",
            "replicates",
            "used",
            "llod",
            "lloq",
            "uloq",
            "version",
            "cause",
            "rule",
            "policy_version",
            "rules_version",
            "predecessor",
            "made_at",
        ]


class ResultPolicySerializer(ReadOnlySerializer):
    panel = serializers.CharField(source="panel.code", help_text=_("Code of the panel."))

    class Meta:
        model = ResultPolicy
        fields = ["panel", "version", "replicates", "rules", "reason", "made_at"]


class SetPolicySerializer(serializers.Serializer):
    """What becomes of replicates that disagree, and why."""

    panel = serializers.SlugRelatedField(
        slug_field="code", queryset=Panel.objects.all(), help_text=_("Code of the panel.")
    )
    replicates = serializers.ChoiceField(choices=Replicates.choices)
    reason = serializers.CharField(max_length=300)
