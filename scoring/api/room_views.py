"""The reading room: a reader's own cases, through the same services and blinding as the pages."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from ra_registry.accounts.api import Scope
from ra_registry.core.api import checked
from ra_registry.core.errors import Conflict, ValidationFailed
from ra_registry.core.permissions import Permission
from scoring import selectors, services
from scoring.api import room_serializers as shapes
from scoring.api.case_form import case_form, marks_of, missing_cells, saved_state
from scoring.api.filters import CaseFilters
from scoring.errors import ScoresRefused
from scoring.models import Assignment, Reading
from scoring.payload import problems_by_cell
from scoring.selectors.own_work import require_reader


class CellsRefused(ValidationFailed):
    """Scores that the instrument doesn't take; the fields are cells, ``item@column``."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = ScoresRefused.code


class RoomViewSet(GenericViewSet):
    """Only for people who read cases somewhere; everybody else gets 403."""

    tag = "Reading room"
    permission = Permission.READ_CASES
    write_scope = Scope.WRITE_SCORES

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        require_reader(request.user)


class RoomCampaignViewSet(RoomViewSet):
    """The campaigns that the person reads for."""

    noun, plural = "own campaign", "own campaigns"
    serializer_class = shapes.RoomCampaignSerializer
    queryset = Assignment.objects.none()  # for the schema; the rows are counts of assignments

    def list(self, request: Request) -> Response:
        """List own campaigns, open ones first, all of them in one page."""
        campaigns = self.filter_queryset(selectors.worklist_campaigns(request.user))
        shown = self.get_serializer(campaigns, many=True).data
        return Response({"count": len(shown), "next": None, "previous": None, "results": shown})


class CaseViewSet(ListModelMixin, RoomViewSet):
    """The person's own cases in the drawn order. A case is known by a random token."""

    noun, plural = "own case", "own cases"
    serializer_class = shapes.CaseSerializer
    filterset_class = CaseFilters
    # Nothing that the reader isn't shown: a cursor can be read.
    page_ordering = (
        "case__campaign__study__code",
        "case__campaign__code",
        "sequence",
        "token",
    )
    lookup_field = "token"
    lookup_value_converter = "uuid"
    more_errors = {"completeness": [HTTPStatus.CONFLICT]}

    def get_queryset(self) -> QuerySet[Assignment]:
        if getattr(self, "swagger_fake_view", False):
            return Assignment.objects.none()
        cases = selectors.own_assignments(self.request.user)
        return cases.select_related("case__campaign__study")

    @extend_schema(responses=shapes.CaseFormSerializer)
    def retrieve(self, request: Request, token: UUID) -> Response:
        """Show the form of one own case.

        Columns are in the drawn order; patient, visit and date are never part of it.
        """
        return self._form(selectors.own_assignment(request.user, token))

    @extend_schema(request=None, responses=shapes.CaseFormSerializer)
    @action(detail=True, methods=["post"])
    def start(self, request: Request, token: UUID) -> Response:
        """Start a case.

        Features whose image series was not made get their reason at once. Repeating it changes
        nothing.
        """
        assignment = selectors.own_assignment(request.user, token)
        services.start_reading(assignment=assignment, by=request.user)
        return self._form(selectors.own_assignment(request.user, token))

    @extend_schema(request=shapes.SaveScoresSerializer, responses=shapes.SavedSerializer)
    @action(detail=True, methods=["post"])
    def scores(self, request: Request, token: UUID) -> Response:
        """Save scores of a started case, all or none.

        Repeating a request whose answer was lost changes nothing. A revision that is not the
        stored one is refused with 409 when the request would change something.
        """
        assignment, reading = self._own(request, token)
        sent = checked(shapes.SaveScoresSerializer, request.data)
        try:
            revision = services.save_scores(
                reading=reading,
                marks=marks_of(sent["entries"], assignment),
                revision=sent["revision"],
                by=request.user,
            )
        except ScoresRefused as error:
            cells = problems_by_cell(error, assignment)
            raise CellsRefused(
                error.message,
                field_errors={cell: [sentence] for cell, sentence in cells.items()},
                details=error.details,
            ) from error
        return Response(shapes.SavedSerializer(saved_state(assignment, reading, revision)).data)

    @extend_schema(responses=shapes.CompletenessSerializer)
    @action(detail=True, methods=["get"])
    def completeness(self, request: Request, token: UUID) -> Response:
        """Tell which sites of a started case are still empty, and where its reader signs it.

        A reading is signed by its reader on that page, with the own password; never by a token.
        """
        assignment, reading = self._own(request, token)
        found = missing_cells(assignment, reading)
        sign_at = request.build_absolute_uri(reverse("scoring:submit", args=[token]))
        return Response(shapes.CompletenessSerializer({**found, "sign_at": sign_at}).data)

    @extend_schema(request=shapes.CorrectionSerializer, responses=shapes.CaseFormSerializer)
    @action(detail=True, methods=["post"])
    def correction(self, request: Request, token: UUID) -> Response:
        """Open a correction of an own submitted case: a new version with the same scores."""
        assignment, reading = self._own(request, token)
        sent = checked(shapes.CorrectionSerializer, request.data)
        services.open_correction(reading=reading, by=request.user, **sent)
        return self._form(selectors.own_assignment(request.user, assignment.token))

    def _own(self, request: Request, token: UUID) -> tuple[Assignment, Reading]:
        assignment = selectors.own_assignment(request.user, token)
        reading = selectors.version_shown(assignment)
        if reading is None:
            raise Conflict("Start this case first.")
        return assignment, reading

    def _form(self, assignment: Assignment) -> Response:
        form = case_form(assignment, selectors.version_shown(assignment))
        return Response(shapes.CaseFormSerializer(form).data)
