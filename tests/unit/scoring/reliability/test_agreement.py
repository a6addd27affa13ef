"""Agreement of laid-out readings: figures of the literature, traps, and what must not matter."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.stats.results import NotEstimable
from scoring.instruments import compute_changes, compute_totals, get_instrument
from scoring.instruments.scores import from_half_units
from scoring.reliability.compute.agreement import INTERCHANGEABLE, Agreement, agreement
from scoring.reliability.compute.comparisons import Comparison
from scoring.reliability.compute.reads import NOT_SCORED, Reads, occasions_of, totals_of

# Six targets, four judges: Shrout & Fleiss, Psychol Bull 1979;86:420-8, table 2.
SHROUT_FLEISS = [
    [9, 2, 5, 8],
    [6, 1, 3, 2],
    [8, 4, 6, 8],
    [7, 1, 2, 6],
    [10, 5, 6, 9],
    [6, 2, 4, 7],
]
PUBLISHED = {"ICC(1)": 0.17, "ICC(A,1)": 0.29, "ICC(C,1)": 0.71,
             "ICC(k)": 0.44, "ICC(A,k)": 0.62, "ICC(C,k)": 0.91}  # fmt: skip
# Twelve changes by two readers whose figures are those that the trap names.
CHANGES = [
    [4, 1],
    [6, 4],
    [0, 2],
    [2, 1],
    [1, 0],
    [5, 4],
    [3, 2],
    [0, 1],
    [8, 9],
    [2, 3],
    [0, 0],
    [7, 7],
]
SDC, WITHOUT_A_ROOT, WITHOUT_BOTH = 1.406772, 1.989475, 2.8135

tables = st.lists(
    st.lists(st.integers(0, 30), min_size=2, max_size=2), min_size=4, max_size=12
).filter(lambda rows: len({value for row in rows for value in row}) > 3)


def found(table: list[list[float]], kind: str = "pair", *, is_change: bool = False) -> Agreement:
    values = np.array(table, dtype=np.float64)
    rows = np.arange(values.size).reshape(values.shape)
    readers = tuple(range(values.shape[1]))
    return agreement(Comparison("x", kind, readers, rows), values.ravel(), is_change=is_change)


def test_the_table_of_shrout_and_fleiss():
    result = found(SHROUT_FLEISS, "team")
    assert {form.form: round(form.value, 2) for form in result.icc.forms} == PUBLISHED
    assert len(result.limits) == 6


def test_a_pool_keeps_the_one_way_forms_and_no_detectable_change():
    result = found(SHROUT_FLEISS, "pool", is_change=True)
    assert {form.form: round(form.value, 2) for form in result.icc.forms
            if form.value != INTERCHANGEABLE} == {"ICC(1)": 0.17, "ICC(k)": 0.44}  # fmt: skip
    assert (result.sdc_95, result.sdc_80, result.sdc_one, result.limits) == (None, None, None, ())


def test_the_smallest_detectable_change_has_both_roots():
    """For the mean of two: not 1.96 SD, nor without the second root, and with SD over n - 1."""
    result = found(CHANGES, is_change=True)
    assert result.sdc_95.value == pytest.approx(SDC, abs=1e-6)
    assert result.sdc_95.readers_averaged == 2
    assert result.sdc_one.detectable.value == pytest.approx(WITHOUT_A_ROOT, abs=1e-6)
    assert result.limits[0].result.sd * 1.96 == pytest.approx(WITHOUT_BOTH, abs=1e-4)
    assert result.sdc_80.value == pytest.approx(SDC * 1.2816 / 1.96, abs=1e-6)


def test_a_constant_offset_is_disagreement_not_inconsistency():
    """Trap 14: consistency 1 against agreement 0.866 where one reader is a point higher."""
    base = np.array([0, 0, 2, 2, 4, 4, 4], dtype=float)
    result = found(np.column_stack([base, base + 1]).tolist())
    assert result.form("ICC(C,1)").value == pytest.approx(1.0)
    assert result.form("ICC(A,1)").value == pytest.approx(0.866, abs=5e-4)
    assert result.exact == 0.0
    assert result.within_one == 1.0
    assert result.limits[0].result.mean_difference == pytest.approx(-1.0)


@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_cases_and_readers_changes_nothing(table, random):
    result = found(table)
    shuffled = random.sample(table, len(table))
    turned = [row[::-1] for row in shuffled]
    for other in (found(shuffled), found(turned)):
        for one, two in zip(result.icc.forms, other.icc.forms, strict=True):
            assert _same(one.value, two.value)
        assert (result.exact, result.within_one) == (other.exact, other.within_one)
        assert _same(result.sdd.value, other.sdd.value)
    bias = result.limits[0].result.mean_difference
    assert found(turned).limits[0].result.mean_difference == pytest.approx(-bias, abs=1e-9)


@given(tables, st.integers(1, 20))
def test_an_offset_moves_agreement_but_not_consistency(table, offset):
    result, moved = found(table), found([[one, two + offset] for one, two in table])
    assert _same(result.form("ICC(C,1)").value, moved.form("ICC(C,1)").value)
    assert _same(result.sdd.value, moved.sdd.value)
    shift = moved.limits[0].result.mean_difference - result.limits[0].result.mean_difference
    assert shift == pytest.approx(-offset)
    aligned = np.array(table, dtype=float)
    aligned[:, 1] += aligned[:, 0].mean() - aligned[:, 1].mean()
    best = found(aligned.tolist()).form("ICC(A,1)").value
    apart = moved.form("ICC(A,1)").value
    if not isinstance(best, NotEstimable) and best > 0:
        assert apart <= best + 1e-9


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[0, 0], [0, 0], [0, 0]], "All scores are equal"),
        ([[3, 2]], "patients"),
        ([], "patients"),
        ([[1, np.nan], [np.nan, 2]], "patients"),
    ],
)
def test_degenerate_data_give_the_reason(table, reason):
    values = np.array(table, dtype=float).reshape(-1, 2)
    result = found(values.tolist()) if len(values) else _empty()
    for form in result.icc.forms:
        assert isinstance(form.value, NotEstimable)
        assert reason in form.value.reason
    assert result.left_out == int(np.isnan(values).any(axis=1).sum())


def test_readers_who_see_nothing_agree_completely():
    """The coefficient doesn't exist; the percentage beside it does (scores of early disease)."""
    result = found([[0, 0], [0, 0]])
    assert (result.exact, result.within_one) == (1.0, 1.0)
    assert result.sdd.value == 0.0


def test_totals_and_changes_are_those_of_the_instruments():
    """Also with sites that have no score, half units, and sums over two features."""
    instrument = get_instrument("svdh")
    random = np.random.default_rng(7)
    items = instrument.items
    tops = np.array([2 * item.maximum for item in items])
    scores = (random.random((6, 3, len(items))) * (tops + 1)).astype(np.int16)
    scores[random.random(scores.shape) < 0.2] = NOT_SCORED
    scores[0, 1, [item.feature == "jsn" for item in items]] = NOT_SCORED
    n = len(scores)
    reads = Reads(np.arange(n), np.zeros(n, int), np.zeros(n, bool), np.arange(n), scores,
                  ("a", "b", "c"), items)  # fmt: skip
    totals = totals_of(reads, instrument)
    assert [one.key for one in totals.occasions] == ["a", "b", "c", "a-b", "a-c"]
    for row in range(n):
        visits = [
            {
                item.code: from_half_units(int(v))
                for item, v in zip(items, at, strict=True)
                if v >= 0
            }
            for at in scores[row]
        ]
        sums = [compute_totals(instrument, visit) for visit in visits]
        changes = {k: compute_changes(instrument, visits[0], visits[k]) for k in (1, 2)}
        keys = {frozenset(one.items): one.key for one in totals.measures}
        for total in instrument.totals:
            key = keys[frozenset(total.items)]
            for place, occasion in enumerate("abc"):
                _equal(totals.of(key, occasion)[row], sums[place][total.key].observed_sum)
            _equal(totals.of(key, "a-b")[row], changes[1][total.key].value)
            _equal(totals.of(key, "a-c")[row], changes[2][total.key].value)


def test_occasions_of_one_visit_and_of_none():
    assert [(one.key, one.is_change) for one in occasions_of(("bl",))] == [("bl", False)]
    assert occasions_of(()) == ()


def _empty() -> Agreement:
    rows = np.zeros((0, 2), dtype=np.int64)
    return agreement(Comparison("x", "pair", (0, 1), rows), np.zeros(0), is_change=False)


def _same(one: object, two: object) -> bool:
    if isinstance(one, NotEstimable) or isinstance(two, NotEstimable):
        return type(one) is type(two)
    return bool(np.isclose(one, two, rtol=1e-7, atol=1e-7))


def _equal(found: float, expected: object) -> None:
    if expected is None:
        assert np.isnan(found)
    else:
        assert found == float(expected)
