"""The one codec: what is written is read again as the same value, and nothing else is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.codec import Undecodable, decode, encode
from analytics.stats.results import Estimate, Interval, NotEstimable


@dataclass(frozen=True)
class Inner:
    name: str
    interval: Interval | NotEstimable


@dataclass(frozen=True)
class Outer:
    value: Estimate
    count: int
    flag: bool
    side: Literal["above", "below"]
    pairs: tuple[tuple[int, float], ...]
    by_key: dict[str, Inner]
    nothing: Inner | None


NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
REASONS = st.builds(NotEstimable, st.text())
INTERVALS = st.builds(Interval, NUMBERS, NUMBERS, NUMBERS, st.text())
INNER = st.builds(Inner, st.text(), INTERVALS | REASONS)
OUTER = st.builds(
    Outer,
    NUMBERS | REASONS,
    st.integers(),
    st.booleans(),
    st.sampled_from(["above", "below"]),
    st.lists(st.tuples(st.integers(), NUMBERS)).map(tuple),
    st.dictionaries(st.text(), INNER),
    st.none() | INNER,
)


@given(OUTER)
def test_what_is_written_is_read_again(value):
    assert decode(Outer, encode(value)) == value


def test_numbers_of_numpy_are_written_as_plain_ones():
    value = Outer(np.float64(1.5), np.int64(3), flag=True, side="above",
                  pairs=((1, np.float64(2)),), by_key={}, nothing=None)  # fmt: skip
    stored = encode(value)
    assert [type(stored[key]) for key in ("value", "count", "flag")] == [float, int, bool]
    assert stored["pairs"] == [[1, 2.0]]


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), np.float64("nan")])
def test_what_is_no_number_is_never_stored(bad):
    with pytest.raises(ValueError, match="isn't a result"):
        encode(Inner("x", Interval(bad, 1.0, 0.95, "Wald")))


GOOD = {
    "value": 1.0, "count": 2, "flag": False, "side": "above", "pairs": [[1, 2]],
    "by_key": {"a": {"name": "b", "interval": {"not_estimable": "No events."}}}, "nothing": None,
}  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"value": "1.0"}, {"value": None}, {"value": {"not_estimable": "x", "more": 1}},
        {"count": 2.5}, {"count": True}, {"flag": 1}, {"flag": "yes"}, {"side": "left"},
        {"pairs": "12"}, {"pairs": [[1]]}, {"pairs": [[1, 2, 3]]}, {"pairs": {"1": 2}},
        {"by_key": []}, {"by_key": {"a": {"name": "b"}}}, {"nothing": {}}, {"nothing": 3},
        {"surprise": 1},
    ],
)  # fmt: skip
def test_another_shape_is_refused(change):
    assert decode(Outer, GOOD).count == 2
    with pytest.raises(Undecodable):
        decode(Outer, GOOD | change)


@pytest.mark.parametrize("name", list(GOOD))
def test_a_missing_field_is_refused(name):
    with pytest.raises(Undecodable):
        decode(Outer, {key: value for key, value in GOOD.items() if key != name})
