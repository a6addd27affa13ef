"""Everything that a study could have as an exposure, from every app that keeps values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from analytics.datasets.cytokines import measured_analytes
from analytics.design.exposures.clinical import clinical_exposures
from analytics.design.exposures.concentrations import concentration_exposures
from analytics.design.exposures.scores import score_exposures
from analytics.design.exposures.span import Span, span_of
from analytics.design.variable import FurtherExposure, Offered
from analytics.models import EndpointDefinition

Provider = Callable[[int, Span], Iterable[FurtherExposure]]
# A new laboratory value, composite or total of an instrument comes with what its provider reads.
PROVIDERS: tuple[Provider, ...] = (concentration_exposures, clinical_exposures, score_exposures)


def offered_exposures(study_id: int, endpoints: Sequence[EndpointDefinition]) -> Offered:
    """Return what can be an exposure of a study; ``endpoints`` are the definitions in force."""
    analytes = measured_analytes(study_id)
    span = span_of(study_id, endpoints)
    if span is None:
        return Offered(analytes, ())
    found = [one for provider in PROVIDERS for one in provider(study_id, span)]
    return Offered(analytes, _told_apart(found, [one.name for one in analytes]))


def _told_apart(
    found: Sequence[FurtherExposure], taken: Sequence[str]
) -> tuple[FurtherExposure, ...]:
    """Give each a name of its own: a panel may measure CRP too, two campaigns may share a title."""
    counted = Counter([*taken, *(one.variable.name for one in found)])
    return tuple(one if counted[one.variable.name] == 1 else _with_code(one) for one in found)


def _with_code(one: FurtherExposure) -> FurtherExposure:
    variable = one.variable
    return replace(one, variable=replace(variable, name=f"{variable.name} ({variable.code})"))
