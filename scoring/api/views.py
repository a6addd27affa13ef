"""Campaigns and submitted readings for those who may see them. Drafts are their readers' alone."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view

from ra_registry.cohort.api.base import StudyRows
from ra_registry.core.paging import LargeTablePagination
from ra_registry.core.permissions import Permission
from scoring import selectors
from scoring.api import filters, serializers
from scoring.api.opening import REASON, OpeningRows
from scoring.models import Campaign, CaseTimePoint, Reading, SiteScore

TAG = "Scoring"


class CampaignViewSet(StudyRows):
    """Reading campaigns with their protocol and how far they are."""

    tag, noun, plural = TAG, "campaign", "campaigns"
    model = Campaign
    permission = Permission.VIEW_CAMPAIGNS
    serializer_class = serializers.CampaignSerializer
    filterset_class = filters.CampaignFilters
    lookup_field = "code"
    lookup_url_kwarg = "campaign_code"
    lookup_value_converter = "slug"

    def rows(self) -> QuerySet[Any]:
        return selectors.campaigns(self.access)


@extend_schema_view(retrieve=extend_schema(parameters=[REASON]))
class ReadingViewSet(OpeningRows):
    """Submitted readings, every version. One by itself comes with its totals and their change."""

    tag, noun, plural = TAG, "reading", "readings"
    model = Reading
    permission = Permission.VIEW_READINGS
    filterset_class = filters.ReadingFilters
    lookup_value_converter = "int"
    campaign_path = "assignment__case__campaign"
    more_errors = {"retrieve": [HTTPStatus.BAD_REQUEST]}

    def get_serializer_class(self) -> type[serializers.ReadingSerializer]:
        one = self.action == "retrieve"
        return serializers.ReadingDetailSerializer if one else serializers.ReadingSerializer

    def visible_rows(self) -> QuerySet[Any]:
        readings = selectors.readings(self.access).active()
        return readings.select_related("assignment__case__campaign", "assignment__case__patient")


@extend_schema_view(retrieve=extend_schema(parameters=[REASON]))
class SiteScoreViewSet(OpeningRows):
    """Scores of submitted readings, site by site. Exact, as text."""

    tag, noun, plural = TAG, "site score", "site scores"
    model = SiteScore
    permission = Permission.VIEW_READINGS
    serializer_class = serializers.SiteScoreSerializer
    filterset_class = filters.SiteScoreFilters
    pagination_class = LargeTablePagination
    page_ordering = ("reading_id", "pk")
    lookup_value_converter = "int"
    campaign_path = "reading__assignment__case__campaign"
    more_errors = {"retrieve": [HTTPStatus.BAD_REQUEST]}

    def visible_rows(self) -> QuerySet[Any]:
        readings = selectors.readings(self.access).active()
        # Planning one query over all these tables takes longer than running several.
        read = Reading.objects.select_related(
            "assignment__case__campaign", "assignment__case__patient"
        )
        seen = CaseTimePoint.objects.select_related("visit__planned")
        return SiteScore.objects.filter(reading__in=readings).prefetch_related(
            Prefetch("reading", read), Prefetch("time_point", seen), "item"
        )
