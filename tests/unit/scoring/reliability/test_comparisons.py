"""Who is compared with whom is read from who read what."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.instruments import get_instrument
from scoring.reliability.compute.comparisons import compare
from scoring.reliability.compute.reads import Reads

ITEMS = get_instrument("ramris-2016").items_of(["synovitis"])[:2]


def reads_of(*rows: tuple[int, int] | tuple[int, int, str]) -> Reads:
    """Readings (case, reader), marked "again" where they are repeated, in order of submission."""
    n = len(rows)
    return Reads(
        case=np.array([row[0] for row in rows], dtype=np.int64),
        reader=np.array([row[1] for row in rows], dtype=np.int64),
        again=np.array([len(row) > 2 for row in rows], dtype=bool),
        place=np.arange(1, n + 1),
        scores=np.zeros((n, 1, len(ITEMS)), dtype=np.int16),
        visits=("bl",),
        items=ITEMS,
    )


def test_a_fixed_pair_is_one_comparison():
    found = compare(reads_of((1, 7), (1, 8), (2, 8), (2, 7)), 2)
    [pair] = found.all
    assert (pair.key, pair.kind, pair.readers) == ("7-8", "pair", (7, 8))
    assert pair.rows.tolist() == [[0, 1], [3, 2]]
    assert (found.complete, found.begun) == (2, 0)


def test_two_of_three_are_a_pool_with_its_pairs():
    found = compare(reads_of((1, 7), (1, 8), (2, 7), (2, 9), (3, 8), (3, 9), (4, 9)), 2)
    assert [(one.key, one.kind, one.cases) for one in found.between] == [
        ("all", "pool", 3), ("7-8", "pair", 1), ("7-9", "pair", 1), ("8-9", "pair", 1),
    ]  # fmt: skip
    assert (found.complete, found.begun) == (3, 1)


def test_one_substitute_makes_a_pool():
    found = compare(reads_of((1, 7), (1, 8), (2, 7), (2, 8), (3, 7), (3, 9)), 2)
    assert found.between[0].kind == "pool"


def test_the_same_three_readers_are_a_team_and_three_pairs():
    rows = [(case, reader) for case in (1, 2) for reader in (7, 8, 9)]
    found = compare(reads_of(*rows, (3, 7), (3, 8)), 3)
    assert [(one.key, one.kind, one.cases) for one in found.between] == [
        ("all", "team", 2), ("7-8", "pair", 3), ("7-9", "pair", 2), ("8-9", "pair", 2),
    ]  # fmt: skip


def test_repeated_readings_are_compared_with_their_readers_first():
    found = compare(
        reads_of((1, 7), (2, 7), (1, 8), (2, 7, "again"), (1, 7, "again"), (1, 7, "again")), 2
    )
    [again] = found.within
    assert (again.key, again.kind, again.readers) == ("again-7", "again", (7, 7))
    assert again.rows.tolist() == [[0, 4], [1, 3]]  # the earliest of two


def test_a_repeated_reading_without_a_first_counts_nowhere():
    assert compare(reads_of((1, 7, "again"), (1, 8)), 2).all == ()


@pytest.mark.parametrize("planned", [1, 2])
def test_nothing_to_compare(planned: int):
    assert compare(reads_of(), planned).all == ()
    found = compare(reads_of((1, 7), (2, 8)), planned)
    assert found.all == ()
    assert (found.complete, found.begun) == ((2, 0) if planned == 1 else (0, 2))
