"""Analyses: their state, their runs with results and provenance, and asking for a new one."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from analytics import selectors
from analytics.api import serializers
from analytics.api.export_views import ZIP, JsonForErrors
from analytics.models import AnalysisRun
from ra_registry.accounts.api import Scope
from ra_registry.cohort.api.base import StudyRows
from ra_registry.core.permissions import Permission

if TYPE_CHECKING:
    from analytics.results.stored_run import StoredRun


class AnalysisViewSet(StudyRows):
    """Stored computations, newest first. One by itself comes with its plan and its results."""

    tag, noun, plural = "Analyses", "analysis run", "analysis runs"
    model = AnalysisRun
    permission = Permission.VIEW_ANALYSES
    write_permission = Permission.RUN_ANALYSES
    write_scope = Scope.WRITE_ANALYSES
    whole_study = True
    lookup_value_converter = "int"
    page_ordering = ("-pk",)
    more_errors = {"package": [HTTPStatus.CONFLICT]}

    def get_serializer_class(self) -> type[serializers.RunSerializer]:
        one = self.action == "retrieve"
        return serializers.RunDetailSerializer if one else serializers.RunSerializer

    def rows(self) -> QuerySet[Any]:
        return selectors.runs(self.access)

    def get_object(self) -> AnalysisRun:
        """Return a run of the study; one that is closed to the person is refused, saying why."""
        return self._opened().run

    @extend_schema(responses=serializers.FreshnessSerializer)
    @action(detail=False, methods=["get"])
    def state(self, request: Request, code: str) -> Response:
        """Tell how the study's results stand against its data, and which run is shown."""
        return Response(self._state())

    @extend_schema(request=None, responses={HTTPStatus.ACCEPTED: serializers.FreshnessSerializer})
    @action(detail=False, methods=["post"])
    def recompute(self, request: Request, code: str) -> Response:
        """Ask for new results; a worker computes them.

        While the same wish is waiting, repeating it changes nothing. Where data, plan and code are
        those of an earlier run, that run is shown again.
        """
        # Brings pandas along, which answering anything else does without.
        from analytics.runs.services import request_run

        request_run(study=self.access.study, by=request.user)
        return Response(self._state(), status=HTTPStatus.ACCEPTED)

    @extend_schema(
        responses={(HTTPStatus.OK, ZIP): OpenApiResponse(OpenApiTypes.BINARY, "The file.")}
    )
    @action(detail=True, methods=["get"], content_negotiation_class=JsonForErrors)
    def package(self, request: Request, code: str, pk: int) -> HttpResponse:
        """Download a run's data, plan, results and tables with an R script that checks them.

        Needs `data.export` for every centre. Made again from the same run by the same release,
        the file is the same bytes; its SHA-256 is in the header `Repr-Digest` and in the audit
        trail, where every download is an event.
        """
        # Brings pandas along, which answering anything else does without.
        from analytics.views.package import check_right, package_response

        check_right(self.access)
        return package_response(self._opened(), self.access)

    def _opened(self) -> StoredRun:
        # Brings pandas along.
        from analytics.openness import opened

        run = selectors.run(self.access, self.kwargs["pk"])
        if run is None:
            raise Http404
        return opened(run, self.request.user)

    def _state(self) -> dict[str, Any]:
        found = selectors.freshness(self.access.study.pk)
        return dict(serializers.FreshnessSerializer(found).data)
