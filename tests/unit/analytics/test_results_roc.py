"""Curves and cut-offs: stored runs read as typed values, and back."""

from __future__ import annotations

import json

import pytest

from analytics.codec import Undecodable, decode, encode
from analytics.design.plan import load_plan
from analytics.results.roc import MarkerRoc
from analytics.results.stored import load, store
from analytics.results.upgrades.from_1.roc import upgrade
from tests.factories.curves import make_marker
from tests.factories.stored_runs import stored_fields


@pytest.fixture(scope="module")
def fields():
    return stored_fields("format-1")


@pytest.fixture(scope="module")
def results(fields):
    return load(fields["results"], load_plan(fields["plan"]))


def test_what_is_stored_again_is_read_as_the_same(fields, results):
    again = load(json.loads(json.dumps(store(results))), load_plan(fields["plan"]))
    assert again.roc == results.roc


def test_no_stored_figure_is_lost_or_changed(fields, results):
    """Only the best cut-offs have another name, and codes stand for what was told in words.

    What no run of format 1 computed is empty.
    """
    for raw, typed in zip(fields["results"]["roc"], results.roc, strict=True):
        before, after = figures(raw), encode(typed)
        assert before["family"].pop("family") != after["family"].pop("family") == "auc"
        for one, other in zip(before["markers"], after["markers"], strict=True):
            one["best"] = one.pop("youden")
            assert one["values"].pop("policy") != other["values"].pop("policy") == "common-limit"
            empty = {"odds": [], "published_odds": None, "resampled": None}
            assert {key: other.pop(key) for key in empty} == empty
        assert after.pop("resampled") == []
        assert json.loads(json.dumps(after)) == before


def test_the_papers_figures_are_those_of_the_stored_json(fields, results):
    raw = fields["results"]["roc"][0]
    before = next(marker for marker in raw["markers"] if marker["analyte"] == "il-6")
    curves = results.roc[0]
    il6 = curves.marker("il-6")
    assert il6.auc.value == before["auc"]["value"] == pytest.approx(0.8212, abs=5e-5)
    assert (il6.auc.interval.low, il6.auc.interval.high) == (
        before["auc"]["interval"]["low"],
        before["auc"]["interval"]["high"],
    )
    assert il6.optima[0].midpoint == before["youden"]["optima"][0]["midpoint"]
    assert il6.optima[0].value == pytest.approx(7.6, abs=0.05)
    assert il6.accuracy[0].accuracy.sensitivity.value == pytest.approx(0.761, abs=5e-4)
    assert il6.bootstrap.midpoint.low == before["bootstrap"]["midpoint"]["low"]
    assert curves.adjusted("il-6") < 1e-6
    assert curves.adjusted("il-6") == next(
        test["adjusted"] for test in raw["family"]["tests"] if test["name"] == "il-6"
    )
    assert results.roc[1].marker("il-6").auc.value == pytest.approx(0.843, abs=5e-4)


def test_a_single_curve_is_compared_with_none(fields):
    """Format 1 said so in a sentence."""
    outcome = fields["results"]["roc"][0] | {"comparisons": {"not_estimable": "Needs two."}}
    (upgraded,) = upgrade([outcome])
    assert upgraded["comparisons"] is None
    assert upgraded["markers"][0]["best"] == outcome["markers"][0]["youden"]


@pytest.mark.parametrize("part", ["best", "band", "partial", "smooth", "alternatives", "values"])
def test_a_curve_without_a_part_is_of_other_code(part):
    stored = encode(make_marker())
    assert decode(MarkerRoc, stored) == make_marker()
    with pytest.raises(Undecodable):
        decode(MarkerRoc, {key: value for key, value in stored.items() if key != part})


def figures(value):
    """Nested JSON without the class and software of older formats."""
    if isinstance(value, dict):
        kept = value.keys() - ({"kind", "software"} if "software" in value else set())
        return {key: figures(value[key]) for key in kept}
    if isinstance(value, list):
        return [figures(one) for one in value]
    return value
