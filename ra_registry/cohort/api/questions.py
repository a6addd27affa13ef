"""Open questions about records, and the limits that they are asked by."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, FilterSet
from drf_spectacular.utils import (
    extend_schema,
    extend_schema_field,
    extend_schema_serializer,
)
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from ra_registry.accounts.api import Scope
from ra_registry.cohort.api.base import StudyRows, StudyViewSet
from ra_registry.cohort.api.filters import centre_filter, patient_filter
from ra_registry.cohort.models import PlausibilityVersion, Question
from ra_registry.cohort.models.question import QuestionState
from ra_registry.cohort.plausibility.limits import as_data
from ra_registry.cohort.questions import words
from ra_registry.cohort.questions.answering import keep_value
from ra_registry.cohort.questions.gathering import limits_in_force
from ra_registry.cohort.questions.limits import store_limits
from ra_registry.cohort.questions.settling import finding_of
from ra_registry.core.api import checked
from ra_registry.core.api_filters import YesNoFilter
from ra_registry.core.api_serializers import ReadOnlySerializer
from ra_registry.core.entry.api_fields import WholeNumberField
from ra_registry.core.permissions import Permission

TAG = "Cohort"


class QuestionFilterSet(FilterSet):
    """Which questions."""

    state = ChoiceFilter(choices=QuestionState.choices)
    rule = ChoiceFilter(choices=[(key, key) for key in words.RULES])
    hard = YesNoFilter(label=_("Contradictions, or only unusual values"))
    patient = patient_filter("patient")
    centre = centre_filter("patient__centre")


class PlaceSerializer(serializers.Serializer):
    """A value that a question is about."""

    kind = serializers.CharField(help_text=_("Kind of record."))
    pk = WholeNumberField(help_text=_("The record's number."))
    name = serializers.CharField(help_text=_("Visit, drug or code."))
    field = serializers.CharField()
    text = serializers.CharField(help_text=_("The value found, with its unit."))


class QuestionSerializer(ReadOnlySerializer):
    patient = serializers.CharField(source="patient.pseudonym", help_text=_("Pseudonym."))
    question = serializers.SerializerMethodField(help_text=_("What was found, as a sentence."))
    places = PlaceSerializer(many=True)

    class Meta:
        model = Question
        fields = ["id", "patient", "rule", "hard", "state", "question", "places", "raised_at"]

    @extend_schema_field(serializers.CharField())
    def get_question(self, question: Question) -> str:
        return words.sentence(finding_of(question))


class KeepSerializer(serializers.Serializer):
    """Why a value is right."""

    reason = serializers.CharField(max_length=300)


class QuestionViewSet(StudyRows):
    """Questions about what is recorded: contradictions (hard) and unusual values.

    A record that came through the API or a list is stored, and what is unusual about it stands
    here until somebody keeps or corrects the value.
    """

    tag, noun, plural = TAG, "question", "questions"
    model = Question
    permission = Permission.VIEW_PATIENTS
    write_permission = Permission.EDIT_PATIENTS
    write_scope = Scope.WRITE_COHORT
    serializer_class = QuestionSerializer
    filterset_class = QuestionFilterSet
    lookup_value_converter = "int"

    def rows(self) -> QuerySet[Any]:
        reads = self.request.method in {"GET", "HEAD", "OPTIONS"}
        needed = Permission.VIEW_PATIENTS if reads else Permission.EDIT_PATIENTS
        found = Question.objects.visible_to(self.request.user, needed)
        found = found.filter(study=self.access.study, patient__voided_at__isnull=True)
        return found.select_related("patient__study").order_by("pk")

    @extend_schema(request=KeepSerializer, responses=QuestionSerializer)
    @action(detail=True, methods=["post"])
    def keep(self, request: Request, code: str, pk: int) -> Response:
        """Keep the value.

        Your reason stays beside it. A contradiction can't be kept: correct one of its values.
        """
        question = self.find(pk=pk)
        keep_value(by=request.user, question=question, **checked(KeepSerializer, request.data))
        return Response(self.get_serializer(self.find(pk=pk)).data)


@extend_schema_serializer(many=False)
class LimitsSerializer(serializers.Serializer):
    """The limits of a study: each variable with its unit, hard and question limits, the factor
    against the value before, and the floor below which a fall by it is usual."""

    number = WholeNumberField(read_only=True, help_text=_("0: the defaults."))
    limits = serializers.ListField(child=serializers.DictField(), required=False)
    pairs = serializers.ListField(child=serializers.DictField(), required=False)


class NewLimitsSerializer(LimitsSerializer):
    """A study's own limits, as far as they differ from the defaults, and why."""

    reason = serializers.CharField(max_length=300)


class LimitsViewSet(StudyViewSet):
    """What is possible and what is usual, as the study has it now."""

    tag, noun, plural = TAG, "limits", "limits"
    model = PlausibilityVersion
    permission = Permission.VIEW_PATIENTS
    write_permission = Permission.MANAGE_STUDY
    write_scope = Scope.WRITE_COHORT
    serializer_class = LimitsSerializer
    pagination_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Reading is for everybody who sees patients; storing is for the whole study."""
        self.whole_study = request.method == "POST"
        super().initial(request, *args, **kwargs)

    def rows(self) -> QuerySet[Any]:
        return self.access.study.limits.order_by("number")

    @extend_schema(responses=LimitsSerializer)
    def list(self, request: Request, code: str) -> Response:
        """Show the limits in force."""
        return Response(self._in_force())

    @extend_schema(request=NewLimitsSerializer, responses={201: LimitsSerializer})
    def create(self, request: Request, code: str) -> Response:
        """Store the study's own limits as a new version; every record is looked at by them."""
        stated = checked(NewLimitsSerializer, request.data)
        reason = stated.pop("reason")
        store_limits(by=request.user, study=self.access.study, data=stated, reason=reason)
        return Response(self._in_force(), status=status.HTTP_201_CREATED)

    def _in_force(self) -> dict[str, Any]:
        last = self.rows().last()
        return {
            "number": last.number if last else 0,
            **as_data(limits_in_force(self.access.study.pk)),
        }
