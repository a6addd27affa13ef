"""What is drawn: never twice the same number, loads even, streams apart, and repeatable."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from scoring.services.drawing import (
    NUMBER_LENGTH,
    NUMBER_SIGNS,
    balanced_teams,
    case_numbers,
    shuffled,
)

SEEDS = st.integers(min_value=0, max_value=2**48)


@given(seed=SEEDS, n=st.integers(0, 300))
def test_case_numbers_differ_and_hold_no_sign_that_is_read_as_another(seed: int, n: int) -> None:
    numbers = case_numbers(seed=seed, campaign="mri", taken=set(), n=n)
    assert len(set(numbers)) == n
    assert all(len(number) == NUMBER_LENGTH for number in numbers)
    assert set("".join(numbers)) <= set(NUMBER_SIGNS)
    assert not set(NUMBER_SIGNS) & set("0O1IL2Z5S6G8BUVQAE")


@given(seed=SEEDS)
def test_numbers_drawn_later_avoid_those_taken(seed: int) -> None:
    first = case_numbers(seed=seed, campaign="mri", taken=set(), n=50)
    later = case_numbers(seed=seed, campaign="mri", taken=set(first), n=50)
    assert not set(first) & set(later)


def test_one_seed_gives_two_campaigns_different_numbers() -> None:
    numbers = [
        case_numbers(seed=5, campaign=campaign, taken=set(), n=50) for campaign in ("mri", "xr")
    ]
    assert not set(numbers[0]) & set(numbers[1])


@given(seed=SEEDS, n=st.integers(0, 60), size=st.integers(1, 3), pool=st.integers(3, 6))
def test_teams_have_different_members_and_even_loads(
    seed: int, n: int, size: int, pool: int
) -> None:
    teams = balanced_teams(range(pool), size=size, n=n, seed=seed, campaign="mri")
    assert len(teams) == n
    assert all(len(set(team)) == size for team in teams)
    load = Counter(member for team in teams for member in team)
    loads = [load[member] for member in range(pool)]
    assert max(loads) - min(loads) <= 1


@given(seed=SEEDS, items=st.lists(st.integers(), max_size=20))
def test_a_shuffle_keeps_the_items_and_can_be_repeated(seed: int, items: list[int]) -> None:
    drawn = shuffled(items, seed=seed, purpose=("worklist", 1))
    assert sorted(drawn) == sorted(items)
    assert drawn == shuffled(items, seed=seed, purpose=("worklist", 1))


def test_each_purpose_has_a_stream_of_its_own() -> None:
    drawn = {
        tuple(shuffled(range(10), seed=7, purpose=("worklist", reader))) for reader in range(20)
    }
    assert len(drawn) == 20


def test_both_orders_of_two_time_points_are_drawn_about_equally_often() -> None:
    orders = [
        tuple(shuffled([1, 2], seed=11, purpose=("time points", case))) for case in range(400)
    ]
    assert 150 < orders.count((1, 2)) < 250
