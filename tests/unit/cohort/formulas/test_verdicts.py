"""Boolean remission, EULAR response, HAQ-DI bands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.cohort.formulas import (
    COMPOSITES,
    VERDICTS,
    Activity,
    Components,
    Composite,
    Disability,
    Remission,
    Response,
    boolean_1,
    boolean_2,
    boolean_2_without_crp,
    das28_crp,
    das28_esr,
    eular_response,
    haq_di,
)

IN_REMISSION = {"tjc28": 1, "sjc28": 1, "ptga_mm": 10, "crp_mg_l": 10}


def das28(value, *, formula="das28-esr/1"):
    number = Decimal(value)
    return Composite(formula, number, round(number, 2), Activity.MODERATE, "das28")


def test_boolean_1_takes_every_component_at_its_limit():
    assert boolean_1(Components(**IN_REMISSION)).state == Remission.REACHED


@pytest.mark.parametrize(
    ("component", "above"),
    [("tjc28", 2), ("sjc28", 2), ("ptga_mm", 11), ("crp_mg_l", Decimal("10.01"))],
)
def test_boolean_1_fails_on_any_component_above_its_limit(component, above):
    assert boolean_1(Components(**{**IN_REMISSION, component: above})).state == (
        Remission.NOT_REACHED
    )


def test_boolean_2_allows_a_global_of_2_cm():
    parts = {**IN_REMISSION, "ptga_mm": 20}
    assert boolean_1(Components(**parts)).state == Remission.NOT_REACHED
    assert boolean_2(Components(**parts)).state == Remission.REACHED
    assert boolean_2(Components(**{**parts, "ptga_mm": 21})).state == Remission.NOT_REACHED


def test_boolean_2_without_crp_asks_for_none():
    parts = {"tjc28": 0, "sjc28": 1, "ptga_mm": 20}
    assert boolean_2_without_crp(Components(**parts)).state == Remission.REACHED
    assert boolean_2(Components(**parts)).missing == ("crp_mg_l",)


def test_boolean_is_undecided_when_a_component_is_missing_even_beside_a_failing_one():
    verdict = boolean_1(Components(tjc28=9, sjc28=1, crp_mg_l=3))
    assert (verdict.state, verdict.missing) == (None, ("ptga_mm",))


@pytest.mark.parametrize(
    ("baseline", "reached", "response"),
    [
        ("4.40", "3.20", Response.MODERATE),  # improvement of 1.2 exactly is not above 1.2
        ("4.41", "3.20", Response.GOOD),
        ("4.42", "3.21", Response.MODERATE),
        ("7.00", "5.50", Response.MODERATE),  # above 1.2, wherever it arrives
        ("5.70", "5.10", Response.NONE),  # 0.6 exactly is not above 0.6
        ("5.71", "5.10", Response.MODERATE),
        ("5.72", "5.11", Response.NONE),
        ("3.00", "2.00", Response.MODERATE),
        ("3.00", "2.40", Response.NONE),
        ("3.00", "4.00", Response.NONE),
    ],
)
def test_eular_response(baseline, reached, response):
    verdict = eular_response(baseline=das28(baseline), reached=das28(reached))
    assert verdict.state == response


def test_binary_floats_would_have_called_it_good():
    """Why the scores are decimals: the trap is real."""
    assert 4.40 - 3.20 > 1.2


@given(*(st.decimals("0.1", "9.5", places=2),) * 2)
def test_eular_response_follows_the_published_table(baseline, reached):
    """The table by whole hundredths, as published: rows by improvement, columns by level."""
    column = 0 if reached <= Decimal("3.2") else 1 if reached <= Decimal("5.1") else 2
    improvement = int((baseline - reached) * 100)
    row = 0 if improvement > 120 else 1 if improvement > 60 else 2
    table = [
        [Response.GOOD, Response.MODERATE, Response.MODERATE],
        [Response.MODERATE, Response.MODERATE, Response.NONE],
        [Response.NONE, Response.NONE, Response.NONE],
    ]
    verdict = eular_response(baseline=das28(baseline), reached=das28(reached))
    assert verdict.state == table[row][column]


def test_eular_response_refuses_two_formulas():
    verdict = eular_response(baseline=das28("5"), reached=das28("3", formula="das28-crp/1"))
    assert verdict.state is None
    assert "found das28-esr/1 and das28-crp/1" in verdict.refused


def test_eular_response_refuses_a_score_that_is_no_das28():
    sdai = COMPOSITES["sdai/1"](Components(**IN_REMISSION, phga_mm=10))
    assert "needs two DAS28" in eular_response(baseline=sdai, reached=sdai).refused


def test_eular_response_names_what_is_missing_at_which_visit():
    verdict = eular_response(
        baseline=das28_crp(Components(tjc28=4)), reached=das28("3", formula="das28-crp/1")
    )
    assert verdict.state is None
    assert verdict.missing == ("baseline.sjc28", "baseline.ptga_mm", "baseline.crp_mg_l")


def test_eular_response_hands_on_a_refused_das28():
    no_logarithm = das28_esr(Components(tjc28=4, sjc28=4, ptga_mm=10, esr=0))
    verdict = eular_response(baseline=das28("5"), reached=no_logarithm)
    assert verdict.refused.startswith("reached: ESR is 0 mm/h")


@pytest.mark.parametrize(
    ("value", "band"),
    [
        ("0", Disability.NORMAL),
        ("0.5", Disability.NORMAL),
        ("0.625", Disability.MILD),
        ("1", Disability.MILD),
        ("1.125", Disability.MODERATE),
        ("2", Disability.MODERATE),
        ("2.125", Disability.SEVERE),
        ("3", Disability.SEVERE),
    ],
)
def test_haq_bands(value, band):
    result = haq_di(Components(haq_di=Decimal(value)))
    assert (result.value, result.state) == (Decimal(value), band)


def test_haq_shows_two_decimals_and_keeps_three():
    result = haq_di(Components(haq_di=Decimal("1.125")))
    assert (result.value, result.display) == (Decimal("1.125"), Decimal("1.13"))


@pytest.mark.parametrize("key", [*COMPOSITES, *VERDICTS])
def test_every_formula_carries_its_key_and_names_what_it_lacks(key):
    result = {**COMPOSITES, **VERDICTS}[key](Components())
    assert result.formula == key
    assert result.state is None
    assert result.missing
