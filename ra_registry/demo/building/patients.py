"""Patients, visits, assessments, treatments, examinations and samples, written in bulk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from ra_registry.assays.models import Sample
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import ClinicalAssessment, Patient, Treatment, Visit
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.demo.building.people import Setting
from ra_registry.demo.recipe import ACPA_ULN, ACPA_UNIT, RF_ULN, RF_UNIT, SyntheticCohort
from ra_registry.imaging.models import ImagingExamination

AT_ONCE = 2000
DAYS_PER_MONTH = 30.4375
BASELINE, YEAR_ONE = 0, 1


@dataclass(frozen=True)
class Enrolled:
    """The stored patients in the recipe's order, and their visits by (visit, patient)."""

    patients: list[Patient]
    visits: dict[tuple[int, int], Visit]


@transaction.atomic
def enrol(setting: Setting, cohort: SyntheticCohort, opened_on: date) -> Enrolled:
    """Write everything that is known of the cohort, with one audit event for all of it."""
    by = setting.one("coordinator")
    patients = Patient.objects.bulk_create(
        _patients(setting, cohort, opened_on), batch_size=AT_ONCE
    )
    visits = Visit.objects.bulk_create(_visits(setting, cohort, patients), batch_size=AT_ONCE)
    by_place = {(i % 2, i // 2): visit for i, visit in enumerate(visits)}
    enrolled = Enrolled(patients, by_place)
    ClinicalAssessment.objects.bulk_create(
        _assessments(setting, cohort, enrolled), batch_size=AT_ONCE
    )
    Treatment.objects.bulk_create(_treatments(setting, cohort, patients), batch_size=AT_ONCE)
    ImagingExamination.objects.bulk_create(
        _examinations(setting, cohort, enrolled), batch_size=AT_ONCE
    )
    mark_study_changed(setting.study.pk)
    audit.record(
        EventKind.PATIENT_ENROLLED,
        by=by,
        study_code=setting.study.code,
        target=setting.study,
        data={"patients": len(patients), "synthetic": True, "seeds": list(cohort.seeds)},
    )
    return enrolled


def _antibody(value: float) -> Decimal:
    return Decimal(f"{value:.1f}")


def _patients(setting: Setting, cohort: SyntheticCohort, opened_on: date) -> Iterator[Patient]:
    people, by = cohort.people, setting.one("coordinator")
    for i in range(cohort.n):
        enrolled_on = opened_on + timedelta(days=int(people.enrolled_day[i]))
        onset = timedelta(days=round(float(people.onset_months[i]) * DAYS_PER_MONTH))
        yield Patient(
            study=setting.study,
            centre=setting.centres[int(people.centre[i])],
            pseudonym=people.pseudonym[i],
            sex=people.sex[i],
            birth_year=enrolled_on.year - int(people.age[i]),
            dominant_hand=people.dominant_hand[i],
            symptom_onset=(enrolled_on - onset).isoformat(),
            diagnosis="ra-2010",
            diagnosed_on=enrolled_on.isoformat(),
            enrolled_on=enrolled_on,
            rf_value=_antibody(cohort.serology.rf[i]),
            rf_printed=str(_antibody(cohort.serology.rf[i])),
            rf_unit=RF_UNIT,
            rf_uln=RF_ULN,
            acpa_value=_antibody(cohort.serology.acpa[i]),
            acpa_printed=str(_antibody(cohort.serology.acpa[i])),
            acpa_unit=ACPA_UNIT,
            acpa_uln=ACPA_ULN,
            created_by=by,
        )


def _visits(setting: Setting, cohort: SyntheticCohort, patients: list[Patient]) -> Iterator[Visit]:
    by = setting.one("coordinator")
    for i, patient in enumerate(patients):
        for visit, planned in ((BASELINE, setting.baseline), (YEAR_ONE, setting.year_one)):
            day = int(cohort.people.visit_day[visit, i])
            yield Visit(
                study=setting.study,
                patient=patient,
                planned=planned,
                took_place_on=patient.enrolled_on + timedelta(days=day),
                created_by=by,
            )


def _assessments(
    setting: Setting, cohort: SyntheticCohort, enrolled: Enrolled
) -> Iterator[ClinicalAssessment]:
    by = setting.one("coordinator")
    for (number, patient), visit in enrolled.visits.items():
        drawn = cohort.clinical.assessment(number, patient)
        yield ClinicalAssessment(
            visit=visit,
            tjc28=drawn.tjc28,
            sjc28=drawn.sjc28,
            ptga_mm=drawn.ptga_mm,
            phga_mm=drawn.phga_mm,
            esr=drawn.esr,
            esr_printed=str(drawn.esr),
            crp_value=drawn.crp_mg_l,
            crp_printed=str(drawn.crp_mg_l),
            crp_unit="mg/L",
            haq_di=drawn.haq_di,
            created_by=by,
        )


def _treatments(
    setting: Setting, cohort: SyntheticCohort, patients: list[Patient]
) -> Iterator[Treatment]:
    by = setting.one("coordinator")
    for course in cohort.treatments:
        patient = patients[course.patient]
        start = patient.enrolled_on + timedelta(days=course.start_day)
        stop = course.stop_day
        yield Treatment(
            patient=patient,
            kind=course.kind,
            drug=course.drug,
            dose=course.dose,
            dose_unit=course.dose_unit,
            frequency=course.frequency,
            started_on=start.isoformat(),
            stopped_on=None
            if stop is None
            else (patient.enrolled_on + timedelta(days=stop)).isoformat(),
            stop_reason=course.stop_reason,
            created_by=by,
        )


def _examinations(
    setting: Setting, cohort: SyntheticCohort, enrolled: Enrolled
) -> Iterator[ImagingExamination]:
    """MRI of the dominant hand and radiographs; no contrast where no synovitis could be read."""
    by = setting.one("coordinator")
    synovitis = cohort.ramris["synovitis"].reason
    for (number, patient), visit in enrolled.visits.items():
        mri_day = int(cohort.people.mri_day[number, patient])
        film_day = int(cohort.people.radiograph_day[number, patient])
        without_contrast = bool((synovitis[0, number, patient] != 0).all())
        yield ImagingExamination(
            visit=visit,
            modality="MR",
            side=enrolled.patients[patient].dominant_hand,
            side_rule="dominant",
            acquired_on=visit.took_place_on + timedelta(days=mri_day),
            has_t1=True,
            has_t1_contrast=not without_contrast,
            has_t2_fs_or_stir=True,
            created_by=by,
        )
        yield ImagingExamination(
            visit=visit,
            modality="XR",
            side="B",
            acquired_on=visit.took_place_on + timedelta(days=film_day),
            created_by=by,
        )


@transaction.atomic
def draw_blood(
    setting: Setting, enrolled: Enrolled, *, visit: int, suffix: str, n: int
) -> list[str]:
    """Register one plasma sample of the first ``n`` patients at a visit; return the codes."""
    by = setting.one("coordinator")
    samples = [
        Sample(
            study=setting.study,
            visit=enrolled.visits[visit, i],
            code=f"{patient.pseudonym}-{suffix}",
            taken_on=enrolled.visits[visit, i].took_place_on,
            created_by=by,
        )
        for i, patient in enumerate(enrolled.patients[:n])
    ]
    Sample.objects.bulk_create(samples, batch_size=AT_ONCE)
    return [sample.code for sample in samples]
