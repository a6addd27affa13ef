"""Rank correlations: stored runs read as typed values, and back."""

from __future__ import annotations

import pytest

from analytics.codec import encode
from analytics.design.plan import load_plan
from analytics.results.stored import load, store
from tests.factories.stored_runs import stored_fields

NAMES = ("exposures", "clinical", "changes")


@pytest.fixture(scope="module")
def fields():
    return stored_fields("format-1")


@pytest.fixture(scope="module")
def results(fields):
    return load(fields["results"], load_plan(fields["plan"]))


def test_what_is_stored_again_is_read_as_the_same(fields, results):
    again = load(store(results), load_plan(fields["plan"]))
    assert again.correlations == results.correlations


def test_no_stored_figure_is_lost_or_changed(fields, results):
    raw, typed = fields["results"]["correlations"], encode(results.correlations)
    assert typed.pop("kendall") == []
    assert raw.keys() == typed.keys()
    assert [raw[name] for name in NAMES] == [typed[name] for name in NAMES]
    assert raw["matrix"].items() >= typed["matrix"].items()
    for before, after in zip(raw["partial"], typed["partial"], strict=True):
        assert before["given"] == after["given"]
        assert before["adjusted"].items() >= after["adjusted"].items()
        for stored, read in zip(before["pairs"], after["pairs"], strict=True):
            assert stored.items() >= read.items()


def test_the_papers_correlation_is_that_of_the_stored_json(fields, results):
    wanted = ("IL-6", "MRI erosion change")
    raw = next(
        pair
        for pair in fields["results"]["correlations"]["matrix"]["pairs"]
        if (pair["first"], pair["second"]) == wanted
    )
    found = next(
        pair for pair in results.correlations.matrix.pairs if (pair.first, pair.second) == wanted
    )
    assert found.rho == raw["rho"] == pytest.approx(0.68, abs=0.03)
    assert (found.interval.low, found.interval.high) == (
        raw["interval"]["low"],
        raw["interval"]["high"],
    )
    assert found.test.p == raw["test"]["p"]
    assert [held.given for held in results.correlations.partial] == ["seropositive", "age"]
