"""Voiding and restoring records, with what hangs on them shown first."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ra_registry.accounts.api import Scope
from ra_registry.cohort import providers, selectors, services
from ra_registry.cohort.api.base import StudyViewSet
from ra_registry.core.api import checked
from ra_registry.core.entry.api_fields import WholeNumberField
from ra_registry.core.models import VoidingAct
from ra_registry.core.permissions import Permission
from ra_registry.core.voiding import ActKind


class WhySerializer(serializers.Serializer):
    """Why a record is voided or restored; stays in the history."""

    reason = serializers.CharField(max_length=300)


class ActSerializer(serializers.Serializer):
    """One act: a record was voided, or restored."""

    act = serializers.ChoiceField(source="kind", choices=ActKind.choices)
    at = serializers.DateTimeField()
    by = serializers.CharField()
    reason = serializers.CharField()


class HangingSerializer(serializers.Serializer):
    """How many records of one kind leave or come back with this one."""

    what = serializers.CharField(source="key", help_text=_("Stable word for programs."))
    label = serializers.CharField()
    count = WholeNumberField()
    where = serializers.SerializerMethodField(help_text=_("Addresses of pages that show them."))

    def get_where(self, part: providers.Hanging) -> list[str]:
        return [url for _, url in part.links]


class VoidingSerializer(serializers.Serializer):
    """A record as it is voided and restored."""

    kind = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    voided = serializers.BooleanField()
    hidden_by = serializers.CharField(
        help_text=_("The voided record that it hangs on; empty where there is none.")
    )
    hangs_on_it = HangingSerializer(many=True)
    allowed = serializers.BooleanField(help_text=_("The person may void and restore it."))
    why_not = serializers.CharField(help_text=_("Who may, where the person may not."))
    acts = ActSerializer(many=True, help_text=_("Newest first."))


@extend_schema(responses=VoidingSerializer)
class VoidingViewSet(StudyViewSet):
    """Records are voided, never deleted, and can be restored with all that hung on them.

    ``kind`` is patient, visit, assessment, treatment, examination or sample; ``key`` a patient's
    pseudonym, else the record's id.
    """

    tag, noun, plural = "Cohort", "record", "records"
    model = VoidingAct
    permission = Permission.VIEW_PATIENTS
    write_permission = Permission.EDIT_PATIENTS
    write_scope = Scope.WRITE_RECORDS
    serializer_class = VoidingSerializer
    lookup_field = "key"
    lookup_value_converter = "str"

    def rows(self) -> QuerySet[Any]:
        return VoidingAct.objects.none()

    def retrieve(self, request: Request, code: str, kind: str, key: str) -> Response:
        """Show what voiding or restoring a record would take along."""
        of = selectors.kind_named(kind)
        return self._answer(selectors.find_record(self.access, of, key))

    @extend_schema(request=WhySerializer, responses=VoidingSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, code: str, kind: str, key: str) -> Response:
        """Void a record.

        With all that hangs on it, it leaves every list, count and analysis. Where submitted
        readings hang on it, that is a data manager's right. Repeating changes nothing.
        """
        record = self._record(kind, key)
        services.void_record(by=request.user, record=record, **checked(WhySerializer, request.data))
        return self._answer(record)

    @extend_schema(request=WhySerializer, responses=VoidingSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, code: str, kind: str, key: str) -> Response:
        """Restore a voided record.

        It comes back with all that hung on it; what was voided by itself stays voided. Repeating
        changes nothing.
        """
        record = self._record(kind, key)
        services.restore_record(
            by=request.user, record=record, **checked(WhySerializer, request.data)
        )
        return self._answer(record)

    def _record(self, kind: str, key: str) -> Any:
        of = selectors.kind_named(kind)
        return selectors.find_record(self.access, of, key, of.permission)

    def _answer(self, record: Any) -> Response:
        kind = providers.kind_of(record)
        parts = providers.hanging(record, self.access)
        allowed = services.may_void(self.request.user, record, parts)
        parent = getattr(record, record.hangs_on) if record.hangs_on else None
        above = parent.voided_above() if parent is not None else None
        shown = {
            "kind": kind.key,
            "key": str(getattr(record, kind.lookup)),
            "name": kind.name(record),
            "voided": record.voided_at is not None,
            "hidden_by": "" if above is None else providers.kind_of(above).name(above),
            "hangs_on_it": parts,
            "allowed": allowed,
            "why_not": "" if allowed else services.why_not(record, parts),
            "acts": selectors.acts_of(record),
        }
        return Response(VoidingSerializer(shown).data)
