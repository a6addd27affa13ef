"""Two readings that differ, and what a third makes of them."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.instruments import UnknownTotalError, get_instrument
from scoring.instruments.adjudication import decide, difference, is_referred, nearer, values_of

RAMRIS = get_instrument("ramris-2016")
EROSION = (RAMRIS, "erosion.total", ["erosion"])
SITES = ("erosion.RAD", "erosion.ULN", "erosion.SCA")
POINTS = st.integers(0, 460).map(lambda half: Fraction(half, 2))


def reading(*by_point: tuple[int | None, ...]) -> dict[int, dict[str, int]]:
    return {
        position: {
            site: value for site, value in zip(SITES, values, strict=False) if value is not None
        }
        for position, values in enumerate(by_point, start=1)
    }


def test_change_is_each_readers_own_and_pairwise() -> None:
    values = values_of(
        RAMRIS,
        "erosion.total",
        ["erosion"],
        [reading((1, 0, 2), (3, 0, 5)), reading((1, 1), (1, 4))],
    )
    assert values.change == (5, 3)
    assert difference(values, by_change=True) == 2


def test_status_is_over_the_sites_that_all_have_scored() -> None:
    values = values_of(
        RAMRIS,
        "erosion.total",
        ["erosion"],
        [reading((1, 0, 9), (3, 0, 9)), reading((1, 1), (1, 4))],
    )
    assert values.status == {1: (1, 2), 2: (3, 5)}
    assert difference(values, by_change=False) == 2


def test_nothing_in_common_can_not_be_compared() -> None:
    values = values_of(*EROSION, [reading((1, None)), reading((None, 1))])
    assert values.status == {1: (None, None)}
    assert values.change == (None, None)
    assert difference(values, by_change=True) is None
    assert not is_referred(None, Fraction(0))


def test_an_unknown_total_is_named() -> None:
    with pytest.raises(UnknownTotalError, match="larsen"):
        values_of(RAMRIS, "larsen", ["erosion"], [reading((1,))])


@pytest.mark.parametrize(
    ("found", "more_than", "referred"),
    [("4.5", False, False), ("5", False, True), ("5", True, False), ("5.5", True, True)],
)
def test_the_threshold_itself(found: str, more_than: bool, referred: bool) -> None:
    assert is_referred(Fraction(found), Fraction(5), more_than=more_than) is referred


@pytest.mark.parametrize(
    ("values", "policy", "outcome"),
    [
        ((2, 10, 9), "two-closest", Fraction(19, 2)),
        ((2, 10, 3), "two-closest", Fraction(5, 2)),
        # Equally near to both: the pair that includes the lower-numbered reader.
        ((2, 10, 6), "two-closest", 4),
        ((4, 4, 12), "two-closest", 4),
        ((2, 10, 9), "mean-of-three", 7),
        ((0, 1, 1), "mean-of-three", Fraction(2, 3)),
        ((2, 10, 9), "replaces", 9),
        ((2, None, 9), "replaces", 9),
        ((2, None, 9), "two-closest", None),
        ((2, 10, None), "mean-of-three", None),
        ((2, 10, None), "replaces", None),
    ],
)
def test_policies(
    values: tuple[int | None, ...], policy: str, outcome: Fraction | int | None
) -> None:
    exact = [None if value is None else Fraction(value) for value in values]
    assert decide(*exact, policy) == outcome


@given(st.tuples(POINTS, POINTS, POINTS))
def test_the_two_closest_lie_closest(values: tuple[Fraction, Fraction, Fraction]) -> None:
    outcome = decide(*values, "two-closest")
    smallest = min(abs(one - other) for one, other in permutations(values, 2))
    assert any(
        abs(one - other) == smallest and (one + other) / 2 == outcome
        for one, other in permutations(values, 2)
    )
    assert min(values) <= outcome <= max(values)


@given(st.tuples(POINTS, POINTS, POINTS))
def test_who_is_nearer_does_not_depend_on_names(values: tuple[Fraction, ...]) -> None:
    first, second, third = values
    side = nearer(first, second, third)
    assert nearer(second, first, third) == (None if side is None else 3 - side)
