"""Between which visits a study's exposures are measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from analytics.design.described import Visit
from analytics.models import EndpointDefinition
from ra_registry.cohort.models import PlannedVisit


@dataclass(frozen=True)
class Span:
    """The baseline visit, and the visit that a change runs to where there is one."""

    baseline: Visit
    follow_up: Visit | None


def span_of(study_id: int, endpoints: Iterable[EndpointDefinition]) -> Span | None:
    """Return the visits of the first change; without one the earliest planned visit alone."""
    for endpoint in endpoints:
        if endpoint.follow_up:
            return Span(as_visit(endpoint.baseline), as_visit(endpoint.follow_up))
    first = PlannedVisit.objects.filter(study_id=study_id).order_by("day").first()
    return Span(as_visit(first), None) if first else None


def as_visit(planned: PlannedVisit) -> Visit:
    """Return a planned visit as a plan carries it."""
    return Visit(planned.pk, planned.code, planned.name)
