"""Every file that was read wrongly once does the right thing on page, by command and by API."""

from __future__ import annotations

import csv
import io

import pytest

from ra_registry.assays.models import Batch, Measurement, Result
from tests.factories.clinical import PatientFactory, SampleFactory, VisitFactory
from tests.integration.assays.doors import CommandDoor, nothing_waits
from tests.paths import trap

WHY = "the laboratory was asked"


@pytest.fixture
def slash_samples(study):
    """Patient A's baseline sample P01, patient B's sample P011/2 of one year."""
    first, second = study.patients[:2]
    return {
        "P01": SampleFactory(visit=study.visit(first, study.baseline), code="P01"),
        "P011/2": SampleFactory(visit=study.visit(second, study.year_one), code="P011/2"),
    }


def register(study, name: str) -> None:
    """Register every sample that a trap names."""
    content = trap(name).decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(content), delimiter="\t" if name.endswith("txt") else ",")
    for code in dict.fromkeys(r["Sample"] for r in rows if r.get("Sample Group") == "Unknowns"):
        visit = VisitFactory(patient=PatientFactory(centre=study.north), planned=study.baseline)
        SampleFactory(visit=visit, code=code)


def test_a_registered_code_with_a_slash_is_never_cut(door, slash_samples):
    door.send("slash_plate.txt", layout="slash_layout.txt")
    accepted, said = door.accept(WHY)

    assert accepted, said
    stored = Measurement.objects.filter(well__name="A03").select_related("well__sample")
    assert {(one.well.sample, one.well.dilution) for one in stored} == {
        (slash_samples["P011/2"], 1)
    }
    assert not Measurement.objects.filter(well__sample=slash_samples["P01"]).exists()


def test_marks_before_three_digits_are_asked_about(door, slash_samples):
    said = door.send("thousands_plate.txt", layout="slash_layout.txt")
    assert ("--decimal-mark" if isinstance(door, CommandDoor) else "181,918") in said
    accepted, said = door.accept(WHY)

    assert not accepted
    assert "mark" in said
    assert not Batch.objects.exists()


def test_the_answer_decides_and_nothing_is_divided_by_a_thousand(door, slash_samples):
    door.send("thousands_plate.txt", layout="slash_layout.txt", decimal_mark="point")
    accepted, said = door.accept(WHY)

    assert accepted, said
    signals = Measurement.objects.filter(well__name="A03").values_list("signal", flat=True)
    assert set(signals) == {181918.0}


def test_replicates_on_two_sides_are_marked_mixed(door, study):
    register(study, "replicates.csv")
    door.send("replicates.csv")
    accepted, said = door.accept(WHY)

    assert accepted, said
    found = Result.objects.get(sample__code="KB-33DD-BL", analyte__code="il-6")
    assert (found.concentration, found.place, found.mixed) == (4.23, "mixed", True)


def test_an_error_of_a_formula_refuses_the_file_with_its_cell(door):
    said = door.send("x_err_full.xlsx")

    assert "#DIV/0!" in said
    assert "162" in said
    assert nothing_waits()


def test_a_japanese_file_is_read_in_its_own_encoding(door, slash_samples):
    assert "cp932" in door.send("raw_cp932.txt", layout="slash_layout.txt")
    accepted, said = door.accept(WHY)

    assert accepted, said
    assert Measurement.objects.filter(analyte__name="IFN-γ", signal__gt=0).count() == 96


def test_a_vendor_number_against_our_curve_needs_a_reason(door, study):
    register(study, "vendor_1000x.csv")
    said = door.send("vendor_1000x.csv")
    assert "IL-6" in said
    accepted, said = door.accept()
    assert not accepted
    assert "IL-6" in said
    accepted, said = door.accept(WHY)

    assert accepted, said
    reasons = {one["reason"] for one in Batch.objects.get().findings if one["severity"] == "reason"}
    assert reasons == {WHY}


def test_a_lost_decimal_in_a_level_is_refused_and_names_the_wells(door, study):
    register(study, "lost_decimal.csv")
    door.send("lost_decimal.csv")
    accepted, said = door.accept(WHY)

    assert not accepted
    assert "found 7812.5, expected 7.8125 (wells D01, D02)" in said
    assert not Batch.objects.exists()


def test_without_calibrators_the_lot_classifies(door, study):
    register(study, "unknowns_only.csv")
    door.send("unknowns_only.csv")
    accepted, _said = door.accept()
    assert not accepted
    accepted, said = door.accept(WHY)

    assert accepted, said
    found = Measurement.objects.filter(concentration__isnull=False)
    below = [one for one in found if one.concentration < one.llod]
    assert len(below) > 90
    assert {one.censor for one in below} == {"below_llod"}
    assert not found.filter(censor="unknown").exists()


def test_a_footer_is_named_and_every_other_line_stored(door, study):
    register(study, "footer.csv")
    said = door.send("footer.csv")
    assert "Average" in said
    accepted, said = door.accept()

    assert accepted, said
    assert Batch.objects.get().rows_in_file == 960


def test_few_columns_are_read_by_their_spots(door, study):
    register(study, "min_cols.txt")
    door.send("min_cols.txt")
    accepted, said = door.accept(WHY)

    assert accepted, said
    batch = Batch.objects.get()
    assert batch.rows_in_file == batch.rows_stored == 960
