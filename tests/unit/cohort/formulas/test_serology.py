"""Serology and the 2010 classification criteria."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ra_registry.cohort.formulas import (
    Classified,
    InvalidComponent,
    Level,
    Presentation,
    Serostatus,
    acr_eular_2010,
    antibody_level,
    serostatus,
)

NEGATIVE, LOW, HIGH = Level.NEGATIVE, Level.LOW_POSITIVE, Level.HIGH_POSITIVE


@pytest.mark.parametrize(
    ("value", "uln", "level"),
    [
        ("0", "15", NEGATIVE),
        ("15", "15", NEGATIVE),
        ("15.1", "15", LOW),
        ("45", "15", LOW),
        ("45.1", "15", HIGH),
        ("13.5", "4.5", LOW),
    ],
)
def test_level_against_the_upper_limit(value, uln, level):
    assert antibody_level(Decimal(value), Decimal(uln), field="rf") == level


def test_value_that_was_not_measured_has_no_level():
    assert antibody_level(None, Decimal(15), field="rf") is None
    assert antibody_level(None, None, field="rf") is None


@pytest.mark.parametrize("uln", [None, Decimal(0), Decimal(-1)])
def test_value_without_a_usable_limit_is_refused(uln):
    with pytest.raises(InvalidComponent, match="acpa_uln"):
        antibody_level(Decimal(20), uln, field="acpa")


def test_negative_value_is_refused():
    with pytest.raises(InvalidComponent, match="rf_value"):
        antibody_level(Decimal(-1), Decimal(15), field="rf")


@pytest.mark.parametrize(
    ("rf", "acpa", "state", "missing"),
    [
        (LOW, NEGATIVE, Serostatus.POSITIVE, ()),
        (NEGATIVE, HIGH, Serostatus.POSITIVE, ()),
        (NEGATIVE, NEGATIVE, Serostatus.NEGATIVE, ()),
        (HIGH, None, Serostatus.POSITIVE, ()),
        (NEGATIVE, None, None, ("acpa",)),
        (None, NEGATIVE, None, ("rf",)),
        (None, None, None, ("rf", "acpa")),
    ],
)
def test_one_positive_decides_and_one_negative_does_not(rf, acpa, state, missing):
    verdict = serostatus(rf=rf, acpa=acpa)
    assert (verdict.state, verdict.missing) == (state, missing)


def presentation(**changes):
    bare = {
        "large_joints": 1,
        "small_joints": 0,
        "swollen_joints": 1,
        "duration_days": 10,
        "rf": NEGATIVE,
        "acpa": NEGATIVE,
        "crp_abnormal": False,
        "esr_abnormal": False,
    }
    return Presentation(**{**bare, **changes})


@pytest.mark.parametrize(
    ("changes", "points"),
    [
        ({}, 0),
        ({"large_joints": 2}, 1),
        ({"large_joints": 10}, 1),
        ({"small_joints": 1}, 2),
        ({"small_joints": 3}, 2),
        ({"small_joints": 4}, 3),
        ({"large_joints": 0, "small_joints": 10}, 3),
        ({"large_joints": 1, "small_joints": 10}, 5),  # eleven joints, one small among them
        ({"large_joints": 10, "small_joints": 1}, 5),
        ({"rf": LOW}, 2),
        ({"rf": LOW, "acpa": HIGH}, 3),  # the higher of the two, not their sum
        ({"acpa": None, "rf": HIGH}, 3),
        ({"crp_abnormal": True}, 1),
        ({"crp_abnormal": True, "esr_abnormal": True}, 1),
        ({"crp_abnormal": None, "esr_abnormal": True}, 1),
        ({"duration_days": 41}, 0),
        ({"duration_days": 42}, 1),  # six weeks are enough
    ],
)
def test_points_of_the_2010_criteria(changes, points):
    assert acr_eular_2010(presentation(**changes)).value == points


def test_six_points_make_rheumatoid_arthritis():
    six = acr_eular_2010(presentation(small_joints=1, rf=HIGH, duration_days=42))
    five = acr_eular_2010(presentation(small_joints=1, rf=HIGH))
    assert (six.value, six.state) == (6, Classified.RA)
    assert (five.value, five.state) == (5, Classified.NOT_RA)


def test_no_classification_without_any_serology_or_acute_phase_result():
    """Joints and duration alone would reach six points in eleven small joints."""
    result = acr_eular_2010(presentation(small_joints=11, duration_days=60, rf=None, acpa=None))
    assert (result.value, result.missing) == (None, ("rf or acpa",))
    result = acr_eular_2010(presentation(crp_abnormal=None, esr_abnormal=None))
    assert result.missing == ("crp_abnormal or esr_abnormal",)


def test_criteria_do_not_apply_without_a_swollen_joint():
    assert "swollen joint" in acr_eular_2010(presentation(swollen_joints=0)).refused


@pytest.mark.parametrize(
    "impossible", [{"large_joints": 11}, {"small_joints": 31}, {"duration_days": -1}]
)
def test_impossible_presentation_is_refused(impossible):
    with pytest.raises(InvalidComponent, match=next(iter(impossible))):
        presentation(**impossible)
