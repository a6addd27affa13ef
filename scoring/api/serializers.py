"""Shapes of campaigns, submitted readings and their scores. Readers are numbers here, not names."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import WholeNumberField
from scoring import selectors
from scoring.entries import entries_of, step_of
from scoring.instruments import from_half_units, rounded
from scoring.models import Campaign, Reading, SiteScore

PRELIMINARY = _("The campaign is not locked: its scores can still change.")


class CampaignSerializer(ReadOnlySerializer):
    step = serializers.SerializerMethodField(help_text="Smallest step of a score: `1` or `0.5`.")
    n_cases = WholeNumberField(help_text="Of the centres that the person may see.")
    n_readings = WholeNumberField(help_text="Assigned to readers.")
    n_submitted = WholeNumberField()

    class Meta:
        model = Campaign
        fields = [
            "code",
            "title",
            "kind",
            "instrument",
            "features",
            "step",
            "readers_per_case",
            "strategy",
            "reading_mode",
            "form_order",
            "totals_visible",
            "re_read_percent",
            "re_read_days",
            "adjudication",
            "adjudication_measure",
            "adjudication_value",
            "adjudication_comparison",
            "adjudication_threshold",
            "adjudicator_sees_readings",
            "missing_policy",
            "surgery_policy",
            "calibration_required",
            "certificate_status_icc",
            "certificate_change_icc",
            "certificate_cases",
            "certificate_days",
            "results_access",
            "charter_version",
            "due_on",
            "state",
            "opened_at",
            "closed_at",
            "locked_at",
            "n_cases",
            "n_readings",
            "n_submitted",
        ]

    def get_step(self, campaign: Campaign) -> str:
        return str(step_of(campaign))


class ReadingSerializer(ReadOnlySerializer):
    campaign = serializers.CharField(source="assignment.case.campaign.code", help_text="Code.")
    preliminary = serializers.BooleanField(
        source="assignment.case.campaign.is_preliminary", help_text=PRELIMINARY
    )
    case = serializers.CharField(
        source="assignment.case.number", help_text=_("Number among those who manage the campaign.")
    )
    patient = serializers.CharField(
        source="assignment.case.patient.pseudonym", help_text="Pseudonym."
    )
    reader_number = WholeNumberField(source="assignment.reader_number")
    kind = serializers.CharField(source="assignment.kind", help_text="Why the case was read.")
    order_shown = serializers.ListField(
        source="assignment.order",
        child=WholeNumberField(),
        help_text="True positions of the time points in the order they were shown.",
    )
    version = WholeNumberField(source="number")
    supersedes = WholeNumberField(
        source="supersedes_id", allow_null=True, help_text="Id of the version before."
    )

    class Meta:
        model = Reading
        fields = [
            "id",
            "campaign",
            "preliminary",
            "case",
            "patient",
            "reader_number",
            "kind",
            "order_shown",
            "version",
            "is_current",
            "supersedes",
            "reason",
            "charter_version",
            "started_at",
            "submitted_at",
            "signature_meaning",
            "content_hash",
        ]


class VisitTotalSerializer(serializers.Serializer):
    """One total at one visit, in its three forms; null where a form gives none, never 0."""

    visit = serializers.CharField(help_text="Code of the planned visit.")
    strict = serializers.CharField(allow_null=True, help_text="Null when any site is missing.")
    observed_sum = serializers.CharField(allow_null=True)
    prorated = serializers.CharField(allow_null=True, help_text="Rounded to two decimals.")
    n_scored = WholeNumberField()
    n_sites = WholeNumberField()


class ChangeSerializer(serializers.Serializer):
    """Pairwise change from the first to the last visit."""

    value = serializers.CharField(allow_null=True)
    n_paired = WholeNumberField()
    n_sites = WholeNumberField()
    worse = WholeNumberField()
    better = WholeNumberField()


class TotalSerializer(serializers.Serializer):
    """A named total of a reading, always computed from its site scores."""

    key = serializers.CharField()
    label = serializers.CharField()
    visits = VisitTotalSerializer(many=True)
    change = ChangeSerializer(allow_null=True)


class ReadingDetailSerializer(ReadingSerializer):
    totals = serializers.SerializerMethodField()

    class Meta(ReadingSerializer.Meta):
        fields = [*ReadingSerializer.Meta.fields, "totals"]

    @extend_schema_field(TotalSerializer(many=True))
    def get_totals(self, reading: Reading) -> list[dict[str, Any]]:
        case = reading.assignment.case
        entries = entries_of(reading)
        points = list(case.time_points.select_related("visit__planned").order_by("position"))
        order = [point.position for point in points]
        visits = [point.visit.planned.code for point in points]
        changes = selectors.changes_of(case.campaign, entries)
        return [
            {
                "key": row.key,
                "label": row.label,
                "visits": [
                    _total(visit, total) for visit, total in zip(visits, row.totals, strict=True)
                ],
                "change": _change(changes.get(row.key)),
            }
            for row in selectors.totals_of(case.campaign, entries, order=order)
        ]


def _total(visit: str, total: Any) -> dict[str, Any]:
    return {
        "visit": visit,
        "strict": None if total.strict is None else str(total.strict),
        "observed_sum": None if total.observed_sum is None else str(total.observed_sum),
        "prorated": None if total.prorated is None else str(rounded(total.prorated)),
        "n_scored": total.n_scored,
        "n_sites": total.n_sites,
    }


def _change(change: Any) -> dict[str, Any] | None:
    if change is None:
        return None
    return {
        "value": None if change.value is None else str(rounded(change.value)),
        "n_paired": change.n_paired,
        "n_sites": change.n_sites,
        "worse": change.worse,
        "better": change.better,
    }


class SiteScoreSerializer(ReadOnlySerializer):
    reading = WholeNumberField(source="reading_id", help_text="Id of the reading.")
    campaign = serializers.CharField(
        source="reading.assignment.case.campaign.code", help_text="Code."
    )
    preliminary = serializers.BooleanField(
        source="reading.assignment.case.campaign.is_preliminary", help_text=PRELIMINARY
    )
    patient = serializers.CharField(
        source="reading.assignment.case.patient.pseudonym", help_text="Pseudonym."
    )
    visit = serializers.CharField(
        source="time_point.visit.planned.code", help_text="Code of the planned visit."
    )
    reader_number = WholeNumberField(source="reading.assignment.reader_number")
    item = serializers.CharField(source="item.code", help_text="Item of the instrument.")
    feature = serializers.CharField(source="item.feature")
    region = serializers.CharField(source="item.region")
    site = serializers.CharField(source="item.site")
    score = serializers.SerializerMethodField(help_text="Null where there is a reason instead.")
    maximum = serializers.SerializerMethodField(help_text="Largest possible score of the site.")

    class Meta:
        model = SiteScore
        fields = [
            "id",
            "reading",
            "campaign",
            "preliminary",
            "patient",
            "visit",
            "reader_number",
            "item",
            "feature",
            "region",
            "site",
            "score",
            "reason",
            "maximum",
        ]

    def get_score(self, score: SiteScore) -> str | None:
        return None if score.half_units is None else str(from_half_units(score.half_units))

    def get_maximum(self, score: SiteScore) -> str:
        return str(from_half_units(score.item.maximum_half_units))
