"""Shapes of the reading room: what a reader sends and is shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import WholeNumberField
from scoring.instruments import UnscorableReason
from scoring.models import Assignment
from scoring.models.assignment import AssignmentStatus
from scoring.payload import MAX_CELLS
from scoring.services.corrections import REASON_LENGTH

REASONS = [(reason.value, reason.label) for reason in UnscorableReason]
REVISION = WholeNumberField(
    min_value=0, max_value=10**9, help_text="Of the form that the request is based on."
)


class RoomCampaignSerializer(serializers.Serializer):
    """A campaign as its reader sees it."""

    key = serializers.CharField(help_text="`study/campaign`.")
    title = serializers.CharField()
    study = serializers.CharField(help_text="Title of the study.")
    instrument = serializers.CharField()
    is_open = serializers.BooleanField()
    is_synthetic = serializers.BooleanField()
    n_cases = WholeNumberField()
    n_started = WholeNumberField()
    n_submitted = WholeNumberField()


class CaseSerializer(ReadOnlySerializer):
    """A line of the worklist."""

    number = serializers.CharField(read_only=True)
    campaign = serializers.SerializerMethodField(help_text="`study/campaign`.")
    place = WholeNumberField(source="sequence", help_text="Drawn place in the worklist.")

    class Meta:
        model = Assignment
        fields = ["token", "number", "campaign", "place", "status"]

    def get_campaign(self, assignment: Assignment) -> str:
        campaign = assignment.case.campaign
        return f"{campaign.study.code}/{campaign.code}"


class ItemSerializer(serializers.Serializer):
    """A row of the form."""

    code = serializers.CharField()
    label = serializers.CharField(source="full_label")
    feature = serializers.CharField()
    region = serializers.CharField()
    site = serializers.CharField()
    maximum = serializers.CharField(help_text="Largest score; the smallest is 0.")


class EntrySerializer(serializers.Serializer):
    """A cell: a score, a reason why there is none, or both null to empty it."""

    item = serializers.CharField(max_length=30)
    column = WholeNumberField(min_value=1, max_value=100, help_text=_("1 for A."))
    score = serializers.CharField(
        max_length=12, allow_null=True, default=None, help_text="As decimal text: `2`, `2.5`."
    )
    reason = serializers.ChoiceField(choices=REASONS, allow_null=True, default=None)


class HintSerializer(serializers.Serializer):
    """Something that is unusual, not wrong."""

    cell = serializers.CharField(help_text="`item@column`.")
    message = serializers.CharField()


class ColumnTotalSerializer(serializers.Serializer):
    sum = serializers.CharField(allow_null=True)
    n_scored = WholeNumberField()
    n_sites = WholeNumberField()


class RunningTotalSerializer(serializers.Serializer):
    """A running total; shown only where the protocol lets readers see totals."""

    key = serializers.CharField()
    label = serializers.CharField()
    columns = ColumnTotalSerializer(many=True)


class CellSerializer(serializers.Serializer):
    """A site of one column."""

    item = serializers.CharField()
    column = WholeNumberField()


class CaseFormSerializer(serializers.Serializer):
    """A case with its protocol, its sites and what is entered."""

    token = serializers.UUIDField()
    number = serializers.CharField()
    campaign = serializers.CharField(help_text="`study/campaign`.")
    instrument = serializers.CharField()
    step = serializers.CharField(help_text="Smallest step of a score: `1` or `0.5`.")
    chronological = serializers.BooleanField(
        help_text="Whether the columns are in the order of time."
    )
    columns = serializers.ListField(child=serializers.CharField())
    status = serializers.ChoiceField(choices=AssignmentStatus.choices)
    version = WholeNumberField(allow_null=True, help_text="Null until the case is started.")
    correction_reason = serializers.CharField(help_text="Why a submitted reading was reopened.")
    correction_sites = CellSerializer(
        many=True, help_text=_("The sites that a data manager asks to look at again.")
    )
    items = ItemSerializer(many=True)
    revision = WholeNumberField(
        allow_null=True, help_text="Goes up with each save; send back the one you have."
    )
    entries = EntrySerializer(many=True)
    hints = HintSerializer(many=True)
    totals = RunningTotalSerializer(many=True)


class SaveScoresSerializer(serializers.Serializer):
    """Cells to store, all or none."""

    revision = REVISION
    entries = EntrySerializer(many=True, allow_empty=False, max_length=MAX_CELLS)


class SavedSerializer(serializers.Serializer):
    """What saving answers."""

    revision = WholeNumberField()
    n_sites = WholeNumberField()
    n_entered = WholeNumberField()
    hints = HintSerializer(many=True)
    totals = RunningTotalSerializer(many=True)


class CompletenessSerializer(serializers.Serializer):
    """How much of a case is done."""

    complete = serializers.BooleanField()
    n_sites = WholeNumberField()
    n_entered = WholeNumberField()
    missing = CellSerializer(many=True)
    sign_at = serializers.CharField(
        help_text=_("The page on which its reader signs and submits the case, by password.")
    )


class CorrectionSerializer(serializers.Serializer):
    """Why a submitted reading is opened again; names neither a patient nor a date."""

    reason = serializers.CharField(max_length=REASON_LENGTH)
