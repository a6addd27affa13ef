"""Computations side by side: in order, with their errors, and none that nobody waits for."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from analytics.topics.shared import side_by_side as module
from analytics.topics.shared.side_by_side import side_by_side


@pytest.fixture(autouse=True)
def two_processors(monkeypatch):
    monkeypatch.setattr(module, "processors", lambda: 2)


def test_results_come_in_the_order_of_the_items_whichever_is_ready_first():
    second_is_done = threading.Event()

    def work(item):
        if item == 0:
            assert second_is_done.wait(10)
        if item == 1:
            second_is_done.set()
        return item * 10

    assert side_by_side(work, range(4)) == [0, 10, 20, 30]


@pytest.mark.parametrize("items", [[], [7]])
def test_one_item_or_none_needs_no_thread(items):
    here = threading.get_ident()
    assert side_by_side(lambda _: threading.get_ident(), items) == [here] * len(items)


def test_an_error_comes_where_its_result_would():
    def work(item):
        return 1 // item

    waited = []
    with pytest.raises(ZeroDivisionError):
        side_by_side(work, [1, 0, 1], waited.append)
    assert waited == [1, 0]


def test_what_has_not_begun_is_left_when_the_caller_stops():
    begun = []
    hold = threading.Event()

    def work(item):
        begun.append(item)
        if item:
            hold.wait(10)
        return item

    def stop_at_the_second(item):
        if item:
            threading.Timer(0.05, hold.set).start()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        side_by_side(work, range(100), stop_at_the_second)
    assert len(begun) < 100


def test_a_system_that_tells_no_affinity_is_counted_whole(monkeypatch):
    monkeypatch.undo()
    monkeypatch.delattr(module.os, "sched_getaffinity")
    assert module.processors() == module.os.cpu_count()


def test_no_thread_outlives_it():
    before = threading.active_count()
    side_by_side(lambda item: item, range(8))
    assert threading.active_count() == before


def test_how_numpy_treats_overflow_holds_inside():
    with np.errstate(over="raise"):
        found = side_by_side(lambda _: np.geterr()["over"], range(2))
        assert found == ["raise", "raise"]
