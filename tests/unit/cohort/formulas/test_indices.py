from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.cohort.formulas import (
    CDAI_CUTOFFS,
    SDAI_CUTOFFS,
    Activity,
    Components,
    cdai,
    crp_in_mg_per_l,
    sdai,
)

PARTS = {"tjc28": 8, "sjc28": 6, "ptga_mm": 50, "phga_mm": 45}


def test_globals_count_in_centimetres_and_crp_in_mg_per_dl():
    """8 + 6 + 5.0 + 4.5 and 1.2: CRP of 12 mg/L is 1.2 mg/dL."""
    assert cdai(Components(**PARTS)).value == Decimal("23.5")
    assert sdai(Components(**PARTS, crp_mg_l=12)).value == Decimal("24.7")


def test_crp_of_either_unit_gives_one_sdai():
    in_dl = crp_in_mg_per_l(Decimal("1.2"), "mg/dL")
    in_l = crp_in_mg_per_l(Decimal(12), "mg/L")
    assert sdai(Components(**PARTS, crp_mg_l=in_dl)) == sdai(Components(**PARTS, crp_mg_l=in_l))


@given(
    st.integers(0, 28),
    st.integers(0, 28),
    st.integers(0, 100),
    st.integers(0, 100),
    st.decimals(0, 400, places=2),
)
def test_sdai_is_cdai_plus_a_tenth_of_crp(tender, swollen, patient, physician, crp):
    parts = Components(
        tjc28=tender, sjc28=swollen, ptga_mm=patient, phga_mm=physician, crp_mg_l=crp
    )
    clinical = Fraction(tender + swollen) + Fraction(patient + physician, 10)
    assert Fraction(cdai(parts).value) == clinical
    assert Fraction(sdai(parts).value) == clinical + Fraction(crp) / 10
    assert 0 <= cdai(parts).value <= 76


@pytest.mark.parametrize(
    ("cutoffs", "value", "state"),
    [
        (SDAI_CUTOFFS, "3.3", Activity.REMISSION),
        (SDAI_CUTOFFS, "3.31", Activity.LOW),
        (SDAI_CUTOFFS, "11", Activity.LOW),
        (SDAI_CUTOFFS, "26", Activity.MODERATE),
        (SDAI_CUTOFFS, "26.01", Activity.HIGH),
        (CDAI_CUTOFFS, "2.8", Activity.REMISSION),
        (CDAI_CUTOFFS, "10", Activity.LOW),
        (CDAI_CUTOFFS, "22", Activity.MODERATE),
        (CDAI_CUTOFFS, "22.1", Activity.HIGH),
    ],
)
def test_bounds_belong_to_the_lower_state(cutoffs, value, state):
    assert cutoffs.state(Decimal(value)) == state


def test_display_rounds_halves_up_and_keeps_the_state_of_the_exact_value():
    """3.305 shows as 3.31; 3.3049 shows as 3.30 but is above the remission bound."""
    half = sdai(Components(tjc28=1, sjc28=1, ptga_mm=5, phga_mm=5, crp_mg_l=Decimal("3.05")))
    assert (half.value, half.display) == (Decimal("3.305"), Decimal("3.31"))
    above = sdai(Components(tjc28=1, sjc28=1, ptga_mm=5, phga_mm=5, crp_mg_l=Decimal("3.049")))
    assert (above.display, above.state) == (Decimal("3.30"), Activity.LOW)


def test_missing_components_are_named_and_never_count_as_zero():
    result = sdai(Components(tjc28=8, sjc28=6, phga_mm=45))
    assert (result.value, result.missing) == (None, ("ptga_mm", "crp_mg_l"))
    assert cdai(Components(**PARTS)).value is not None  # CDAI needs no CRP
