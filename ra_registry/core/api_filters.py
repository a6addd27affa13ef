"""Filters of API lists that refuse what they don't know."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django_filters import ChoiceFilter, DateFilter, FilterSet, NumberFilter
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from ra_registry.core.entry.fields import DayField, WholeNumberField

PAGING = frozenset({"page_size", "cursor"})


class FilterBackend(DjangoFilterBackend):
    """Declared filters. A misspelt parameter is refused: ignored, it would return everything."""

    def get_filterset(self, request: Request, queryset: QuerySet[Any], view: Any) -> FilterSet:
        filterset = super().get_filterset(request, queryset, view)
        known = PAGING | (set(filterset.filters) if filterset else set())
        unknown = sorted(set(request.query_params) - known)
        if unknown:
            problem = f"Unknown parameter. Known are: {', '.join(sorted(known))}."
            raise ValidationError({name: [problem] for name in unknown})
        return filterset


class WholeNumberFilter(NumberFilter):
    """A whole number; 1.5 or 1e9 is refused."""

    field_class = WholeNumberField


class DayFilter(DateFilter):
    """A day as every form takes it; one that could be read in two ways is refused."""

    field_class = DayField


@extend_schema_field(OpenApiTypes.BOOL)
class YesNoFilter(ChoiceFilter):
    """``true`` or ``false``; another word is refused, where Django's own would be ignored."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, choices=[("true", "true"), ("false", "false")], **kwargs)

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return super().filter(qs, {"true": True, "false": False}.get(value, value))
