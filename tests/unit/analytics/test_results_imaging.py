"""Occurrences, paired comparisons and changes: stored runs read as typed values, and back."""

from __future__ import annotations

import pytest

from analytics.codec import encode
from analytics.design.plan import load_plan
from analytics.results.stored import load, store
from analytics.stats.comparison.paired import PairedTable
from tests.factories.stored_runs import stored_fields


@pytest.fixture(scope="module")
def fields():
    return stored_fields("format-1")


@pytest.fixture(scope="module")
def results(fields):
    return load(fields["results"], load_plan(fields["plan"]))


def test_what_is_stored_again_is_read_as_the_same(fields, results):
    again = load(store(results), load_plan(fields["plan"]))
    assert again.occurrences == results.occurrences
    assert again.imaging == results.imaging


def test_no_stored_figure_is_lost_or_changed(fields, results):
    """Of each stored object only what the plan says of its endpoints, and the software, is gone."""
    raw = fields["results"]
    for before, after in zip(raw["occurrences"], encode(results.occurrences), strict=True):
        assert figures(before) == figures(after)
    imaging = encode(results.imaging)
    for part in ("comparisons", "changes"):
        for before, after in zip(raw["imaging"][part], imaging[part], strict=True):
            assert figures(before["result"]) == figures(after["result"])
            assert before.items() >= {k: v for k, v in after.items() if k != "result"}.items()


def test_the_papers_figures_are_those_of_the_stored_json(fields, results):
    raw = {one["key"]: one["result"] for one in fields["results"]["imaging"]["comparisons"]}
    typed = {one.key: one.result for one in results.imaging.comparisons}
    assert typed["progression"].table == PairedTable(**raw["progression"]["table"])
    assert typed["progression"].table == PairedTable(19, 27, 4, 38)
    assert typed["repair"].table == PairedTable(12, 11, 1, 64)
    assert typed["repair"].mid_p.p == raw["repair"]["mid_p"]["p"] == pytest.approx(0.0034, abs=5e-5)
    shares = {one.endpoint: one.share.successes for one in results.occurrences}
    assert shares == {
        "mri-progression": 46,
        "mri-repair": 23,
        "xr-progression": 23,
        "xr-repair": 13,
    }
    means = [one.result.numbers.mean for one in results.imaging.changes]
    assert means == [
        one["result"]["numbers"]["mean"] for one in fields["results"]["imaging"]["changes"]
    ]


def figures(value):
    """The numbers and words of nested JSON, without the class and software of older formats."""
    if isinstance(value, dict):
        kept = value.keys() - ({"kind", "software"} if "software" in value else set())
        return {key: figures(value[key]) for key in kept}
    if isinstance(value, list):
        return [figures(one) for one in value]
    return value
