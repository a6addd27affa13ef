"""Importing: a file is uploaded, looked at, and accepted or discarded, as on the pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from ra_registry.accounts.api import Scope
from ra_registry.assays.api import file_serializers as shapes
from ra_registry.assays.api.filters import FileFilters
from ra_registry.assays.api.serializers import BatchSerializer
from ra_registry.assays.api.views import TAG
from ra_registry.assays.models import AssayFile
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.answers import FileAnswers
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.staging import (
    add_layout,
    answer_questions,
    choose_lot,
    discard_file,
    stage_file,
)
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.api.base import StudyViewSet
from ra_registry.core.api import checked
from ra_registry.core.permissions import Permission


class AssayFileViewSet(ListModelMixin, StudyViewSet):
    """Uploaded plate files and where they stand, newest first."""

    tag, noun, plural = TAG, "assay file", "assay files"
    model = AssayFile
    permission = Permission.VIEW_ASSAYS
    write_permission = Permission.IMPORT_ASSAYS
    write_scope = Scope.WRITE_ASSAYS
    whole_study = True
    serializer_class = shapes.AssayFileSerializer
    filterset_class = FileFilters
    page_ordering = ("-pk",)
    lookup_field = "token"
    lookup_value_converter = "uuid"

    def rows(self) -> QuerySet[Any]:
        files = AssayFile.objects.visible_to(self.request.user).filter(study=self.access.study)
        related = files.select_related("panel", "lot")
        return related.defer("content", "layout_content") if self.action == "list" else related

    def get_parsers(self) -> list[Any]:
        """Files come as multipart, everything else as JSON."""
        sends_file = self.action_map.get("post") in {"create", "layout"}
        return [MultiPartParser()] if sends_file else super().get_parsers()

    @extend_schema(
        parameters=[shapes.ChoicesSerializer], responses=shapes.AssayFileDetailSerializer
    )
    def retrieve(self, request: Request, code: str, token: UUID) -> Response:
        """Show one file and, while it waits, what accepting it would store.

        The choices are those that accepting takes; with them the preview shows what they clear.
        """
        file = self.find(token=token)
        return self._detail(file, checked(shapes.ChoicesSerializer, request.query_params))

    @extend_schema(
        request=shapes.UploadSerializer,
        responses={
            HTTPStatus.CREATED: shapes.AssayFileDetailSerializer,
            HTTPStatus.OK: shapes.AssayFileDetailSerializer,
        },
    )
    def create(self, request: Request, code: str) -> Response:
        """Upload a plate file; nothing of it is stored as a result yet.

        The same content again is recognised and answered with 200 and the file that is there.
        """
        sent = checked(shapes.UploadSerializer, request.data)
        file, layout = sent.pop("file"), sent.pop("layout", None)
        staged = stage_file(
            study=self.access.study,
            upload=Upload.received(file),
            answers=FileAnswers(**sent),
            layout=Upload.received(layout) if layout is not None else None,
            by=request.user,
        )
        status = HTTPStatus.CREATED if staged.is_new else HTTPStatus.OK
        return self._detail(self.find(token=staged.file.token), {}, status=status)

    @extend_schema(request=shapes.LotChoiceSerializer, responses=shapes.AssayFileDetailSerializer)
    @action(detail=True, methods=["post"])
    def lot(self, request: Request, code: str, token: UUID) -> Response:
        """Say which kit lot a waiting file was measured with."""
        file = self.find(token=token)
        sent = checked(shapes.LotChoiceSerializer, request.data)
        choose_lot(file=file, by=request.user, **sent)
        return self._detail(self.find(token=token), {})

    @extend_schema(request=shapes.LayoutSerializer, responses=shapes.AssayFileDetailSerializer)
    @action(detail=True, methods=["post"])
    def layout(self, request: Request, code: str, token: UUID) -> Response:
        """Give a waiting file its plate layout; it replaces an earlier one."""
        file = self.find(token=token)
        sent = checked(shapes.LayoutSerializer, request.data)
        add_layout(file=file, layout=Upload.received(sent["layout"]), by=request.user)
        return self._detail(self.find(token=token), {})

    @extend_schema(request=shapes.AnswersSerializer, responses=shapes.AssayFileDetailSerializer)
    @action(detail=True, methods=["post"])
    def answers(self, request: Request, code: str, token: UUID) -> Response:
        """Answer what the file leaves open; the preview lists its questions.

        What is left out stays as it was. An answer by which the file can't be read is refused.
        """
        file = self.find(token=token)
        sent = checked(shapes.AnswersSerializer, request.data)
        answer_questions(file=file, answers=FileAnswers(**sent), by=request.user)
        return self._detail(self.find(token=token), {})

    @extend_schema(request=shapes.AcceptSerializer, responses=BatchSerializer)
    @action(detail=True, methods=["post"])
    def accept(self, request: Request, code: str, token: UUID) -> Response:
        """Store everything of a waiting file, or nothing.

        Repeating it answers with the same batch. What blocks it is in the details.
        """
        file = self.find(token=token)
        sent = checked(shapes.AcceptSerializer, request.data)
        basis = sent.pop("basis", None)
        batch = accept_file(file=file, choices=Choices(**sent), basis=basis, by=request.user)
        return Response(BatchSerializer(batch).data)

    @extend_schema(request=None, responses=shapes.AssayFileSerializer)
    @action(detail=True, methods=["post"])
    def discard(self, request: Request, code: str, token: UUID) -> Response:
        """Put a waiting file aside. Repeating it changes nothing."""
        discard_file(file=self.find(token=token), by=request.user)
        return Response(self.get_serializer(self.find(token=token)).data)

    def _detail(self, file: AssayFile, choices: dict[str, Any], **answer: Any) -> Response:
        context = {**self.get_serializer_context(), "choices": Choices(**choices)}
        shown = shapes.AssayFileDetailSerializer(file, context=context)
        return Response(shown.data, **answer)
