"""Where one result lies: the truth table of the one place that decides it, and its properties."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.assays.verdict import (
    Basis,
    Evidence,
    Status,
    classify,
    is_above,
    is_below,
    stated_status,
)
from ra_registry.assays.verdict.errors import VerdictInputError

LOT = {"lot_low": 0.06, "lot_high": 488.0}
FILE_LIMITS = {"file_low": 0.1, "file_high": 500.0}


@pytest.mark.parametrize(
    ("evidence", "status", "basis"),
    [
        # The lot's limits speak where the file says nothing, and against a file that says "in".
        (Evidence(0.05, **LOT), "below_llod", "lot"),
        (Evidence(0.06, **LOT), "in_range", "lot"),
        (Evidence(488.0, **LOT), "in_range", "lot"),
        (Evidence(489.0, **LOT), "above_range", "lot"),
        (Evidence(0.05, stated="in_range", **LOT), "below_llod", "lot"),
        (Evidence(7000.0, stated="in_range", **LOT), "above_range", "lot"),
        # A file that says "off" is believed, with a number or without.
        (Evidence(None, stated="below_curve", **LOT), "below_curve", "file"),
        (Evidence(0.01, stated="below_llod", **LOT), "below_llod", "file"),
        (Evidence(5.0, stated="below_llod", **LOT), "below_llod", "file"),
        (Evidence(None, stated="above_curve"), "above_curve", "file"),
        (Evidence(600.0, stated="above_range"), "above_range", "file"),
        # Merged replicates print two ranges.
        (Evidence(4.0, stated="in_range/below_llod", **LOT), "mixed", "file"),
        (Evidence(0.03, stated="below_curve/below_llod", **LOT), "below_llod", "file"),
        (Evidence(None, stated="below_curve/below_llod", **LOT), "below_curve", "file"),
        (Evidence(None, stated="above_range/above_curve"), "above_curve", "file"),
        # A printed limit.
        (Evidence(None, sign="<"), "below_llod", "file"),
        (Evidence(None, sign=">"), "above_range", "file"),
        # The file's own limits are in the well, results are not.
        (Evidence(0.15, dilution=2.0, **FILE_LIMITS), "below_llod", "file_limits"),
        (Evidence(0.25, dilution=2.0, **FILE_LIMITS), "in_range", "file_limits"),
        (Evidence(1001.0, dilution=2.0, **FILE_LIMITS), "above_range", "file_limits"),
        (Evidence(0.15, dilution=2.0, **LOT, **FILE_LIMITS), "in_range", "lot"),
        # Our curve, where no limit is known.
        (Evidence(5.0, curve=Status.BELOW_LLOD), "below_llod", "curve"),
        (Evidence(5.0, curve=Status.ABOVE_RANGE), "above_range", "curve"),
        (Evidence(5.0, curve=Status.IN_RANGE), "in_range", "curve"),
        (Evidence(None, curve=Status.BELOW_CURVE, **LOT), "below_curve", "curve"),
        (Evidence(None, curve=Status.ABOVE_CURVE, **LOT), "above_curve", "curve"),
        # Nothing but the number, and nothing at all.
        (Evidence(5.0), "in_range", "number"),
        (Evidence(0.0), "below_llod", "number"),
        (Evidence(-0.2, stated="in_range", **LOT), "below_llod", "number"),
        (Evidence(None, **LOT), "unknown", "none"),
        (Evidence(None, stated="in_range", **LOT), "unknown", "none"),
        (Evidence(None, curve=Status.IN_RANGE, **LOT), "unknown", "none"),
        (Evidence(math.nan, **LOT), "unknown", "none"),
        (Evidence(math.inf, **LOT), "unknown", "none"),
    ],
)
def test_the_truth_table(evidence: Evidence, status: str, basis: str) -> None:
    found = classify(evidence)
    assert (found.status, found.basis) == (Status(status), Basis(basis))


limits = st.none() | st.floats(1e-6, 1e6)
evidences = st.builds(
    Evidence,
    concentration=st.none() | st.floats(-1e6, 1e9),
    stated=st.sampled_from(
        ["", "in_range", "below_curve", "below_llod", "above_range", "above_curve"]
    ),
    sign=st.sampled_from(["", "<", ">"]),
    curve=st.none() | st.sampled_from([one for one in Status if one is not Status.MIXED]),
    dilution=st.floats(1e-3, 1e7),
    lot_low=limits,
    lot_high=limits,
    file_low=limits,
    file_high=limits,
)


def side(evidence: Evidence) -> int:
    status = classify(evidence).status
    return -1 if is_below(status) else 1 if is_above(status) else 0


@given(evidences, st.floats(-1e6, 1e9), st.floats(-1e6, 1e9))
def test_a_higher_concentration_never_lies_lower(evidence: Evidence, one: float, other: float):
    from dataclasses import replace

    low, high = sorted((one, other))
    ordered = {"lot_low": evidence.lot_low, "lot_high": evidence.lot_high}
    if None not in ordered.values():  # limits rise, as the database demands of a lot
        ordered = dict(zip(ordered, sorted(ordered.values()), strict=True))
    evidence = replace(evidence, **ordered)
    assert side(replace(evidence, concentration=low)) <= side(replace(evidence, concentration=high))


@given(evidences)
def test_a_concentration_always_has_a_place_and_nothing_else_makes_one(evidence: Evidence):
    found = classify(evidence)
    says_side = evidence.stated not in {"", "in_range"} or evidence.sign
    curve_side = evidence.curve and (is_below(evidence.curve) or is_above(evidence.curve))
    exists = evidence.concentration is not None or says_side or curve_side
    assert (found.status is not Status.UNKNOWN) == bool(exists)


@given(evidences)
def test_what_is_in_range_lies_within_the_lots_limits(evidence: Evidence):
    if classify(evidence).status is Status.IN_RANGE:
        assert evidence.concentration is not None
        assert evidence.lot_low is None or evidence.concentration >= evidence.lot_low
        assert evidence.lot_high is None or evidence.concentration <= evidence.lot_high


def test_a_status_that_nobody_knows_is_a_typed_error() -> None:
    with pytest.raises(VerdictInputError, match="“far away” is no status"):
        stated_status("in_range/far away", has_number=True)
