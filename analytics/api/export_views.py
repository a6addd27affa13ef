"""Exports: ask for one, watch it being made, download it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.decorators import action
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.api import serializers
from analytics.exports import services
from analytics.models import Export
from ra_registry.accounts.api import Scope
from ra_registry.cohort.api.base import StudyRows
from ra_registry.core.api import checked
from ra_registry.core.permissions import Permission

ZIP = "application/zip"


class JsonForErrors(BaseContentNegotiation):
    """Lets a client ask for a zip; only errors are rendered, and those are JSON."""

    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        return next(iter(parsers), None)

    def select_renderer(
        self, request: Request, renderers: list[Any], format_suffix: str | None = None
    ) -> tuple[Any, str]:
        return renderers[0], renderers[0].media_type


class ExportViewSet(StudyRows):
    """Exports of all of the study's tables, as one zip file with codebook and checksums."""

    tag, noun, plural = "Exports", "export", "exports"
    model = Export
    permission = Permission.EXPORT_DATA
    write_scope = Scope.WRITE_EXPORTS
    whole_study = True
    serializer_class = serializers.ExportSerializer
    lookup_field = "token"
    lookup_value_converter = "uuid"
    page_ordering = ("-pk",)
    more_errors = {"download": [HTTPStatus.CONFLICT]}

    def rows(self) -> QuerySet[Any]:
        exports = Export.objects.visible_to(self.request.user).filter(study=self.access.study)
        return exports.select_related("requested_by")

    @extend_schema(
        request=serializers.ExportRequestSerializer,
        responses={HTTPStatus.ACCEPTED: serializers.ExportSerializer},
    )
    def create(self, request: Request, code: str) -> Response:
        """Ask for an export; a worker makes the file.

        While the person's earlier request waits, that one is the answer.
        """
        sent = checked(serializers.ExportRequestSerializer, request.data)
        export = services.request_export(study=self.access.study, by=request.user, **sent)
        return Response(self.get_serializer(export).data, status=HTTPStatus.ACCEPTED)

    @extend_schema(
        responses={(HTTPStatus.OK, ZIP): OpenApiResponse(OpenApiTypes.BINARY, "The file.")}
    )
    @action(detail=True, methods=["get"], content_negotiation_class=JsonForErrors)
    def download(self, request: Request, code: str, token: UUID) -> FileResponse:
        """Download the file of an export. Every download is an audit event."""
        export = self.find(token=token)
        path = services.open_download(export=export, by=request.user)
        return FileResponse(
            path.open("rb"),
            as_attachment=True,
            filename=export.file_name,
            content_type=ZIP,
        )
