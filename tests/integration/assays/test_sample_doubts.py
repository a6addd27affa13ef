"""What the records say against a file's samples is shown before anybody accepts it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from ra_registry.assays.models import Batch, Sample
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.preview import build_preview
from ra_registry.assays.services.samples import void_sample
from ra_registry.cohort.services.voiding import void_record
from tests.factories.assays import READ_ON, codes_of, export_of, layout_of, staged_file
from tests.integration.assays.doors import PageDoor

WHY = "the laboratory was asked"
TOO_EARLY = "was read on 2024-05-06, before its sample was taken: {code}, taken on 2024-06-01."


@pytest.fixture
def codes(study) -> list[str]:
    return codes_of(study.study)


@pytest.fixture
def late(study, codes) -> Sample:
    """One sample that was taken after the plate of ``export_of`` was read."""
    Sample.objects.filter(study=study.study).update(taken_on=READ_ON)
    Sample.objects.filter(code=codes[0]).update(taken_on=dt.date(2024, 6, 1))
    return Sample.objects.get(code=codes[0])


def test_a_plate_read_before_its_sample_is_shown_before_acceptance(door, late, codes):
    said = door.send(export_of(codes))
    assert TOO_EARLY.format(code=late.code) in said
    assert codes[1] + ", taken on" not in said

    accepted, said = door.accept(WHY)
    assert not accepted
    assert TOO_EARLY.format(code=late.code) in said
    assert not Batch.objects.exists()


def test_a_plate_read_on_the_day_of_its_samples_is_no_contradiction(door, study, codes):
    Sample.objects.filter(study=study.study).update(taken_on=READ_ON)
    said = door.send(export_of(codes))

    assert "taken on" not in said
    assert door.accept(WHY)[0]


def test_a_voided_sample_is_named_as_such(door, study, codes, coordinator):
    void_sample(by=coordinator, sample=Sample.objects.get(code=codes[0]), reason="wrong tube")
    said = door.send(export_of([*codes, "X-1"]))

    assert f"This sample of the file is voided: {codes[0]}. Restore it" in said
    assert "No sample of this study: X-1." in said
    # Every door confirms that unknown samples are left out.
    accepted, said = door.accept(WHY)
    assert accepted, said
    assert not Sample.objects.active().filter(code=codes[0], wells__isnull=False).exists()


def test_a_sample_of_a_voided_patient_names_the_patient(door, study, codes):
    sample = Sample.objects.select_related("visit__patient").get(code=codes[0])
    manager = study.people["data_manager"]
    void_record(by=manager, record=sample.visit.patient, reason="withdrew")
    said = door.send(export_of(codes))

    assert f"{codes[0]} ({sample.visit.patient.pseudonym})" in said


def test_a_name_against_the_column_of_dilutions_needs_a_reason(door, study, lot, codes):
    said = door.send(export_of(codes), layout=layout_of(codes, dilution=" 1:8"))
    assert "the column of dilutions says 2, the layout or the sample" in said
    assert not door.accept()[0]

    accepted, said = door.accept(WHY)
    assert accepted, said
    found = {one["code"]: one for one in Batch.objects.get().findings}
    assert found["dilution_conflict"]["reason"] == WHY
    assert found["dilution_conflict"]["expected"] == "8"


def test_a_layout_of_other_samples_needs_a_reason(door, codes):
    said = door.send(export_of(codes), layout=layout_of([f"{code}X" for code in codes]))
    assert f"the layout {codes[0]}X, {codes[1]}X" in said
    assert not door.accept()[0]


def test_the_page_links_to_restoring(study, lot, codes, coordinator, tmp_path):
    sample = Sample.objects.get(code=codes[0])
    void_sample(by=coordinator, sample=sample, reason="wrong tube")
    page = PageDoor(study.study, coordinator, lot, tmp_path).send(export_of(codes))

    assert reverse("cohort:restore", args=[study.study.code, "sample", sample.pk]) in page
    assert "Register the unknown samples" not in page


def test_a_code_registered_again_is_no_voided_sample(study, lot, codes, coordinator):
    sample = Sample.objects.get(code=codes[0])
    void_sample(by=coordinator, sample=sample, reason="wrong tube")
    Sample.objects.create(
        study=study.study, visit=sample.visit, code=codes[0], created_by=coordinator,
        taken_on=sample.taken_on,
    )  # fmt: skip

    assert build_preview(staged_file(study, export_of(codes))).voided_samples == []


def test_left_out_wells_of_voided_samples_are_remarked(study, lot, codes, coordinator):
    void_sample(by=coordinator, sample=Sample.objects.get(code=codes[0]), reason="wrong tube")
    preview = build_preview(staged_file(study, export_of(codes)), Choices(leave_out_unknown=True))

    assert f"The wells of a voided sample are left out: {codes[0]}." in preview.remarks
    assert not preview.blocks
