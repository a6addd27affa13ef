"""Values of the clinical record that can be an exposure: laboratory values, counts, composites."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Count
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.design.clinical import VARIABLES, ClinicalVariable
from analytics.design.described import ClinicalEndpoint, Visit
from analytics.design.exposures.span import Span
from analytics.design.variable import FurtherExposure, Variable
from ra_registry.cohort.models import ClinicalAssessment, Patient

# Titres are the patient's own, whatever the visit.
TITRES: Mapping[str, str | Promise] = {
    "rf": gettext_lazy("Rheumatoid factor"),
    "acpa": gettext_lazy("ACPA"),
}
# What an assessment must hold for a variable; any other needs the column of its own name.
NEEDS: Mapping[str, tuple[str, ...]] = {
    "crp_mg_l": ("crp_value",),
    "das28_esr": ("tjc28", "sjc28", "esr"),
    "das28_crp": ("tjc28", "sjc28", "crp_value"),
    "sdai": ("tjc28", "sjc28", "crp_value"),
    "cdai": ("tjc28", "sjc28"),
}
COUNTS = ("tjc28", "sjc28")
COUNTED = ("tjc28", "sjc28", "ptga_mm", "phga_mm", "esr", "crp_value", "haq_di")


def clinical_exposures(study_id: int, span: Span) -> Iterator[FurtherExposure]:
    """Yield what somebody's record holds: at baseline, of the patient, and as a change."""
    before = _recorded(study_id, span.baseline)
    at_baseline = [one for one in _numbers() if before.issuperset(_needs(one))]
    for one in sorted(at_baseline, key=lambda one: one.scale == "linear"):
        yield FurtherExposure(_variable(one), column=one.key, endpoint=None)
    yield from _titres(study_id)
    if span.follow_up is None:
        return
    after = _recorded(study_id, span.follow_up)
    for one in at_baseline:
        if after.issuperset(_needs(one)):
            yield _change(one, span.baseline, span.follow_up)


def _numbers() -> list[ClinicalVariable]:
    return [one for one in VARIABLES.values() if not one.response and not one.levels]


def _needs(one: ClinicalVariable) -> tuple[str, ...]:
    return NEEDS.get(one.key, (one.key,))


def _recorded(study_id: int, visit: Visit) -> set[str]:
    """The columns that any assessment of a visit holds. One query."""
    counted = ClinicalAssessment.objects.filter(
        visit__study_id=study_id,
        visit__planned_id=visit.id,
        visit__voided_at=None,
        visit__patient__voided_at=None,
        voided_at=None,
    ).aggregate(**{f"n_{name}": Count(name) for name in COUNTED})
    return {name for name in COUNTED if counted[f"n_{name}"]}


def _variable(one: ClinicalVariable) -> Variable:
    return Variable(f"clinical.{one.key}", str(one.label), _unit(one), one.scale, "clinical")


def _unit(one: ClinicalVariable) -> str:
    """The unit, or what an index counts."""
    return one.unit or (_("joints") if one.key in COUNTS else _("points"))


def _titres(study_id: int) -> Iterator[FurtherExposure]:
    """Yield each titre that is in one unit throughout: numbers in two can't be compared."""
    for key, label in TITRES.items():
        units = list(
            Patient.objects.filter(study_id=study_id, voided_at=None)
            .exclude(**{f"{key}_value": None})
            .order_by()
            .values_list(f"{key}_unit", flat=True)
            .distinct()
        )
        if len(units) == 1:
            variable = Variable(
                f"clinical.{key}", str(label), units[0] or _("units"), "log2", "clinical"
            )
            yield FurtherExposure(variable, column=f"{key}_value", endpoint=None)


def _change(one: ClinicalVariable, first: Visit, second: Visit) -> FurtherExposure:
    """The change between two visits; it may be negative, so models take it as it is."""
    code = f"clinical-change.{one.key}"
    name = _("%(name)s, change from %(first)s to %(second)s") % {
        "name": one.label, "first": first.name, "second": second.name,
    }  # fmt: skip
    return FurtherExposure(
        Variable(code, name, _unit(one), "linear", "clinical"),
        column=None,
        endpoint=ClinicalEndpoint(
            kind="clinical",
            id=0,
            key=code,
            version=0,
            label=name,
            variable=one.key,
            baseline=first,
            follow_up=second,
            limit=None,
        ),
    )
