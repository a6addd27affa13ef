"""Composite scores of stored assessments, with the words in which pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ra_registry.cohort.formulas import (
    COMPOSITES,
    VERDICTS,
    AntibodyLevel,
    Components,
    Composite,
    Limit,
    OpenLevel,
    Verdict,
    antibody_level,
    crp_in_mg_per_l,
    das28_crp,
    das28_esr,
    eular_response,
    serostatus,
)
from ra_registry.cohort.models import ClinicalAssessment, Patient
from ra_registry.cohort.models.laboratory import stored_value

COMPONENT_UNITS = {"esr": "mm/h", "crp_mg_l": "mg/L"}
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
    """A composite as a page shows it: a value with its state, or why there is none.

    ``note`` names the limits that a value was computed with, and what they leave open.
    """

    name: str
    formula: str
    value: Decimal | None
    state: str
    problem: str = ""
    note: str = ""


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
        esr_sign=assessment.esr_sign,
        crp_sign=assessment.crp_sign,
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
    states = [computed.state] if computed.state else computed.possible if value is not None else ()
    return Result(
        name=name or RESULT_NAMES[computed.formula],
        formula=computed.formula,
        value=value,
        state=_states(states),
        problem=_problem(computed),
        note=_note(computed) if value is not None else "",
    )


def _problem(computed: Composite | Verdict) -> str:
    if computed.refused:
        return computed.refused
    problems = [f"missing: {named(computed.missing)}"] if computed.missing else []
    if isinstance(computed, Verdict) and computed.limits:
        limits = ", ".join(limit_text(limit) for limit in computed.limits)
        problems.append(_("left open by %(limits)s") % {"limits": limits})
    return "; ".join(problems)


def _note(computed: Composite | Verdict) -> str:
    """Return with which limits a value was computed, and whether they leave its state open."""
    used = ", ".join(
        _("%(limit)s: computed with %(number)s")
        % {"limit": limit_text(limit), "number": _plain(limit.value)}
        for limit in computed.limits
    )
    return _("%(used)s; the state is left open") % {"used": used} if computed.possible else used


def _states(states: Iterable[str]) -> str:
    """Return a state in words, or those between which a limit leaves it open."""
    return _(" or ").join(state.replace("-", " ") for state in states)


def limit_text(limit: Limit) -> str:
    """Return a limit as people write it: ``CRP <3 mg/L``."""
    visit, _dot, component = limit.component.rpartition(".")
    unit = COMPONENT_UNITS.get(component, "")
    name = f"{visit} {COMPONENT_NAMES[component]}".strip()
    return f"{name} {limit.sign}{_plain(limit.value)} {unit}".strip()


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def named(missing: Iterable[str]) -> str:
    """Return component keys as their names; a visit before the dot is kept (``baseline PtGA``)."""
    names = []
    for key in missing:
        visit, _, component = key.rpartition(".")
        names.append(f"{visit} {COMPONENT_NAMES[component]}".strip())
    return ", ".join(names)


@dataclass(frozen=True)
class Antibody:
    """RF or ACPA as shown: what was measured, its limit of normal, and its level in words.

    Where a value known only as below or above a limit leaves several levels, all are named.
    """

    name: str
    measured: str
    limit: str
    level: str


def antibodies(patient: Patient) -> list[Antibody]:
    """Return RF and ACPA against the laboratory's upper limit of normal."""
    shown = []
    for key in ("rf", "acpa"):
        unit, limit = getattr(patient, f"{key}_unit"), getattr(patient, f"{key}_uln")
        shown.append(
            Antibody(
                name=COMPONENT_NAMES[key],
                measured=laboratory_text(patient, f"{key}_value", unit),
                limit="" if limit is None else f"{_plain(limit)} {unit}".strip(),
                level=_level_text(_level(patient, key)),
            )
        )
    return shown


def laboratory_text(record: Any, name: str, unit: str) -> str:
    """Return a laboratory value with its sign and unit (``<15 IU/mL``); empty when missing."""
    value = stored_value(record, name)
    return "" if value is None else f"{value.sign}{_plain(value.number)} {unit}".strip()


def _level(patient: Patient, key: str) -> AntibodyLevel | None:
    return antibody_level(
        getattr(patient, f"{key}_value"),
        getattr(patient, f"{key}_uln"),
        field=key,
        sign=getattr(patient, f"{key}_sign"),
    )


def _level_text(level: AntibodyLevel | None) -> str:
    if isinstance(level, OpenLevel):
        return _states(level.possible)
    return _states([level] if level else [])


def serostatus_of(patient: Patient) -> Result:
    """Return seropositive, seronegative, or what is missing to tell."""
    return as_result(serostatus(rf=_level(patient, "rf"), acpa=_level(patient, "acpa")))
