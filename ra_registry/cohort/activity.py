"""Composite scores of stored assessments, with the words in which pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from ra_registry.cohort.formulas import (
    COMPOSITES,
    VERDICTS,
    Components,
    Composite,
    Verdict,
    antibody_level,
    crp_in_mg_per_l,
    das28_crp,
    das28_esr,
    eular_response,
    serostatus,
)
from ra_registry.cohort.models import ClinicalAssessment, Patient

COMPONENT_NAMES = {
    "tjc28": "TJC28",
    "sjc28": "SJC28",
    "ptga_mm": "PtGA",
    "phga_mm": "PhGA",
    "esr": "ESR",
    "crp_mg_l": "CRP",
    "haq_di": "HAQ-DI",
    "rf": "RF",
    "acpa": "ACPA",
}
RESULT_NAMES = {
    "das28-esr/1": "DAS28-ESR",
    "das28-crp/1": "DAS28-CRP",
    "das28-esr-3/1": "DAS28-ESR, 3 variables",
    "das28-crp-3/1": "DAS28-CRP, 3 variables",
    "sdai/1": "SDAI",
    "cdai/1": "CDAI",
    "boolean-1.0/1": "Boolean remission 1.0",
    "boolean-2.0/1": "Boolean remission 2.0",
    "eular-response/1": "EULAR response",
    "serostatus/1": "Serostatus",
}
# HAQ-DI is recorded, not computed; the form without CRP is for practice, where CRP isn't at hand.
SHOWN = ["das28-esr/1", "das28-crp/1", "sdai/1", "cdai/1", "boolean-1.0/1", "boolean-2.0/1"]
WITHOUT_PATIENT_GLOBAL = {"das28-esr/1": "das28-esr-3/1", "das28-crp/1": "das28-crp-3/1"}


@dataclass(frozen=True)
class Result:
    """A composite as a page shows it: a value with its state, or why there is none."""

    name: str
    formula: str
    value: Decimal | None
    state: str
    problem: str = ""


def components(assessment: ClinicalAssessment) -> Components:
    """Return the parts of an assessment in the formulas' units."""
    return Components(
        tjc28=assessment.tjc28,
        sjc28=assessment.sjc28,
        ptga_mm=assessment.ptga_mm,
        phga_mm=assessment.phga_mm,
        esr=assessment.esr,
        crp_mg_l=crp_in_mg_per_l(assessment.crp_value, assessment.crp_unit),
        haq_di=assessment.haq_di,
    )


def results(parts: Components) -> list[Result]:
    """Return the composites of one visit, in the order pages show them.

    Where only the patient's global assessment is missing, the three-variable DAS28 stands beside
    the one that can't be computed.
    """
    shown = []
    for key in SHOWN:
        computed = COMPOSITES[key](parts) if key in COMPOSITES else VERDICTS[key](parts)
        shown.append(as_result(computed))
        instead = WITHOUT_PATIENT_GLOBAL.get(key)
        if instead and computed.missing == ("ptga_mm",):
            shown.append(as_result(COMPOSITES[instead](parts)))
    return shown


def responses(baseline: Components, reached: Components) -> list[Result]:
    """Return the EULAR response between two visits, by ESR and by CRP."""
    return [
        as_result(
            eular_response(baseline=formula(baseline), reached=formula(reached)),
            name=f"EULAR response ({marker})",
        )
        for marker, formula in (("DAS28-ESR", das28_esr), ("DAS28-CRP", das28_crp))
    ]


def as_result(computed: Composite | Verdict, *, name: str = "") -> Result:
    """Return a formula's result in the words of a page: ``missing: PtGA``."""
    value = computed.display if isinstance(computed, Composite) else None
    return Result(
        name=name or RESULT_NAMES[computed.formula],
        formula=computed.formula,
        value=value,
        state=(computed.state or "").replace("-", " "),
        problem=_problem(computed),
    )


def _problem(computed: Composite | Verdict) -> str:
    if computed.refused:
        return computed.refused
    return f"missing: {named(computed.missing)}" if computed.missing else ""


def named(missing: Iterable[str]) -> str:
    """Return component keys as their names; a visit before the dot is kept (``baseline PtGA``)."""
    names = []
    for key in missing:
        visit, _, component = key.rpartition(".")
        names.append(f"{visit} {COMPONENT_NAMES[component]}".strip())
    return ", ".join(names)


@dataclass(frozen=True)
class Antibody:
    """RF or ACPA as shown: what was measured, its limit, and its level in words."""

    name: str
    measured: str
    limit: str
    level: str


def antibodies(patient: Patient) -> list[Antibody]:
    """Return RF and ACPA against the laboratory's upper limit of normal."""
    shown = []
    for key in ("rf", "acpa"):
        value, unit = getattr(patient, f"{key}_value"), getattr(patient, f"{key}_unit")
        limit = getattr(patient, f"{key}_uln")
        level = antibody_level(value, limit, field=key)
        shown.append(
            Antibody(
                name=COMPONENT_NAMES[key],
                measured="" if value is None else f"{value.normalize():f} {unit}",
                limit="" if limit is None else f"{limit.normalize():f} {unit}".strip(),
                level=level.value.replace("-", " ") if level else "",
            )
        )
    return shown


def serostatus_of(patient: Patient) -> Result:
    """Return seropositive, seronegative, or what is missing to tell."""
    rf = antibody_level(patient.rf_value, patient.rf_uln, field="rf")
    acpa = antibody_level(patient.acpa_value, patient.acpa_uln, field="acpa")
    return as_result(serostatus(rf=rf, acpa=acpa))
