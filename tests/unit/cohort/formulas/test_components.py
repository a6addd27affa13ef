from __future__ import annotations

from decimal import Decimal

import pytest

from ra_registry.cohort.formulas import Components, InvalidComponent, crp_in_mg_per_l


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("tjc28", 29, "a whole number from 0 to 28"),
        ("tjc28", -1, "a whole number from 0 to 28"),
        ("sjc28", Decimal("3.5"), "a whole number from 0 to 28"),
        ("ptga_mm", 101, "an exact number from 0 to 100 mm"),
        ("phga_mm", -1, "an exact number from 0 to 100 mm"),
        ("esr", 201, "an exact number from 0 to 200 mm/h"),
        ("crp_mg_l", Decimal("-0.1"), "an exact number from 0 to 9999 mg/L"),
        ("crp_mg_l", Decimal("1E+30"), "an exact number from 0 to 9999 mg/L"),
        ("crp_mg_l", Decimal("NaN"), "an exact number from 0 to 9999 mg/L"),
        ("crp_mg_l", Decimal("Infinity"), "an exact number from 0 to 9999 mg/L"),
        ("haq_di", Decimal("1.2"), "an exact number from 0 to 3 in steps of 0.125"),
        ("haq_di", Decimal("3.125"), "an exact number from 0 to 3 in steps of 0.125"),
    ],
)
def test_impossible_value_is_refused_with_field_found_and_expected(field, value, expected):
    with pytest.raises(InvalidComponent) as caught:
        Components(**{field: value})
    error = caught.value
    assert (error.field, error.found, error.expected) == (field, value, expected)
    assert error.message == f"{field}: found {value}, expected {expected}."
    assert list(error.field_errors) == [field]


@pytest.mark.parametrize("value", [1.5, True, "12"])
def test_only_exact_numbers_are_taken(value):
    """A float has lost exactness, True is not a CRP, and text is the form's job to read."""
    with pytest.raises(InvalidComponent, match=type(value).__name__):
        Components(crp_mg_l=value)


@pytest.mark.parametrize("eighths", range(25))
def test_every_step_of_the_haq_is_taken(eighths):
    assert Components(haq_di=Decimal(eighths) / 8).haq_di == Decimal(eighths) * Decimal("0.125")


@pytest.mark.parametrize(
    "extremes",
    [
        {"tjc28": 0, "sjc28": 0, "ptga_mm": 0, "phga_mm": 0, "esr": 0, "crp_mg_l": 0, "haq_di": 0},
        {"tjc28": 28, "sjc28": 28, "ptga_mm": 100, "phga_mm": 100, "esr": 200, "haq_di": 3},
    ],
)
def test_the_ends_of_the_ranges_are_inside(extremes):
    assert Components(**extremes).missing(*extremes) == ()


@pytest.mark.parametrize(
    ("value", "unit", "mg_per_l"),
    [("1.2", "mg/dL", "12.0"), ("12", "mg/L", "12"), ("0", "mg/dL", "0")],
)
def test_crp_comes_to_mg_per_l(value, unit, mg_per_l):
    assert crp_in_mg_per_l(Decimal(value), unit) == Decimal(mg_per_l)


def test_missing_crp_stays_missing_whatever_its_unit():
    assert crp_in_mg_per_l(None, "") is None


@pytest.mark.parametrize("unit", ["", "mg/l", "nmol/L"])
def test_crp_of_an_unknown_unit_is_refused(unit):
    with pytest.raises(InvalidComponent, match="crp_unit"):
        crp_in_mg_per_l(Decimal(12), unit)


def test_crp_in_mg_per_dl_is_checked_in_its_own_unit():
    with pytest.raises(InvalidComponent, match="from 0 to 999 mg/dL"):
        crp_in_mg_per_l(Decimal(1200), "mg/dL")
