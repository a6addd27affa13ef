"""One result of several replicates, above all where one of them lies off the range."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.assays.verdict import Place, Replicate, ReplicateRule, combine, other_rule

LOW, HIGH = 0.06, 488.0
BELOW = Replicate(None, "below_curve", LOW, HIGH)
BELOW_NUMBER = Replicate(0.02, "below_llod", LOW, HIGH)
ABOVE = Replicate(None, "above_curve", LOW, HIGH)
NOTHING = Replicate(None, "unknown", LOW, HIGH)
MERGED = Replicate(6.0, "mixed", LOW, HIGH)


def inside(value: float) -> Replicate:
    return Replicate(value, "in_range", LOW, HIGH)


@pytest.mark.parametrize(
    ("replicates", "rule", "expected"),
    [
        ([inside(8.0), inside(9.0)], "limit-aware", (8.5, "in_range", False, 2)),
        # The example: below the curve beside 8.4 is never a plain 8.4.
        ([BELOW, inside(8.4)], "limit-aware", (4.23, "mixed", True, 2)),
        ([BELOW, inside(8.4)], "all-or-none", (None, "mixed", True, 0)),
        ([BELOW, inside(8.4)], "drop", (8.4, "in_range", True, 1)),
        ([BELOW_NUMBER, inside(8.4)], "limit-aware", (4.23, "mixed", True, 2)),
        ([ABOVE, inside(450.0)], "limit-aware", (469.0, "mixed", True, 2)),
        ([ABOVE, inside(450.0)], "drop", (450.0, "in_range", True, 1)),
        # Both off on the same side: the side is the result, under every rule.
        ([BELOW, BELOW_NUMBER], "limit-aware", (None, "below", False, 2)),
        (
            [BELOW_NUMBER, Replicate(0.04, "below_llod", LOW, HIGH)],
            "drop",
            (0.03, "below", False, 2),
        ),
        ([ABOVE, ABOVE], "all-or-none", (None, "above", False, 2)),
        # On both sides there is no mean.
        ([BELOW, ABOVE], "limit-aware", (None, "mixed", True, 0)),
        ([BELOW, ABOVE], "drop", (None, "mixed", True, 0)),
        # Signals with neither number nor side are no replicates of a result.
        ([NOTHING, NOTHING], "limit-aware", (None, "unknown", False, 0)),
        ([NOTHING, inside(5.0)], "limit-aware", (5.0, "in_range", False, 1)),
        ([], "limit-aware", (None, "unknown", False, 0)),
        # Merged by the vendor's user: its number can't be taken apart.
        ([MERGED, MERGED], "limit-aware", (6.0, "mixed", True, 2)),
        ([MERGED], "all-or-none", (None, "mixed", True, 0)),
        ([MERGED], "drop", (6.0, "mixed", True, 1)),
        # Without a limit nothing can stand for the replicate beyond it.
        ([Replicate(None, "below_curve"), inside(8.4)], "limit-aware", (None, "mixed", True, 0)),
    ],
)
def test_the_truth_table(replicates, rule, expected) -> None:
    found = combine(replicates, ReplicateRule(rule))
    concentration, place, mixed, used = expected
    assert (found.concentration, found.place) == (concentration, Place(place))
    assert (found.mixed, found.used, found.replicates) == (mixed, used, len(replicates))


def test_the_mean_is_that_of_the_printed_decimals() -> None:
    """Binary floats would give 0.15000000000000002."""
    assert combine([inside(0.1), inside(0.2)], ReplicateRule.DROP).concentration == 0.15


replicates = st.lists(
    st.sampled_from([BELOW, BELOW_NUMBER, ABOVE, NOTHING]) | st.floats(LOW, HIGH).map(inside),
    max_size=5,
)


@given(replicates, st.sampled_from(list(ReplicateRule)))
def test_no_rule_hides_that_replicates_disagree(wells, rule) -> None:
    found = combine(wells, rule)
    sides = {
        "below" if one.status.startswith("below") else one.status.split("_")[0]
        for one in wells
        if one.status != "unknown"
    }
    assert found.mixed == (len(sides) > 1)
    assert combine(wells, other_rule(rule)).mixed == found.mixed


@given(replicates, st.randoms())
def test_the_order_of_the_wells_changes_nothing(wells, random) -> None:
    shuffled = list(wells)
    random.shuffle(shuffled)
    for rule in ReplicateRule:
        assert combine(wells, rule) == combine(shuffled, rule)


@given(replicates)
def test_a_limit_aware_mean_lies_between_the_limits(wells) -> None:
    found = combine(wells, ReplicateRule.LIMIT_AWARE)
    if found.concentration is not None and found.place in {Place.MIXED, Place.IN_RANGE}:
        assert LOW <= found.concentration <= HIGH + 1e-9


def test_a_number_that_is_not_finite_is_no_number() -> None:
    found = combine(
        [Replicate(float("inf"), "in_range"), Replicate(float("-inf"), "in_range")],
        ReplicateRule.LIMIT_AWARE,
    )
    assert (found.concentration, found.is_result, found.replicates) == (None, False, 2)
    limit = combine([Replicate(float("nan"), "below_curve", low=0.06)], ReplicateRule.LIMIT_AWARE)
    assert (limit.concentration, limit.place) == (None, Place.BELOW)
