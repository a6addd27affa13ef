"""Models, dose-response and validation of a stored run as typed values: the figures it stored."""

from __future__ import annotations

from typing import Any

import pytest

from analytics.codec import Undecodable, decode, encode
from analytics.design.plan import load_plan
from analytics.results.models import MultivariableModel
from analytics.results.run import Results
from analytics.results.stored import load
from analytics.results.upgrades import from_1
from analytics.results.validation import OutcomeValidation
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.results import Interval, NotEstimable
from tests.factories.stored_runs import stored_fields

PARTS = ("univariable", "models", "dose_response", "validation")
REASON = {"not_estimable": "Needs at least 4 complete rows; there are 2."}


@pytest.fixture(scope="module")
def raw() -> dict[str, Any]:
    return stored_fields("format-1")


@pytest.fixture(scope="module")
def results(raw: dict[str, Any]) -> Results:
    return load(raw["results"], load_plan(raw["plan"]))


def first(raw: dict[str, Any], part: str) -> Any:
    return raw["results"][part][0]


@pytest.mark.parametrize("part", PARTS)
def test_encoding_gives_what_was_upgraded(part: str, raw: dict[str, Any], results: Results) -> None:
    assert encode(getattr(results, part)) == from_1.upgrade(raw["results"])[part]


@pytest.mark.parametrize("part", PARTS)
def test_no_figure_is_lost_or_changed_by_the_upgrade(
    part: str, raw: dict[str, Any], results: Results
) -> None:
    """Every number of the stored run is there as often as it was."""
    before = numbers(from_1.without_kind(raw["results"][part]))
    after = numbers(encode(getattr(results, part)))
    assert sorted(before) == sorted(after)
    assert len(after) > 100


def numbers(value: Any) -> list[float]:
    if isinstance(value, dict):
        return [number for one in value.values() for number in numbers(one)]
    if isinstance(value, list):
        return [number for one in value for number in numbers(one)]
    return [float(value)] if isinstance(value, int | float) and not isinstance(value, bool) else []


def test_the_papers_odds_ratios_are_those_stored(raw: dict[str, Any], results: Results) -> None:
    found = results.models[0]
    assert isinstance(found.result, LogisticResult)
    il6, seropositive = found.result.coefficients
    for typed, stored in zip(
        (il6, seropositive), first(raw, "models")["result"]["coefficients"], strict=True
    ):
        assert typed.odds_ratio == stored["odds_ratio"]
        assert typed.odds_ratio_per_sd == stored["odds_ratio_per_sd"]
        assert typed.wald == interval(stored["wald"])
        assert typed.profile == interval(stored["profile"])
    assert (il6.odds_ratio, il6.odds_ratio_per_sd) == pytest.approx((2.785, 6.479), abs=5e-4)
    assert isinstance(seropositive.odds_ratio, float)
    assert seropositive.odds_ratio == pytest.approx(5.50, abs=0.01)


def interval(stored: dict[str, Any]) -> Interval:
    return Interval(stored["low"], stored["high"], stored["level"], stored["method"])


def test_groups_and_trends_are_those_stored(raw: dict[str, Any], results: Results) -> None:
    found = results.dose_response[0].result
    stored = first(raw, "dose_response")
    assert not isinstance(found, NotEstimable)
    counts = [(group.events.successes, group.events.n) for group in found.groups]
    assert counts == [(3, 22), (8, 22), (17, 22), (18, 22)]
    rows = stored["result"]["rows"]
    assert counts == [(row["events"]["successes"], row["events"]["n"]) for row in rows]
    assert [group.marker.maximum for group in found.groups] == [
        row["marker"]["maximum"] for row in rows
    ]
    assert found.armitage.p == stored["result"]["armitage"]["p"]
    assert found.mantel.z == stored["result"]["mantel"]["z"]
    assert found.jonckheere.p == stored["change_trend"]["p"]


def test_the_validation_is_that_stored(raw: dict[str, Any], results: Results) -> None:
    found = results.validation[0].result
    stored = first(raw, "validation")
    assert not isinstance(found, NotEstimable)
    assert found.optimism.auc.corrected == stored["optimism"]["auc"]["corrected"]
    assert found.cross_validation.pooled == stored["cross_validation"]["pooled"]
    for side, predictions in (("apparent", found.apparent), ("left_out", found.left_out)):
        calibration, decision = predictions.calibration, predictions.decision
        assert not isinstance(calibration, NotEstimable)
        assert not isinstance(decision, NotEstimable)
        assert calibration.slope.value == stored["calibration"][side]["slope"]["value"]
        assert decision.points[49].model == stored["decision"][side]["points"][49]["model"]
    assert not isinstance(found.dominance, NotEstimable)
    assert [term.share for term in found.dominance.terms] == [
        term["share"] for term in stored["dominance"]["terms"]
    ]


def test_each_variable_alone_is_as_stored(raw: dict[str, Any], results: Results) -> None:
    found, stored = results.univariable[0], first(raw, "univariable")
    assert [alone.term for alone in found.variables] == [row["term"] for row in stored["rows"]]
    for exposure, row in zip(found.exposures, stored["rows"], strict=False):
        assert exposure.comparison.shift == row["comparison"]["shift"]
        assert exposure.test.p == row["test"]["p"]
        assert exposure.with_outcome.n == row["groups"]["with"]["n"]
        assert exposure.values.below == row["values"]["below"]
    policies = {exposure.values.policy for exposure in found.exposures}
    assert policies == {"common-limit"}


def test_what_could_not_be_fitted_keeps_its_reason() -> None:
    """A model of format 1 that had a reason in place of all its figures."""
    base = {"endpoint": "a", "label": "A", "exposure": "x", "covariate": None}
    upgrade = from_1.PARTS["models"]
    (stored,) = upgrade([{**base, "interval": "wald", "result": REASON}])
    assert decode(MultivariableModel, stored).result == NotEstimable(REASON["not_estimable"])
    (stored,) = from_1.PARTS["validation"]([{"endpoint": "a", "label": "A", **REASON}])
    assert decode(OutcomeValidation, stored).result == NotEstimable(REASON["not_estimable"])
    (stored,) = from_1.PARTS["dose_response"]([{**base, "result": REASON}])
    assert stored["result"] == REASON


def test_models_of_another_shape_are_refused(results: Results) -> None:
    stored = encode(results.models[0])
    with pytest.raises(Undecodable):
        decode(MultivariableModel, stored | {"interval": "profile"})
