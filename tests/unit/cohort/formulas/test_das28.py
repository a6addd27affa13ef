from __future__ import annotations

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.cohort.formulas import (
    DAS28_CRP_CUTOFFS,
    DAS28_CUTOFFS,
    Activity,
    Components,
    das28_crp,
    das28_crp_3,
    das28_esr,
    das28_esr_3,
)
from tests.unit.cohort.formulas.oracle import log, root

joints = st.integers(0, 28)
millimetres = st.integers(0, 100)
positive_esr = st.integers(1, 200)
crp = st.decimals(0, 400, places=2)


@pytest.mark.parametrize(
    ("formula", "parts", "by_hand"),
    [
        # Perfect squares, ln 1 = 0: every term can be added on paper.
        (das28_esr, {"tjc28": 4, "sjc28": 9, "esr": 1, "ptga_mm": 50}, "2.66"),
        (das28_esr, {"tjc28": 0, "sjc28": 0, "esr": 1, "ptga_mm": 0}, "0"),
        (das28_esr, {"tjc28": 25, "sjc28": 16, "esr": 1, "ptga_mm": 100}, "5.32"),
        (das28_crp, {"tjc28": 4, "sjc28": 9, "crp_mg_l": 0, "ptga_mm": 50}, "3.62"),
        (das28_crp, {"tjc28": 0, "sjc28": 0, "crp_mg_l": 0, "ptga_mm": 0}, "0.96"),
        (das28_esr_3, {"tjc28": 4, "sjc28": 9, "esr": 1}, "2.2768"),
        (das28_crp_3, {"tjc28": 4, "sjc28": 9, "crp_mg_l": 0}, "3.306"),
    ],
)
def test_equals_the_sum_on_paper(formula, parts, by_hand):
    result = formula(Components(**parts))
    assert result.value == Decimal(by_hand)
    assert result.display == round(Decimal(by_hand), 2)


@pytest.mark.parametrize(
    ("parts", "esr4", "crp4", "esr3", "crp3"),
    [
        ((8, 6, 50, 32, "12"), 5.395791, 4.853158, 5.231455, 4.662474),
        ((28, 28, 100, 200, "150"), 9.553684, 8.611083, 8.965979, 8.026191),
        ((1, 0, 5, 9, "2.5"), 2.168057, 2.040995, 2.425902, 2.262094),
    ],
)
def test_equals_the_formula_in_floating_point(parts, esr4, crp4, esr3, crp3):
    """The expected figures come from a spreadsheet-like evaluation with math.sqrt and math.log."""
    tender, swollen, patient, esr, crp_mg_l = parts
    given_parts = Components(
        tjc28=tender, sjc28=swollen, ptga_mm=patient, esr=esr, crp_mg_l=Decimal(crp_mg_l)
    )
    found = [
        float(formula(given_parts).value)
        for formula in (das28_esr, das28_crp, das28_esr_3, das28_crp_3)
    ]
    assert found == pytest.approx([esr4, crp4, esr3, crp3], abs=5e-7)
    joint_terms = 0.56 * math.sqrt(tender) + 0.28 * math.sqrt(swollen)
    assert found[0] == pytest.approx(joint_terms + 0.70 * math.log(esr) + 0.014 * patient)
    assert found[1] == pytest.approx(
        joint_terms + 0.36 * math.log(float(crp_mg_l) + 1) + 0.014 * patient + 0.96
    )


@given(joints, joints, positive_esr, millimetres)
def test_esr_form_is_right_to_27_digits(tender, swollen, esr, patient):
    found = das28_esr(Components(tjc28=tender, sjc28=swollen, esr=esr, ptga_mm=patient)).value
    expected = (
        Fraction(56, 100) * root(Fraction(tender))
        + Fraction(28, 100) * root(Fraction(swollen))
        + Fraction(70, 100) * log(Fraction(esr))
        + Fraction(14, 1000) * patient
    )
    assert abs(Fraction(found) - expected) <= Fraction(1, 10**27)


@given(joints, joints, crp, millimetres)
def test_crp_form_is_right_to_27_digits(tender, swollen, crp_mg_l, patient):
    parts = Components(tjc28=tender, sjc28=swollen, crp_mg_l=crp_mg_l, ptga_mm=patient)
    expected = (
        Fraction(56, 100) * root(Fraction(tender))
        + Fraction(28, 100) * root(Fraction(swollen))
        + Fraction(36, 100) * log(Fraction(crp_mg_l) + 1)
        + Fraction(14, 1000) * patient
        + Fraction(96, 100)
    )
    assert abs(Fraction(das28_crp(parts).value) - expected) <= Fraction(1, 10**27)


DAS28 = [das28_esr, das28_crp, das28_esr_3, das28_crp_3]


@given(joints, st.integers(0, 27), positive_esr, st.sampled_from(DAS28))
def test_rises_when_one_more_joint_swells(tender, swollen, esr, formula):
    rest = {"tjc28": tender, "esr": esr, "crp_mg_l": esr, "ptga_mm": 40}
    before = formula(Components(sjc28=swollen, **rest))
    after = formula(Components(sjc28=swollen + 1, **rest))
    assert after.value > before.value


def test_exactly_3_2_is_low():
    """TJC 4, SJC 4, CRP 0, global 40 mm make 3.2 to the last digit."""
    result = das28_crp(Components(tjc28=4, sjc28=4, crp_mg_l=0, ptga_mm=40))
    assert (result.value, result.state) == (Decimal("3.2"), Activity.LOW)


@pytest.mark.parametrize(
    ("cutoffs", "value", "state"),
    [
        (DAS28_CUTOFFS, "2.599999999999999999999999999", Activity.REMISSION),
        (DAS28_CUTOFFS, "2.6", Activity.LOW),
        (DAS28_CUTOFFS, "3.2", Activity.LOW),
        (DAS28_CUTOFFS, "3.200000000000000000000000001", Activity.MODERATE),
        (DAS28_CUTOFFS, "5.1", Activity.MODERATE),
        (DAS28_CUTOFFS, "5.100000000000000000000000001", Activity.HIGH),
        (DAS28_CRP_CUTOFFS, "2.4", Activity.LOW),
        (DAS28_CRP_CUTOFFS, "2.9", Activity.LOW),
        (DAS28_CRP_CUTOFFS, "4.6", Activity.MODERATE),
        (DAS28_CRP_CUTOFFS, "4.61", Activity.HIGH),
    ],
)
def test_bounds_belong_to_the_lower_state_but_remission_is_strict(cutoffs, value, state):
    assert cutoffs.state(Decimal(value)) == state


def test_crp_form_names_the_cutoffs_it_was_read_by():
    parts = Components(tjc28=4, sjc28=4, crp_mg_l=0, ptga_mm=40)
    own = das28_crp(parts, cutoffs=DAS28_CRP_CUTOFFS)
    assert (own.state, own.cutoffs) == (Activity.MODERATE, "das28-crp")
    assert das28_crp(parts).cutoffs == "das28"


@pytest.mark.parametrize("formula", [das28_esr, das28_esr_3])
def test_refuses_an_esr_of_zero(formula):
    result = formula(Components(tjc28=1, sjc28=1, esr=0, ptga_mm=10))
    assert (result.value, result.display, result.state, result.missing) == (None, None, None, ())
    assert "ESR is 0 mm/h" in result.refused


def test_missing_patient_global_is_missing_and_not_zero():
    result = das28_esr(Components(tjc28=4, sjc28=9, esr=1))
    assert (result.value, result.missing) == (None, ("ptga_mm",))


def test_names_everything_that_is_missing():
    assert das28_crp(Components(sjc28=3)).missing == ("tjc28", "ptga_mm", "crp_mg_l")


def test_callers_decimal_context_moves_nothing():
    parts = Components(tjc28=8, sjc28=6, esr=32, ptga_mm=50)
    expected = das28_esr(parts)
    with localcontext() as context:
        context.prec = 3
        assert das28_esr(parts) == expected
