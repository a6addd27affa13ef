"""Change of one reader, mean over readers, and the classes of change."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.instruments import (
    OBSERVED_SUM,
    PRORATED,
    STRICT,
    ChangeClass,
    PolicyError,
    ThresholdError,
    UnknownItemError,
    classify,
    compute_changes,
    compute_totals,
    from_half_units,
    mean_over_readers,
)
from tests.unit.scoring.instruments.strategies import readings

THOROUGH = settings(deadline=None, max_examples=60)
HALVES = st.integers(-20, 20).map(from_half_units)


def every_site(instrument, value=0):
    return {item.code: value for item in instrument.items}


def test_change_is_after_minus_before(ramris):
    before = every_site(ramris, 1)
    after = before | {"erosion.RAD": 3, "erosion.MC2H": Decimal("0.5")}
    changes = compute_changes(ramris, before, after)
    assert changes["erosion.wrist"].value == 2
    assert changes["erosion.mcp"].value == Fraction(-1, 2)
    assert changes["erosion.total"].value == Fraction(3, 2)
    assert changes["bme.total"].value == 0


def test_a_site_missing_at_one_visit_is_no_change(svdh):
    """Trap 3: the observed sums 5 and 7 differ although no joint got worse."""
    before = every_site(svdh) | {"RH.erosion.PIP2": 5}
    after = before | {"RF.erosion.MTP1": 2}
    del before["RF.erosion.MTP1"]
    sums = [compute_totals(svdh, s)["erosion.total"].observed_sum for s in (before, after)]
    assert sums == [5, 7]
    change = compute_changes(svdh, before, after)["erosion.total"]
    assert change.value == 0
    assert (change.n_paired, change.n_sites) == (43, 44)


def test_difference_of_observed_sums_is_refused(svdh):
    """Trap 3 by configuration."""
    with pytest.raises(PolicyError, match="use pairwise sites"):
        compute_changes(svdh, {}, {}, policy=OBSERVED_SUM)


def test_no_pair_of_sites_no_change(svdh):
    """Trap 4 for change."""
    change = compute_changes(svdh, {"RH.jsn.RC": 1}, {"LH.jsn.RC": 1})["jsn.total"]
    assert change.value is None
    assert change.n_paired == 0


def test_a_composite_change_needs_pairs_of_every_feature(svdh):
    erosion = {item.code: 1 for item in svdh.items_of(["erosion"])}
    changes = compute_changes(svdh, erosion, erosion)
    assert changes["erosion.total"].value == 0
    assert changes["mtss.total"].value is None


def test_net_change_of_0_still_counts_sites(ramris):
    before = every_site(ramris, 2)
    after = before | {"erosion.RAD": 4, "erosion.LUN": 0, "erosion.CAP": 3}
    change = compute_changes(ramris, before, after)["erosion.total"]
    assert (change.value, change.worse, change.better) == (1, 2, 1)


def test_strict_and_prorated_change(svdh):
    before, after = every_site(svdh, 1), every_site(svdh, 2)
    del after["RF.erosion.MTP1"]
    strict = compute_changes(svdh, before, after, policy=STRICT)
    prorated = compute_changes(svdh, before, after, policy=PRORATED)
    assert strict["erosion.feet"].value is None
    assert strict["erosion.hands"].value == 32
    assert prorated["erosion.feet"].value == 12
    assert prorated["erosion.feet"].n_paired == strict["erosion.feet"].n_paired == 11


def test_only_features_read_change(ramris):
    changes = compute_changes(ramris, {}, {}, features=["erosion"])
    assert set(changes) == {"erosion.wrist", "erosion.mcp", "erosion.total"}


def test_sites_of_another_instrument_are_refused(ramris):
    with pytest.raises(UnknownItemError):
        compute_changes(ramris, {}, {"RH.jsn.RC": 1})


@THOROUGH
@given(readings())
def test_a_reading_does_not_change_against_itself(reading):
    instrument, scores = reading
    for change in compute_changes(instrument, scores, scores).values():
        assert change.value in (None, 0)
        assert (change.worse, change.better) == (0, 0)
        assert change.value is not None or change.n_paired < change.n_sites


@THOROUGH
@given(readings(n=2))
def test_swapping_the_visits_turns_the_sign(reading):
    instrument, before, after = reading
    forward = compute_changes(instrument, before, after)
    backward = compute_changes(instrument, after, before)
    for key, change in forward.items():
        assert backward[key].value == (None if change.value is None else -change.value)
        assert (backward[key].worse, backward[key].better) == (change.better, change.worse)


@THOROUGH
@given(readings(n=2, complete=True))
def test_complete_readings_change_alike_under_every_policy(reading):
    instrument, before, after = reading
    pairwise = compute_changes(instrument, before, after)
    assert compute_changes(instrument, before, after, policy=STRICT) == pairwise
    assert compute_changes(instrument, before, after, policy=PRORATED) == pairwise


@THOROUGH
@given(readings(n=2))
def test_pairwise_change_ignores_sites_scored_once(reading):
    instrument, before, after = reading
    common = before.keys() & after.keys()
    restricted = compute_changes(
        instrument, {c: before[c] for c in common}, {c: after[c] for c in common}
    )
    assert restricted == compute_changes(instrument, before, after)


@pytest.mark.parametrize(
    ("readers", "expected"),
    [
        ([0, 1], ChangeClass.NO_CHANGE),
        ([0, -1], ChangeClass.NO_CHANGE),
        ([1, 1], ChangeClass.PROGRESSION),
        ([0, 2], ChangeClass.PROGRESSION),
        ([-1, -1], ChangeClass.REPAIR),
        ([1], ChangeClass.PROGRESSION),
        ([Decimal("0.5")], ChangeClass.NO_CHANGE),
        ([Decimal("0.5"), 1], ChangeClass.PROGRESSION),
        ([0, 1, 1], ChangeClass.PROGRESSION),
        ([0, -1, -1], ChangeClass.REPAIR),
        ([0, 0, 1], ChangeClass.NO_CHANGE),
        ([2, -2], ChangeClass.NO_CHANGE),
    ],
)
def test_mean_of_readers_is_classed_exactly(readers, expected):
    """Traps 1 and 2: a mean of 0.5 is no change, two thirds and three quarters are progression."""
    assert classify(mean_over_readers(readers)) is expected


@given(st.lists(st.integers(-10, 10), min_size=1, max_size=6))
def test_default_rule_equals_the_rule_in_whole_numbers(changes):
    total, readers = sum(changes), len(changes)
    expected = ChangeClass.NO_CHANGE
    if 2 * total > readers:
        expected = ChangeClass.PROGRESSION
    elif -2 * total > readers:
        expected = ChangeClass.REPAIR
    assert classify(mean_over_readers(changes)) is expected


@given(HALVES, HALVES)
def test_classes_are_mirrored(change, threshold):
    mirror = {
        ChangeClass.PROGRESSION: ChangeClass.REPAIR,
        ChangeClass.REPAIR: ChangeClass.PROGRESSION,
        ChangeClass.NO_CHANGE: ChangeClass.NO_CHANGE,
    }
    limit = abs(threshold)
    limits = {"progression_threshold": limit, "repair_threshold": -limit}
    assert classify(-change, **limits) is mirror[classify(change, **limits)]


def test_other_cut_offs_are_parameters():
    assert classify(Fraction(1, 2), progression_threshold=0) is ChangeClass.PROGRESSION
    assert classify(Decimal("4.5"), progression_threshold=5) is ChangeClass.NO_CHANGE
    rapid = {"progression_threshold": 5, "repair_threshold": -5}
    assert classify(5, **rapid) is ChangeClass.NO_CHANGE
    assert classify(5, inclusive=True, **rapid) is ChangeClass.PROGRESSION
    assert classify(-5, inclusive=True, **rapid) is ChangeClass.REPAIR


def test_thresholds_at_0_leave_only_0_unchanged():
    zero = {"progression_threshold": 0, "repair_threshold": 0}
    assert classify(0, **zero) is ChangeClass.NO_CHANGE
    assert classify(Decimal("0.5"), **zero) is ChangeClass.PROGRESSION
    with pytest.raises(ThresholdError, match="must lie below"):
        classify(0, inclusive=True, **zero)


def test_overlapping_thresholds_are_refused():
    with pytest.raises(ThresholdError, match=r"repair threshold 1 .* progression threshold 0\.5"):
        classify(0, repair_threshold=1)


@pytest.mark.parametrize("value", [0.5, True, "1", Decimal("NaN"), Decimal("Infinity")])
def test_only_exact_numbers_are_classed(value):
    for arguments in ((value, {}), (0, {"progression_threshold": value})):
        with pytest.raises(ThresholdError, match=r"must be exact|must be a finite number"):
            classify(arguments[0], **arguments[1])
    with pytest.raises(ThresholdError):
        mean_over_readers([value])


def test_mean_over_readers_is_an_exact_fraction():
    assert mean_over_readers([0, 1, 1]) == Fraction(2, 3)
    assert mean_over_readers([Decimal("0.5"), Fraction(1, 3)]) == Fraction(5, 12)


def test_a_reader_without_a_value_leaves_no_mean():
    assert mean_over_readers([]) is None
    assert mean_over_readers([1, None]) is None
    assert mean_over_readers([None, None]) is None
