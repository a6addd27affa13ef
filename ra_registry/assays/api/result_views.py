"""Results in force, and the policies for replicates that disagree."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from ra_registry.accounts.api import Scope
from ra_registry.assays import selectors
from ra_registry.assays.api import result_serializers as shapes
from ra_registry.assays.api.filters import ResultFilters
from ra_registry.assays.api.views import TAG
from ra_registry.assays.models import Result, ResultPolicy
from ra_registry.assays.services.results import set_policy
from ra_registry.cohort.api.base import StudyRows, StudyViewSet
from ra_registry.core.api import checked
from ra_registry.core.paging import LargeTablePagination
from ra_registry.core.permissions import Permission


class ResultViewSet(StudyRows):
    """What the replicates of a sample amount to: the version in force of each result.

    Batches that were taken back are left out. A role for one centre shows its patients' samples.
    """

    tag, noun, plural = TAG, "result", "results"
    model = Result
    permission = Permission.VIEW_ASSAYS
    serializer_class = shapes.ResultSerializer
    filterset_class = ResultFilters
    pagination_class = LargeTablePagination
    page_ordering = ("pk",)
    lookup_value_converter = "int"

    def rows(self) -> QuerySet[Any]:
        found = selectors.study_results(self.access)
        return found.select_related("policy", "analyte").prefetch_related(
            "batch", "sample__visit__patient", "sample__visit__planned"
        )


class ResultPolicyViewSet(ListModelMixin, StudyViewSet):
    """Versions of what a study makes of replicates that disagree, by panel."""

    tag, noun, plural = TAG, _("result policy"), _("result policies")
    model = ResultPolicy
    permission = Permission.VIEW_ASSAYS
    write_permission = Permission.IMPORT_ASSAYS
    write_scope = Scope.WRITE_ASSAYS
    whole_study = True
    serializer_class = shapes.ResultPolicySerializer

    def rows(self) -> QuerySet[Any]:
        policies = ResultPolicy.objects.visible_to(self.request.user)
        related = policies.filter(study=self.access.study).select_related("panel")
        return related.order_by("panel__code", "-version", "pk")

    @extend_schema(
        request=shapes.SetPolicySerializer,
        responses={HTTPStatus.CREATED: shapes.ResultPolicySerializer},
    )
    def create(self, request: Request, code: str) -> Response:
        """Choose the rule of one panel, with a reason.

        Results that change get a new version. The rule in force again changes nothing.
        """
        sent = checked(shapes.SetPolicySerializer, request.data)
        panel = selectors.find_measured_panel(self.access, sent.pop("panel").code)
        policy = set_policy(study=self.access.study, panel=panel, by=request.user, **sent)
        return Response(self.get_serializer(policy).data, status=HTTPStatus.CREATED)
