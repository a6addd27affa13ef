"""Filters of campaigns, readings, scores and worklists."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import CharFilter, ChoiceFilter, FilterSet, ModelChoiceFilter
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from ra_registry.cohort.api.filters import centre_filter, patient_filter, visit_filter
from ra_registry.core.api_filters import WholeNumberFilter, YesNoFilter
from scoring.api.opening import OpeningFilters
from scoring.instruments import feature_labels
from scoring.models import Assignment, Campaign
from scoring.models.assignment import AssignmentKind, AssignmentStatus
from scoring.models.protocol import CampaignState
from scoring.selectors import worklist_campaigns


def _features() -> list[tuple[str, str]]:
    """Return each feature once: two instruments may call it otherwise, it is one choice."""
    return sorted(feature_labels().items())


def _campaigns(request: Request) -> QuerySet[Campaign]:
    study = request.study_access.study
    return Campaign.objects.visible_to(request.user).filter(study=study)


def _campaign_filter(field_name: str) -> ModelChoiceFilter:
    return ModelChoiceFilter(
        field_name=field_name,
        to_field_name="code",
        queryset=_campaigns,
        label="Code of the campaign",
    )


class CampaignFilters(FilterSet):
    """Which campaigns."""

    state = ChoiceFilter(choices=CampaignState.choices)


class ReadingFilters(OpeningFilters):
    """Which readings."""

    campaign = _campaign_filter("assignment__case__campaign")
    patient = patient_filter("assignment__case__patient")
    centre = centre_filter("assignment__case__patient__centre")
    kind = ChoiceFilter(field_name="assignment__kind", choices=AssignmentKind.choices)
    current = YesNoFilter(field_name="is_current", label="Only the version that counts")


class SiteScoreFilters(OpeningFilters):
    """Which site scores."""

    reading = WholeNumberFilter(field_name="reading_id", label="Id of the reading")
    campaign = _campaign_filter("reading__assignment__case__campaign")
    patient = patient_filter("reading__assignment__case__patient")
    visit = visit_filter("time_point__visit__planned")
    feature = ChoiceFilter(field_name="item__feature", choices=_features)
    current = YesNoFilter(field_name="reading__is_current", label="Only the version that counts")


class CaseFilters(FilterSet):
    """Which of the reader's own cases."""

    campaign = CharFilter(
        method="of_campaign", max_length=90, label="Key of the campaign, `study/campaign`"
    )
    status = ChoiceFilter(choices=AssignmentStatus.choices)
    number = CharFilter(
        field_name="number",
        lookup_expr="istartswith",
        max_length=12,
        label="Beginning of the case number",
    )

    def of_campaign(
        self, cases: QuerySet[Assignment], _name: str, value: str
    ) -> QuerySet[Assignment]:
        """Keep one campaign's cases; refuse a key that is none of the reader's own."""
        known = [campaign.key for campaign in worklist_campaigns(self.request.user)]
        if value not in known:
            raise ValidationError({"campaign": [f"Yours are: {', '.join(known) or 'none'}."]})
        study, _, code = value.partition("/")
        found: QuerySet[Any] = cases.filter(
            case__campaign__study__code=study, case__campaign__code=code
        )
        return found
