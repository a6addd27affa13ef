"""The rules between a patient's records, one by one, on days, months and years."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.cohort.plausibility.defaults import DEFAULTS
from ra_registry.cohort.rules import Finding, Record, evaluate
from ra_registry.cohort.rules.days import certainly_before, span
from ra_registry.core.entry.partial_dates import PartialDate

ENROLLED = date(2024, 3, 11)


YEAR_2024 = PartialDate(2024)
APRIL_2024 = PartialDate(2024, 4)


def patient(**values: Any) -> Record:
    facts = {
        "birth_year": 1961,
        "symptom_onset": date(2023, 11, 1),
        "diagnosed_on": date(2024, 3, 1),
        "enrolled_on": ENROLLED,
    }
    return Record("patient", 1, "", facts | values)


def visit(
    of: Record, day: date, *, pk: int = 2, order: int = 0, opens: int = -14, closes: int = 400
) -> Record:
    name = "Baseline" if order == 0 else f"Day {order}"
    values = {"took_place_on": day, "opens": opens, "closes": closes}
    return Record("visit", pk, name, values, of, order)


def rules(*records: Record) -> list[str]:
    return [finding.rule for finding in evaluate(records, DEFAULTS)]


def hard(*records: Record) -> list[Finding]:
    return [finding for finding in evaluate(records, DEFAULTS) if finding.hard]


def test_a_plain_patient_raises_nothing() -> None:
    one = patient()
    assert evaluate([one, visit(one, ENROLLED)], DEFAULTS) == []


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        (
            {"birth_year": 2025, "symptom_onset": None, "diagnosed_on": None},
            "enrolment-after-birth",
        ),
        ({"symptom_onset": date(1960, 12, 31), "diagnosed_on": None}, "onset-after-birth"),
        ({"symptom_onset": date(2024, 3, 12), "diagnosed_on": None}, "onset-before-enrolment"),
        ({"symptom_onset": APRIL_2024, "diagnosed_on": None}, "onset-before-enrolment"),
        ({"diagnosed_on": date(2023, 10, 31)}, "onset-before-diagnosis"),
        ({"diagnosed_on": date(2024, 3, 12)}, "diagnosis-before-enrolment"),
        ({"diagnosed_on": APRIL_2024}, "diagnosis-before-enrolment"),
    ],
)
def test_the_order_of_a_life(values: dict[str, Any], rule: str) -> None:
    assert [one.rule for one in hard(patient(**values))] == [rule]


def test_what_is_only_possible_is_no_contradiction() -> None:
    """A year contradicts only where none of its days would do."""
    assert hard(patient(symptom_onset=YEAR_2024, diagnosed_on=YEAR_2024)) == []


@pytest.mark.parametrize(
    ("days", "opens", "rule"),
    [(0, 0, []), (-1, 0, ["visit-after-enrolment"]), (-14, -14, []), (-1, 335, None)],
)
def test_a_visit_lies_not_before_enrolment(days: int, opens: int, rule: list[str] | None) -> None:
    """Unless the schedule itself opens its window before enrolment."""
    one = patient()
    found = [f.rule for f in hard(visit(one, ENROLLED + timedelta(days=days), opens=opens))]
    assert found == (["visit-after-enrolment"] if rule is None else rule)


@pytest.mark.parametrize(
    ("days", "days_outside", "side"),
    [(-15, 0, ""), (-14, 0, ""), (-13, 0, ""), (30, 0, ""), (31, 1, "after"), (40, 10, "after")],
)
def test_a_visit_outside_its_window_is_asked_about(days: int, days_outside: int, side: str) -> None:
    one = visit(patient(), ENROLLED + timedelta(days=days), opens=-15, closes=30)
    found = [f for f in evaluate([one], DEFAULTS) if f.rule == "visit-outside-window"]
    assert [(f.usual["days"], f.usual["side"], f.hard) for f in found] == (
        [(str(days_outside), side, False)] if days_outside else []
    )


def test_a_visit_too_early_is_one_finding() -> None:
    """Before enrolment it is refused; between enrolment and its window it is asked about."""
    one = patient()
    assert rules(visit(one, ENROLLED - timedelta(days=1), opens=335)) == ["visit-after-enrolment"]
    [asked] = evaluate([visit(one, ENROLLED + timedelta(days=300), opens=335)], DEFAULTS)
    assert (asked.rule, asked.usual["days"], asked.usual["side"]) == (
        "visit-outside-window",
        "35",
        "before",
    )


def test_visits_keep_the_planned_order() -> None:
    one = patient()
    later = visit(one, ENROLLED + timedelta(days=1), pk=3, order=365, opens=0)
    assert rules(visit(one, ENROLLED + timedelta(days=2)), later) == ["visits-in-order"]


def test_samples_and_examinations_lie_near_their_visit() -> None:
    one = visit(patient(), ENROLLED)
    far, near = ENROLLED + timedelta(days=15), ENROLLED + timedelta(days=14)
    assert rules(Record("sample", 4, "S-1", {"taken_on": near}, one)) == []
    [finding] = evaluate([Record("sample", 4, "S-1", {"taken_on": far}, one)], DEFAULTS)
    assert (finding.rule, finding.hard) == ("unusual", False)
    assert finding.usual["high"] == "14"
    late = {
        "acquired_on": ENROLLED + timedelta(days=43),
        "side": "R",
        "modality": "MR",
        "one_hand": True,
    }
    assert rules(Record("examination", 5, "MRI", late, one)) == ["unusual"]


def test_a_plate_is_read_after_its_samples_were_taken() -> None:
    sample = Record("sample", 4, "S-1", {"taken_on": ENROLLED}, visit(patient(), ENROLLED))
    for day, expected in ((-1, ["plate-after-sample"]), (0, []), (900, [])):
        read_on = {"read_on": ENROLLED + timedelta(days=day)}
        assert rules(Record("plate", 6, "P1", read_on, sample)) == expected
    assert rules(Record("plate", 6, "P1", {"read_on": None}, sample)) == []


def test_a_treatment_lies_within_life() -> None:
    values = {"drug": "methotrexate", "dose": None, "dose_unit": ""}
    early = values | {"started_on": date(1960, 5, 1), "stopped_on": None}
    assert rules(Record("treatment", 7, "methotrexate", early, patient())) == [
        "treatment-after-birth"
    ]
    turned = values | {"started_on": APRIL_2024, "stopped_on": date(2024, 3, 31)}
    assert rules(Record("treatment", 7, "methotrexate", turned, patient())) == ["stop-after-start"]


def test_the_same_hand_is_imaged_at_follow_up() -> None:
    one = patient()
    first, later = visit(one, ENROLLED), visit(one, ENROLLED + timedelta(days=365), pk=3, order=365)

    def mri(pk: int, of: Record, side: str) -> Record:
        day = of.values["took_place_on"]
        values = {"acquired_on": day, "side": side, "modality": "MR", "one_hand": True}
        return Record("examination", pk, f"MRI, {of.name}", values, of, of.order)

    assert rules(mri(1, first, "R"), mri(2, later, "R")) == []
    assert rules(mri(1, first, "R"), mri(2, later, "L")) == ["same-side"]


def assessment(of: Record, pk: int = 8, **values: Any) -> Record:
    return Record("assessment", pk, of.name, values, of, of.order)


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"crp_value": Decimal(450), "crp_unit": "mg/dL"}, ["unusual"]),
        ({"crp_value": Decimal(45), "crp_unit": "mg/L"}, []),
        ({"crp_value": Decimal(31), "crp_unit": "mg/dL"}, ["unusual"]),
        ({"crp_value": Decimal(31), "crp_unit": "mg/L"}, []),
        ({"haq_di": Decimal(3), "das28": Decimal("1.2")}, ["at-odds"]),
        ({"haq_di": Decimal(3), "das28": Decimal("5.2")}, []),
        ({"esr": 0}, ["unusual"]),
        ({"esr": 141}, ["unusual"]),
    ],
)
def test_unusual_values_of_one_visit(values: dict[str, Any], found: list[str]) -> None:
    assert rules(assessment(visit(patient(), ENROLLED), **values)) == found


@pytest.mark.parametrize(
    ("before", "now", "asks"),
    [
        (("7.43", "mg/L"), ("74.3", "mg/L"), True),
        (("74.3", "mg/L"), ("7.43", "mg/L"), True),
        (("7.43", "mg/L"), ("0.743", "mg/dL"), False),
        (("7.43", "mg/L"), ("7.43", "mg/dL"), True),
        (("7.43", "mg/L"), ("74.2", "mg/L"), False),
        (("0", "mg/L"), ("7.43", "mg/L"), False),
        # treatment brings CRP below 5 mg/L; a rise from there is no effect of it
        (("43", "mg/L"), ("4.2", "mg/L"), False),
        (("250", "mg/L"), ("5.52", "mg/L"), True),
        (("0.3", "mg/L"), ("4.2", "mg/L"), True),
    ],
)
def test_ten_times_the_value_before(
    before: tuple[str, str], now: tuple[str, str], asks: bool
) -> None:
    one = patient()
    first, later = visit(one, ENROLLED), visit(one, ENROLLED + timedelta(days=365), pk=3, order=365)
    values = [{"crp_value": Decimal(value), "crp_unit": unit} for value, unit in (before, now)]
    found = rules(assessment(later, 9, **values[1]), assessment(first, 8, **values[0]))
    assert found == (["jump"] if asks else [])


@pytest.mark.parametrize(
    ("field", "before", "now", "asks"),
    [
        ("ptga_mm", 5, 50, True),
        ("ptga_mm", 60, 4, False),
        ("phga_mm", 100, 10, True),
        ("phga_mm", 71, 2, False),
        ("esr", 100, 9, False),
        ("esr", 4, 40, True),
    ],
)
def test_a_fall_to_a_low_value_is_what_treatment_does(
    field: str, before: int, now: int, asks: bool
) -> None:
    one = patient()
    first, later = visit(one, ENROLLED), visit(one, ENROLLED + timedelta(days=365), pk=3, order=365)
    found = rules(assessment(first, 8, **{field: before}), assessment(later, 9, **{field: now}))
    assert found == (["jump"] if asks else [])


def test_limits_are_told_in_the_unit_of_the_record() -> None:
    crp = {"crp_value": Decimal(450), "crp_unit": "mg/dL"}
    [finding] = evaluate([assessment(visit(patient(), ENROLLED), **crp)], DEFAULTS)
    assert (finding.usual["high"], finding.usual["unit"]) == ("30", "mg/dL")


def test_another_value_is_another_question() -> None:
    marks = {
        evaluate([assessment(visit(patient(), ENROLLED), esr=value)], DEFAULTS)[0].mark
        for value in (150, 151, 150)
    }
    assert len(marks) == 2


def test_age_duration_serology_and_dose() -> None:
    assert rules(patient(birth_year=2012)) == ["unusual"]
    assert [one.rule for one in hard(patient(birth_year=1903))] == ["impossible"]
    assert rules(patient(symptom_onset=date(1963, 1, 1))) == ["unusual"]
    rf = {"rf_value": Decimal(9000), "rf_unit": "IU/mL"}
    assert rules(patient(**rf)) == ["unusual"]
    assert rules(patient(rf_value=Decimal(9000), rf_unit="index")) == []
    drug = {"drug": "Methotrexate", "dose": Decimal(100), "dose_unit": "mg"}
    days = {"started_on": ENROLLED, "stopped_on": None}
    assert rules(Record("treatment", 7, "Methotrexate", drug | days, patient())) == ["unusual"]


days = st.dates(date(1900, 1, 1), date(2100, 12, 31))


@given(days, days)
def test_certainly_before_is_a_strict_order(one: date, other: date) -> None:
    assert certainly_before(one, other) == (one < other)
    assert not (certainly_before(one, other.year) and certainly_before(other.year, one))
    assert certainly_before(one.year, other.year) == (one.year < other.year)
    ends = span(one.year)
    assert ends is not None
    assert ends[0] <= one <= ends[1]
