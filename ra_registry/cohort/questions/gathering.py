"""Everything recorded of some patients, as the rules see it, in a few queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

from ra_registry.cohort import activity, providers
from ra_registry.cohort.formulas.das28 import das28_crp, das28_esr
from ra_registry.cohort.models import (
    ClinicalAssessment,
    Patient,
    PlausibilityVersion,
    Treatment,
    Visit,
)
from ra_registry.cohort.plausibility.defaults import DEFAULTS
from ra_registry.cohort.plausibility.limits import Plausibility, from_data
from ra_registry.cohort.rules import Finding, Record, evaluate
from ra_registry.core.errors import ValidationFailed

Gathered = dict[int, list[Record]]


def limits_in_force(study_id: int) -> Plausibility:
    """Return the study's newest limits, or those that ship with the registry. One query."""
    version = PlausibilityVersion.objects.filter(study_id=study_id).order_by("-number").first()
    return DEFAULTS if version is None else from_data(version.limits, known=DEFAULTS)


def findings(study_id: int, patients: Collection[int]) -> dict[int, list[Finding]]:
    """Return what the rules find in each patient's records; voided records say nothing."""
    limits = limits_in_force(study_id)
    return {
        patient_id: evaluate(records, limits) for patient_id, records in gather(patients).items()
    }


def gather(patients: Collection[int]) -> Gathered:
    """Return each patient's records. Four queries, and those of the other apps' providers."""
    found: Gathered = defaultdict(list)
    people: dict[int, Record] = {}
    for patient in Patient.objects.active().filter(pk__in=patients):
        people[patient.pk] = Record("patient", patient.pk, "", _values(patient))
        found[patient.pk].append(people[patient.pk])
    visits: dict[int, Record] = {}
    for visit in Visit.objects.active().filter(patient__in=people).select_related("planned"):
        visits[visit.pk] = _visit(visit, people[visit.patient_id])
        found[visit.patient_id].append(visits[visit.pk])
    assessments = ClinicalAssessment.objects.active().filter(visit__in=visits)
    for assessment in assessments.select_related("visit"):
        of = visits[assessment.visit_id]
        values = _values(assessment) | {"das28": _das28(assessment)}
        record = Record("assessment", assessment.pk, of.name, values, of, of.order)
        found[assessment.visit.patient_id].append(record)
    for treatment in Treatment.objects.active().filter(patient__in=people):
        record = treatment_record(treatment, people[treatment.patient_id])
        found[treatment.patient_id].append(record)
    for patient_id, record in providers.records(visits):
        found[patient_id].append(record)
    return dict(found)


def _visit(visit: Visit, patient: Record) -> Record:
    planned = visit.planned
    values = {
        "took_place_on": visit.took_place_on,
        "opens": planned.day - planned.days_before,
        "closes": planned.day + planned.days_after,
    }
    return Record("visit", visit.pk, planned.name, values, patient, planned.day)


def treatment_record(treatment: Treatment, patient: Record | None = None) -> Record:
    """Return a treatment as the rules see it; one that is not stored yet has the number 0."""
    return Record("treatment", treatment.pk or 0, treatment.drug, _values(treatment), patient)


def _values(record: Any) -> dict[str, Any]:
    return {column.name: getattr(record, column.attname) for column in record._meta.concrete_fields}


def _das28(assessment: ClinicalAssessment) -> Decimal | None:
    """Return DAS28 as the rules compare it: with ESR, else with CRP; None where it has no value."""
    try:
        parts = activity.components(assessment)
    except ValidationFailed:
        return None  # a component that another door stored out of its range
    for formula in (das28_esr, das28_crp):
        value = formula(parts).value
        if value is not None:
            return round(Decimal(value), 2)
    return None


def patients_of(study_id: int) -> Iterable[int]:
    """Return the study's patients in the order of their numbers."""
    patients = Patient.objects.active().filter(study_id=study_id)
    return patients.order_by("pk").values_list("pk", flat=True)
