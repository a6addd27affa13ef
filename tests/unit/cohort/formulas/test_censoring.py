"""Values known only as a limit: no verdict is contradicted by any value that agrees with it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.cohort.formulas import (
    COMPOSITES,
    Classified,
    Components,
    InvalidComponent,
    Level,
    OpenLevel,
    Presentation,
    Remission,
    Serostatus,
    acr_eular_2010,
    antibody_level,
    boolean_1,
    boolean_2,
    das28_crp,
    das28_esr,
    eular_response,
    is_positive,
    sdai,
    serostatus,
)

joints = st.integers(0, 28)
globals_mm = st.integers(0, 100)
signs = st.sampled_from(["<", ">"])
amounts = st.decimals("0.1", "300", places=1)
clinical = st.builds(
    Components, tjc28=joints, sjc28=joints, ptga_mm=globals_mm, phga_mm=globals_mm,
    esr=st.none(), crp_mg_l=st.none(), haq_di=st.none(), esr_sign=st.just(""), crp_sign=st.just(""),
)  # fmt: skip
BY_CRP = [COMPOSITES[key] for key in ("das28-crp/1", "das28-crp-3/1", "sdai/1")]
BY_ESR = [COMPOSITES[key] for key in ("das28-esr/1", "das28-esr-3/1")]


@st.composite
def censored(draw: st.DrawFn, numbers: st.SearchStrategy) -> tuple[str, Decimal, Decimal]:
    """A sign, its number, and a value that agrees with both."""
    sign, limit = draw(signs), draw(numbers)
    share = draw(st.decimals("0.001", "0.999", places=3))
    return sign, limit, limit * share if sign == "<" else limit + 1000 * share


@st.composite
def esr_limits(draw: st.DrawFn) -> tuple[str, int, int]:
    """A censored ESR and a whole one that agrees with it."""
    sign = draw(signs)
    if sign == "<":
        limit = draw(st.integers(2, 200))
        return sign, limit, draw(st.integers(1, limit - 1))
    limit = draw(st.integers(1, 199))
    return sign, limit, draw(st.integers(limit + 1, 200))


def agrees(result, of_true) -> bool:
    """A state that is given holds for the true value; else the true one is among those named."""
    if result.state is not None:
        return result.state == of_true.state
    return of_true.state in result.possible


@given(clinical, censored(amounts), st.sampled_from(BY_CRP))
def test_a_state_by_crp_holds_for_every_value_that_agrees(seen, crp, formula):
    sign, limit, true = crp
    parts = replace(seen, crp_mg_l=limit, crp_sign=sign)
    result = formula(parts)
    exact = formula(replace(parts, crp_mg_l=true, crp_sign=""))
    assert agrees(result, exact)
    assert result.value == formula(replace(parts, crp_sign="")).value
    assert result.bounds[0] <= exact.value <= result.bounds[1]
    assert [(one.component, one.sign, one.value) for one in result.limits] == [
        ("crp_mg_l", sign, limit)
    ]


@given(clinical, esr_limits(), st.sampled_from(BY_ESR))
def test_a_state_by_esr_holds_for_every_value_that_agrees(seen, esr, formula):
    sign, limit, true = esr
    parts = replace(seen, esr=limit, esr_sign=sign)
    assert agrees(formula(parts), formula(replace(parts, esr=true, esr_sign="")))


@given(
    st.integers(0, 2), st.integers(0, 2), st.integers(5, 25), censored(amounts),
    st.sampled_from([boolean_1, boolean_2]),
)  # fmt: skip
def test_boolean_remission_holds_for_every_value_that_agrees(
    tender, swollen, patient, crp, formula
):
    sign, limit, true = crp
    parts = Components(tjc28=tender, sjc28=swollen, ptga_mm=patient, crp_mg_l=limit, crp_sign=sign)
    assert agrees(formula(parts), formula(replace(parts, crp_mg_l=true, crp_sign="")))


@given(clinical, clinical, censored(amounts), censored(amounts))
def test_a_response_holds_for_every_value_that_agrees(baseline, reached, before, after):
    first = replace(baseline, crp_mg_l=before[1], crp_sign=before[0])
    then = replace(reached, crp_mg_l=after[1], crp_sign=after[0])
    result = eular_response(baseline=das28_crp(first), reached=das28_crp(then))
    exact = eular_response(
        baseline=das28_crp(replace(first, crp_mg_l=before[2], crp_sign="")),
        reached=das28_crp(replace(then, crp_mg_l=after[2], crp_sign="")),
    )
    assert agrees(result, exact)


@given(censored(amounts), amounts)
def test_a_level_holds_for_every_value_that_agrees(value, uln):
    sign, limit, true = value
    level = antibody_level(limit, uln, field="rf", sign=sign)
    exact = antibody_level(true, uln, field="rf")
    possible = level.possible if isinstance(level, OpenLevel) else (level,)
    assert exact in possible
    assert is_positive(level) in (None, is_positive(exact))
    status = serostatus(rf=level, acpa=None)
    assert status.state in (None, serostatus(rf=exact, acpa=None).state)


@given(censored(amounts), censored(amounts), st.integers(0, 10), st.integers(0, 30))
def test_a_classification_holds_for_every_value_that_agrees(rf, acpa, large, small):
    def points(*, exact: bool):
        levels = [
            antibody_level(v[2], Decimal(20), field=field)
            if exact
            else antibody_level(v[1], Decimal(20), field=field, sign=v[0])
            for field, v in (("rf", rf), ("acpa", acpa))
        ]
        return acr_eular_2010(
            Presentation(
                large_joints=large, small_joints=small, swollen_joints=1, duration_days=60,
                rf=levels[0], acpa=levels[1], crp_abnormal=True,
            )
        )  # fmt: skip

    result, exact = points(exact=False), points(exact=True)
    assert agrees(result, exact)
    assert result.value in (None, exact.value)
    assert result.bounds[0] <= exact.value <= result.bounds[1]


@pytest.mark.parametrize(
    ("sign", "value", "uln", "possible"),
    [
        ("<", 15, 20, [Level.NEGATIVE]),
        ("<", 20, 20, [Level.NEGATIVE]),
        ("<", 30, 20, [Level.NEGATIVE, Level.LOW_POSITIVE]),
        ("<", 60, 20, [Level.NEGATIVE, Level.LOW_POSITIVE]),
        ("<", 61, 20, list(Level)),
        (">", 15, 20, list(Level)),
        (">", 20, 20, [Level.LOW_POSITIVE, Level.HIGH_POSITIVE]),
        (">", 59, 20, [Level.LOW_POSITIVE, Level.HIGH_POSITIVE]),
        (">", 60, 20, [Level.HIGH_POSITIVE]),
        (">", 340, 10, [Level.HIGH_POSITIVE]),
    ],
)
def test_levels_that_a_limit_leaves(sign, value, uln, possible):
    level = antibody_level(Decimal(value), Decimal(uln), field="acpa", sign=sign)
    assert (list(level.possible) if isinstance(level, OpenLevel) else [level]) == possible


def test_a_limit_leaves_serostatus_open_unless_the_other_antibody_decides():
    open_rf = antibody_level(Decimal(30), Decimal(20), field="rf", sign="<")
    undecided = serostatus(rf=open_rf, acpa=Level.NEGATIVE)
    assert (undecided.state, undecided.missing) == (None, ())
    assert [one.component for one in undecided.limits] == ["rf"]
    assert undecided.possible == (Serostatus.POSITIVE, Serostatus.NEGATIVE)
    assert serostatus(rf=open_rf, acpa=Level.HIGH_POSITIVE).state == Serostatus.POSITIVE


def test_crp_above_ten_rules_remission_out_and_above_five_leaves_it_open():
    parts = Components(tjc28=0, sjc28=0, ptga_mm=5, crp_mg_l=Decimal(10), crp_sign=">")
    assert boolean_1(parts).state == Remission.NOT_REACHED
    for sign, number in ((">", 5), ("<", 15)):
        verdict = boolean_1(replace(parts, crp_mg_l=Decimal(number), crp_sign=sign))
        assert (verdict.state, len(verdict.possible)) == (None, 2)
        assert verdict.limits[0].value == number
    assert boolean_1(replace(parts, tjc28=2, crp_mg_l=Decimal(15), crp_sign="<")).state == (
        Remission.NOT_REACHED
    )


def test_composites_take_the_printed_limit_and_name_it():
    parts = Components(
        tjc28=0, sjc28=0, ptga_mm=10, phga_mm=10, crp_mg_l=Decimal("0.3"), crp_sign="<"
    )
    result = sdai(parts)
    assert (result.value, str(result.state), result.possible) == (Decimal("2.03"), "remission", ())
    assert result.limits[0].sign == "<"
    high = sdai(replace(parts, crp_mg_l=Decimal(100), crp_sign=">"))
    assert (high.value, high.state) == (Decimal(12), None)
    assert [str(state) for state in high.possible] == ["moderate", "high"]


def test_an_esr_below_one_is_computed_with_one():
    parts = Components(tjc28=0, sjc28=0, ptga_mm=0, esr=1, esr_sign="<")
    assert das28_esr(parts).value == 0


def test_points_between_which_the_classification_turns_are_named():
    open_rf = antibody_level(Decimal(30), Decimal(20), field="rf", sign="<")
    seen = Presentation(
        large_joints=0, small_joints=4, swollen_joints=2, duration_days=60, rf=open_rf,
        crp_abnormal=True,
    )  # fmt: skip
    result = acr_eular_2010(seen)
    assert (result.value, result.state) == (None, None)
    assert result.possible == (Classified.RA, Classified.NOT_RA)
    assert "from 5 to 7 points" in result.refused
    sure = acr_eular_2010(replace(seen, small_joints=11))
    assert (sure.value, sure.state) == (None, Classified.RA)


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"esr": 2, "esr_sign": "≤"}, "esr_sign"),
        ({"esr_sign": "<"}, "esr"),
        ({"crp_mg_l": 0, "crp_sign": "<"}, "crp"),
    ],
)
def test_a_sign_that_says_nothing_is_refused(parts, field):
    with pytest.raises(InvalidComponent) as refused:
        Components(**parts)
    assert refused.value.field == field
