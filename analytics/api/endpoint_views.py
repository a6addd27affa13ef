"""Endpoints: what is in force, making one, its next version, and retiring it."""

from __future__ import annotations

from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from analytics.design.endpoints.definition import Definition
from analytics.design.endpoints.store import create_endpoint, retire_endpoint, revise_endpoint
from analytics.errors import EndpointRefused
from analytics.models import EndpointDefinition
from ra_registry.accounts.api import Scope
from ra_registry.cohort.api.base import StudyRows
from ra_registry.core.api import checked
from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import NumberField, WholeNumberField
from ra_registry.core.permissions import Permission

LARGEST = 9999.99


class EndpointSerializer(ReadOnlySerializer):
    """The latest version of an endpoint."""

    campaign = serializers.CharField(source="campaign.code", allow_null=True, default=None)
    baseline = serializers.CharField(source="baseline.code")
    follow_up = serializers.CharField(source="follow_up.code", allow_null=True, default=None)
    sites = serializers.ListField(child=serializers.CharField())

    class Meta:
        model = EndpointDefinition
        fields = [
            "key",
            "version",
            "label",
            "campaign",
            "measure",
            "sites",
            "variable",
            "baseline",
            "follow_up",
            "side",
            "limit_by",
            "threshold",
            "reader_rule",
            "missing_rule",
            "retired",
            "reason",
            "created_at",
        ]


class DefinitionSerializer(serializers.Serializer):
    """What an endpoint says: of a campaign's scores, or of a clinical variable."""

    label = serializers.CharField(max_length=120)
    campaign = serializers.CharField(
        max_length=20, required=False, allow_null=True, help_text=gettext_lazy("Its code.")
    )
    measure = serializers.CharField(
        max_length=40,
        required=False,
        default="",
        allow_blank=True,
        help_text=gettext_lazy(
            "A feature (`erosion`), a feature in a region (`erosion@wrist`), a named total "
            "(`total:mtss.total`) or, with `sites`, the key of chosen sites."
        ),
    )
    sites = serializers.ListField(
        child=serializers.CharField(max_length=30), required=False, default=list, max_length=300
    )
    variable = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    baseline = serializers.CharField(max_length=20, help_text=gettext_lazy("Code of the visit."))
    follow_up = serializers.CharField(max_length=20, required=False, allow_null=True)
    side = serializers.CharField(max_length=8, required=False, default="", allow_blank=True)
    limit_by = serializers.CharField(max_length=8, required=False, default="", allow_blank=True)
    threshold = NumberField(
        min_value=-LARGEST, max_value=LARGEST, required=False, allow_null=True, default=None
    )
    reader_rule = serializers.CharField(max_length=20, required=False, default="", allow_blank=True)
    missing_rule = serializers.CharField(
        max_length=20, required=False, default="", allow_blank=True
    )


class VersionSerializer(DefinitionSerializer):
    """The next version, the one that it starts from, and why."""

    based_on = WholeNumberField()
    reason = serializers.CharField(max_length=300)


class RetireSerializer(serializers.Serializer):
    based_on = WholeNumberField()
    reason = serializers.CharField(max_length=300)


class EndpointViewSet(StudyRows):
    """The study's endpoints, each in its latest version; retired ones say so."""

    tag, noun, plural = "Analyses", "endpoint", "endpoints"
    model = EndpointDefinition
    permission = Permission.VIEW_ANALYSES
    write_permission = Permission.MANAGE_STUDY
    write_scope = Scope.WRITE_ANALYSES
    whole_study = True
    serializer_class = EndpointSerializer
    lookup_field = "key"
    lookup_value_converter = "slug"
    page_ordering = ("key",)
    more_errors = {
        "versions": [HTTPStatus.CONFLICT],
        "retire": [HTTPStatus.CONFLICT],
    }

    def rows(self) -> QuerySet[Any]:
        latest = (
            EndpointDefinition.objects.filter(study=self.access.study)
            .order_by("key", "-version")
            .distinct("key")
        )
        found = EndpointDefinition.objects.filter(pk__in=latest.values("pk"))
        return found.select_related("campaign", "baseline", "follow_up")

    @extend_schema(request=DefinitionSerializer, responses={201: EndpointSerializer})
    def create(self, request: Request, code: str) -> Response:
        """Define an endpoint; its results are computed by themselves.

        Repeating the request changes nothing.
        """
        sent = checked(DefinitionSerializer, request.data)
        made = create_endpoint(
            study=self.access.study, definition=self._definition(sent), by=request.user
        )
        return Response(self.get_serializer(made).data, status=HTTPStatus.CREATED)

    @extend_schema(request=VersionSerializer, responses={201: EndpointSerializer})
    @action(detail=True, methods=["post"])
    def versions(self, request: Request, code: str, key: str) -> Response:
        """Store the next version of an endpoint; the earlier ones stay what they were."""
        self.find(key=key)
        sent = checked(VersionSerializer, request.data)
        based_on, reason = sent.pop("based_on"), sent.pop("reason")
        made = revise_endpoint(
            study=self.access.study,
            key=key,
            based_on=based_on,
            definition=self._definition(sent),
            reason=reason,
            by=request.user,
        )
        return Response(self.get_serializer(made).data, status=HTTPStatus.CREATED)

    @extend_schema(request=RetireSerializer, responses={201: EndpointSerializer})
    @action(detail=True, methods=["post"])
    def retire(self, request: Request, code: str, key: str) -> Response:
        """Take an endpoint out of force; results that used it keep it."""
        self.find(key=key)
        sent = checked(RetireSerializer, request.data)
        made = retire_endpoint(study=self.access.study, key=key, by=request.user, **sent)
        return Response(self.get_serializer(made).data, status=HTTPStatus.CREATED)

    def _definition(self, sent: dict[str, Any]) -> Definition:
        """What was sent, with the study's own records in the place of codes."""
        study = self.access.study
        found = {
            "campaign": self._own(study.campaigns, sent, "campaign"),
            "baseline": self._own(study.planned_visits, sent, "baseline"),
            "follow_up": self._own(study.planned_visits, sent, "follow_up"),
        }
        said = {"sites": tuple(sent["sites"]), "threshold": _two_decimals(sent["threshold"])}
        return Definition(**{**sent, **found, **said})

    def _own(self, records: Any, sent: dict[str, Any], field: str) -> Any:
        code = sent.get(field)
        if not code:
            return None
        found = records.filter(code=code).first()
        if found is None:
            problem = _("The study has no “%(code)s” here.") % {"code": code}
            raise EndpointRefused(problem, field_errors={field: [problem]})
        return found


def _two_decimals(number: float | None) -> Decimal | None:
    if number is None:
        return None
    exact = Decimal(str(number))
    if exact != round(exact, 2):
        problem = _("Give up to two decimals; found %(number)s.") % {"number": exact}
        raise EndpointRefused(problem, field_errors={"threshold": [problem]})
    return exact
