"""What a version of an endpoint says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from analytics.models import EndpointDefinition
from ra_registry.cohort.models import PlannedVisit
from scoring.models import Campaign


@dataclass(frozen=True)
class Definition:
    """What a version of an endpoint says; fields as those of `EndpointDefinition`.

    Of scores with ``campaign`` and ``measure``, or clinical with ``variable``; ``sites`` are the
    codes of chosen ones.
    """

    label: str
    baseline: PlannedVisit
    follow_up: PlannedVisit | None = None
    campaign: Campaign | None = None
    measure: str = ""
    sites: tuple[str, ...] = ()
    variable: str = ""
    side: str = ""
    limit_by: str = ""
    threshold: Decimal | None = None
    reader_rule: str = ""
    missing_rule: str = ""


def definition_of(endpoint: EndpointDefinition) -> Definition:
    """Return what a stored version says."""
    names = [name for name in Definition.__dataclass_fields__ if name != "sites"]
    fields = {name: getattr(endpoint, name) for name in names}
    return Definition(**fields, sites=tuple(endpoint.sites))
