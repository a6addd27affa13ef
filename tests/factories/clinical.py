"""Patients and what is recorded of them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import factory
from factory.django import DjangoModelFactory

from ra_registry.assays.models import Sample
from ra_registry.cohort.models import ClinicalAssessment, Patient, Treatment, Visit
from ra_registry.imaging.models import ImagingExamination
from tests.factories.people import CentreFactory

ENROLLED = date(2024, 3, 11)


class PatientFactory(DjangoModelFactory):
    class Meta:
        model = Patient

    centre = factory.SubFactory(CentreFactory)
    study = factory.SelfAttribute("centre.study")
    pseudonym = factory.Sequence(lambda n: f"PT-{n:04d}")
    sex = "F"
    birth_year = 1961
    dominant_hand = "R"
    symptom_onset = ENROLLED - timedelta(days=120)
    diagnosis = "ra-2010"
    diagnosed_on = ENROLLED - timedelta(days=10)
    enrolled_on = ENROLLED
    rf_value = Decimal("48.00")
    rf_unit = "IU/ml"
    rf_uln = Decimal("15.00")
    acpa_value = Decimal("120.00")
    acpa_unit = "U/ml"
    acpa_uln = Decimal("4.50")


class VisitFactory(DjangoModelFactory):
    class Meta:
        model = Visit

    patient = factory.SubFactory(PatientFactory)
    study = factory.SelfAttribute("patient.study")
    took_place_on = factory.LazyAttribute(
        lambda visit: visit.patient.enrolled_on + timedelta(days=visit.planned.day)
    )


class AssessmentFactory(DjangoModelFactory):
    class Meta:
        model = ClinicalAssessment

    tjc28 = 8
    sjc28 = 6
    ptga_mm = 55
    phga_mm = 50
    esr = 38
    crp_value = Decimal("18.400")
    crp_unit = "mg/L"
    haq_di = Decimal("1.125")


class TreatmentFactory(DjangoModelFactory):
    class Meta:
        model = Treatment

    kind = "csdmard"
    drug = "methotrexate"
    dose = Decimal("10.00")
    dose_unit = "mg"
    frequency = "weekly"
    started_on = ENROLLED


class ExaminationFactory(DjangoModelFactory):
    class Meta:
        model = ImagingExamination

    modality = "MR"
    side = "R"
    side_rule = "dominant"
    acquired_on = factory.LazyAttribute(lambda exam: exam.visit.took_place_on)
    has_t1 = True
    has_t1_contrast = True
    has_t2_fs_or_stir = True


class SampleFactory(DjangoModelFactory):
    class Meta:
        model = Sample

    study = factory.SelfAttribute("visit.study")
    code = factory.Sequence(lambda n: f"S-{n:05d}")
    taken_on = factory.LazyAttribute(lambda sample: sample.visit.took_place_on)
