"""Scores of campaigns that aren't locked, by program: to few, with a reason, never unnoticed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters import CharFilter, FilterSet
from drf_spectacular.utils import OpenApiParameter

from ra_registry.cohort.api.base import StudyRows
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.permissions import Permission
from scoring import services
from scoring.models import Campaign
from scoring.models.protocol import CampaignState
from scoring.services.reasons import REASON_LENGTH
from scoring.services.unblinding import SHORTEST_REASON

# A token's readers are asked once a day and campaign; the trail has one event of it.
ONCE = timedelta(days=1)
HELP = gettext_lazy(
    "Why scores of campaigns that aren't locked are read, 10 to 300 characters, for data managers "
    "of the whole study. It goes to the audit trail. Without it those campaigns are left out."
)
REASON = OpenApiParameter("reason", str, description=HELP)


class OpeningFilters(FilterSet):
    """Adds the reason to the filters of rows that hold scores."""

    reason = CharFilter(
        method="said", min_length=SHORTEST_REASON, max_length=REASON_LENGTH, label=HELP
    )

    def said(self, rows: QuerySet[Any], _name: str, _value: str) -> QuerySet[Any]:
        """Keep every row: which ones a reason opens is the view's to decide."""
        return rows


class OpeningRows(StudyRows):
    """Rows of scores: of locked campaigns, and with a reason of all for those who manage them.

    ``campaign_path`` leads from a row to its campaign.
    """

    campaign_path: str

    def visible_rows(self) -> QuerySet[Any]:
        """Return the study's rows that the person may see, whatever is locked."""
        raise NotImplementedError

    def rows(self) -> QuerySet[Any]:
        rows = self.visible_rows()
        return rows if self._reason() and self._may_ask() else rows.filter(self._locked())

    def paginate_queryset(self, queryset: Any) -> Any:
        self._record(queryset)
        return super().paginate_queryset(queryset)

    def get_object(self) -> Any:
        try:
            found = super().get_object()
        except Http404:
            if self._may_ask() and self.visible_rows().filter(pk=self.kwargs["pk"]).exists():
                problem = _("The campaign is not locked. Say why you read its scores: ?reason=…")
                raise ValidationFailed(problem, field_errors={"reason": [problem]}) from None
            raise
        self._record(self.model._default_manager.filter(pk=found.pk))
        return found

    def _locked(self) -> Q:
        return Q(**{f"{self.campaign_path}__state": CampaignState.LOCKED})

    def _may_ask(self) -> bool:
        return self.access.whole_study(Permission.MANAGE_CAMPAIGNS)

    def _reason(self) -> str:
        """The reason without needless blanks, empty where it is too short to be one."""
        said = " ".join(self.request.query_params.get("reason", "").split())
        return said if len(said) >= SHORTEST_REASON else ""

    def _record(self, rows: QuerySet[Any]) -> None:
        """Note each unlocked campaign of the rows, once a day and token."""
        if not self._reason() or not self._may_ask():
            return
        unlocked = rows.order_by().exclude(self._locked()).values(self.campaign_path)
        token = self.request.auth
        asker = f"token-{token.pk}" if token else f"user-{self.request.user.pk}"
        for campaign in Campaign.objects.filter(pk__in=unlocked).select_related("study"):
            key = f"opened-by-program:{asker}:{campaign.pk}:{timezone.now():%Y-%m-%d}"
            if cache.get(key):
                continue
            services.record_opening_by_program(
                campaign=campaign,
                reason=self._reason(),
                token=token.name if token else "",
                by=self.request.user,
            )
            cache.set(key, 1, ONCE.total_seconds())
