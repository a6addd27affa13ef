"""Computations side by side: in order, with their errors, and none that nobody waits for."""

from __future__ import annotations

import threading
from itertools import islice

import numpy as np
import pytest

from analytics.topics.shared import side_by_side as module
from analytics.topics.shared.side_by_side import side_by_side


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(module.os, "sched_getaffinity", lambda _: {0, 1})


def test_results_come_in_the_order_of_the_items_whichever_is_ready_first():
    second_is_done = threading.Event()

    def work(item):
        if item == 0:
            assert second_is_done.wait(10)
        if item == 1:
            second_is_done.set()
        return item * 10

    assert list(side_by_side(work, range(4))) == [0, 10, 20, 30]


@pytest.mark.parametrize("items", [[], [7]])
def test_one_item_or_none_needs_no_thread(items):
    here = threading.get_ident()
    assert list(side_by_side(lambda _: threading.get_ident(), items)) == [here] * len(items)


def test_an_error_comes_where_its_result_would():
    def work(item):
        return 1 // item

    found = side_by_side(work, [1, 0, 1])
    assert next(found) == 1
    with pytest.raises(ZeroDivisionError):
        next(found)


def test_what_has_not_begun_is_left_when_the_caller_stops():
    begun = []
    hold = threading.Event()

    def work(item):
        begun.append(item)
        if item:
            hold.wait(10)
        return item

    found = side_by_side(work, range(100))
    assert list(islice(found, 1)) == [0]
    threading.Timer(0.05, hold.set).start()
    found.close()
    assert len(begun) < 100


def test_how_numpy_treats_overflow_holds_inside():
    with np.errstate(over="raise"):
        found = side_by_side(lambda _: np.geterr()["over"], range(2))
        assert list(found) == ["raise", "raise"]
