"""Treatments of the synthetic patients: untreated at baseline, then treated to target."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

import numpy as np

from ra_registry.demo.recipe.randomness import FloatArray, Stream

Option = TypeVar("Option")

_METHOTREXATE_STEPS = (6, 8, 10)
_METHOTREXATE_RAISED = (10, 12, 16)
_PREDNISOLONE = (5, 7.5, 10)
_BIOLOGICS = (
    ("adalimumab", Decimal(40), "mg", "every 2 weeks"),
    ("etanercept", Decimal(50), "mg", "weekly"),
    ("tocilizumab", Decimal(162), "mg", "every 2 weeks"),
    ("abatacept", Decimal(125), "mg", "weekly"),
)


@dataclass(frozen=True, slots=True)
class TreatmentCourse:
    """A drug from one day to another, counted from enrolment; stop_day None means it goes on.

    kind is the key of the registry's treatment kinds.
    """

    patient: int
    kind: str
    drug: str
    dose: Decimal
    dose_unit: str
    frequency: str
    start_day: int
    stop_day: int | None = None
    stop_reason: str = ""


def draw_treatments(stream: Stream, inflammation: FloatArray) -> tuple[TreatmentCourse, ...]:
    """Courses of all patients, ordered by patient and start.

    inflammation: (visits, n). Methotrexate for all within two weeks, raised where it doesn't
    suffice; a glucocorticoid for the more inflamed, tapered off in most; a biologic in the second
    half of the year for those who stay inflamed.
    """
    uniforms = stream.uniform(9, inflammation.shape[1])
    courses: list[TreatmentCourse] = []
    for patient, draws in enumerate(uniforms.T.tolist()):
        start, later = inflammation[:, patient].tolist()
        courses += _methotrexate(patient, draws[0:4])
        if draws[4] < 0.35 + 0.15 * np.tanh(start):
            courses.append(_glucocorticoid(patient, draws[5:7]))
        if later > -0.65:
            courses.append(_biologic(patient, draws[7:9]))
    return tuple(courses)


def _pick(options: tuple[Option, ...], uniform: float) -> Option:
    return options[int(uniform * len(options))]


def _methotrexate(patient: int, draws: list[float]) -> list[TreatmentCourse]:
    first_day = int(draws[0] * 14)
    start = _pick(_METHOTREXATE_STEPS, draws[1])
    raised = _pick(_METHOTREXATE_RAISED, draws[2])
    if raised <= start or draws[3] < 0.3:
        return [_mtx(patient, start, first_day)]
    change = first_day + 28 + int(draws[3] * 60)
    return [
        _mtx(patient, start, first_day, stop_day=change, stop_reason="dose raised"),
        _mtx(patient, raised, change),
    ]


def _mtx(
    patient: int, dose: int, start_day: int, *, stop_day: int | None = None, stop_reason: str = ""
) -> TreatmentCourse:
    return TreatmentCourse(
        patient=patient,
        kind="csdmard",
        drug="methotrexate",
        dose=Decimal(dose),
        dose_unit="mg",
        frequency="weekly",
        start_day=start_day,
        stop_day=stop_day,
        stop_reason=stop_reason,
    )


def _glucocorticoid(patient: int, draws: list[float]) -> TreatmentCourse:
    tapered = draws[1] < 0.7
    return TreatmentCourse(
        patient=patient,
        kind="glucocorticoid",
        drug="prednisolone",
        dose=Decimal(str(_pick(_PREDNISOLONE, draws[0]))),
        dose_unit="mg",
        frequency="daily",
        start_day=int(draws[0] * 10),
        stop_day=90 + int(draws[1] * 200) if tapered else None,
        stop_reason="tapered off" if tapered else "",
    )


def _biologic(patient: int, draws: list[float]) -> TreatmentCourse:
    drug, dose, unit, frequency = _pick(_BIOLOGICS, draws[0])
    return TreatmentCourse(
        patient=patient,
        kind="bdmard",
        drug=drug,
        dose=dose,
        dose_unit=unit,
        frequency=frequency,
        start_day=120 + int(draws[1] * 150),
    )
