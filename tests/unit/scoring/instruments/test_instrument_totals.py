"""Totals of one reading: strict, observed and prorated, exact, and never 0 for nothing."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.instruments import (
    OBSERVED_SUM,
    PAIRWISE,
    PRORATED,
    STRICT,
    InexactScoreError,
    InstrumentError,
    PolicyError,
    ScoreError,
    UnknownFeatureError,
    UnknownItemError,
    all_instruments,
    compute_sens,
    compute_totals,
)
from tests.unit.scoring.instruments.strategies import readings

THOROUGH = settings(deadline=None, max_examples=60)
INSTRUMENTS = pytest.mark.parametrize("instrument", all_instruments(), ids=lambda i: i.key)


def every_site(instrument, value=0):
    return {item.code: value for item in instrument.items}


def at_maximum(instrument):
    return {item.code: item.maximum for item in instrument.items}


@INSTRUMENTS
def test_all_sites_at_maximum_give_the_published_maximum(instrument):
    for total in compute_totals(instrument, at_maximum(instrument)).values():
        assert total.strict == total.observed_sum == total.prorated == total.maximum


@INSTRUMENTS
def test_a_normal_reading_is_0_and_an_empty_one_is_nothing(instrument):
    """Trap 4: zero scored sites have no total."""
    for total in compute_totals(instrument, every_site(instrument)).values():
        assert total.strict == total.observed_sum == total.prorated == 0
        assert total.n_scored == total.n_sites
    for total in compute_totals(instrument, {}).values():
        assert (total.strict, total.observed_sum, total.prorated) == (None, None, None)
        assert total.n_scored == 0
        assert total.n_sites > 0


def test_ramris_regions_add_up(ramris):
    totals = compute_totals(
        ramris,
        every_site(ramris) | {"erosion.RAD": 3, "erosion.MC2H": Decimal("1.5"), "bme.RAD": 2},
    )
    assert totals["erosion.wrist"].strict == 3
    assert totals["erosion.mcp"].strict == Decimal("1.5")
    assert totals["erosion.total"].strict == Decimal("4.5")
    assert totals["bme.total"].strict == 2
    assert totals["synovitis.total"].strict == 0
    assert totals["inflammation"].strict == 2


def test_svdh_features_and_limbs_add_up(svdh):
    scores = every_site(svdh) | {"RH.erosion.PIP2": 5, "LF.erosion.MTP5": 10, "LH.jsn.RC": 4}
    totals = compute_totals(svdh, scores)
    assert {key: total.strict for key, total in totals.items()} == {
        "erosion.hands": 5,
        "erosion.feet": 10,
        "erosion.total": 15,
        "jsn.hands": 4,
        "jsn.feet": 0,
        "jsn.total": 4,
        "mtss.hands": 9,
        "mtss.feet": 10,
        "mtss.total": 19,
    }


def test_a_missing_site_empties_strict_and_is_counted(svdh):
    scores = every_site(svdh, 1)
    del scores["RF.erosion.MTP1"]
    totals = compute_totals(svdh, scores)
    feet = totals["erosion.feet"]
    assert feet.strict is None
    assert feet.observed_sum == 11
    assert (feet.n_scored, feet.n_sites) == (11, 12)
    assert feet.prorated == Fraction(11 * 120, 110) == 12
    assert totals["mtss.total"].strict is None
    assert totals["jsn.total"].strict == 42
    assert totals["erosion.hands"].strict == 32


def test_prorating_weighs_sites_by_their_maximum(svdh):
    """Ten foot sites of 0-10 and one hand site of 0-5 are not eleven equal sites."""
    scores = {item.code: 1 for item in svdh.items if item.feature == "erosion"}
    for n in range(2, 6):
        del scores[f"RH.erosion.PIP{n}"]
    del scores["LF.erosion.IP1"]
    total = compute_totals(svdh, scores, features=["erosion"])["erosion.total"]
    assert total.prorated == Fraction(39 * 280, 280 - 4 * 5 - 10)
    assert total.prorated.denominator != 1


def test_prorating_stops_below_half_of_the_sites(ramris):
    """Synovitis has 7 sites, 4 of them are half, 3 are not; of the wrist's 3, 2 are."""
    codes = [item.code for item in ramris.items_of(["synovitis"])]
    four = compute_totals(ramris, dict.fromkeys(codes[:4], 1))["synovitis.total"]
    three = compute_totals(ramris, dict.fromkeys(codes[:3], 1))["synovitis.total"]
    assert four.prorated == 7
    assert (three.observed_sum, three.prorated) == (3, None)
    teno = [item.code for item in ramris.items_of(["bme"]) if item.region == "mcp"]
    exactly_half = compute_totals(ramris, dict.fromkeys(teno[:4], 2))["bme.mcp"]
    assert exactly_half.prorated == 16


def test_a_sum_of_features_needs_every_feature(svdh, ramris):
    """A "total score" without any narrowing would be erosion under a wrong name."""
    erosion_only = {item.code: 1 for item in svdh.items_of(["erosion"])}
    totals = compute_totals(svdh, erosion_only)
    assert totals["erosion.total"].strict == 44
    assert totals["mtss.total"].observed_sum is None
    assert totals["mtss.total"].prorated is None
    assert totals["mtss.total"].n_scored == 44
    no_contrast = {item.code: 1 for item in ramris.items_of(["bme"])}
    assert compute_totals(ramris, no_contrast)["inflammation"].observed_sum is None


def test_features_not_read_have_no_totals(svdh, ramris):
    assert set(compute_totals(svdh, {}, features=["erosion"])) == {
        "erosion.hands",
        "erosion.feet",
        "erosion.total",
    }
    chosen = compute_totals(ramris, {}, features=["synovitis", "bme"])
    assert "inflammation" in chosen
    assert "inflammation_tenosynovitis" not in chosen
    assert "erosion.total" not in chosen


@pytest.mark.parametrize(
    ("scores", "error", "words"),
    [
        ({"RH.jsn.IP1": 1}, UnknownItemError, "RH.jsn.IP1"),
        ({"RH.erosion.IP1": 6}, ScoreError, "found 6"),
        ({"RH.erosion.IP1": Decimal("0.3")}, ScoreError, "steps of 0.5"),
        ({"RH.erosion.IP1": 1.0}, InexactScoreError, "float"),
        ({"RH.erosion.IP1": None}, InexactScoreError, "NoneType"),
    ],
)
def test_scores_that_are_none_are_refused(svdh, scores, error, words):
    with pytest.raises(error, match=words):
        compute_totals(svdh, scores)


def test_unknown_feature_is_refused(svdh):
    with pytest.raises(UnknownFeatureError, match="bme"):
        compute_totals(svdh, {}, features=["bme"])


def test_a_policy_picks_its_form(svdh):
    scores = every_site(svdh, 1)
    del scores["RF.erosion.MTP1"]
    feet = compute_totals(svdh, scores)["erosion.feet"]
    assert feet.value(STRICT) is None
    assert feet.value(OBSERVED_SUM) == Fraction(11)
    assert feet.value(PRORATED) == Fraction(12)
    with pytest.raises(PolicyError, match="compares two time points"):
        feet.value(PAIRWISE)


def test_sens_counts_sites(svdh):
    scores = every_site(svdh) | {"RH.erosion.PIP2": 5, "RH.erosion.PIP3": Decimal("0.5")}
    scores |= {"LF.jsn.MTP1": 4}
    sens = compute_sens(svdh, scores)
    assert sens["erosion.hands"].strict == 2
    assert sens["jsn.feet"].strict == 1
    assert sens["mtss.total"].strict == 3
    assert sens["mtss.total"].label == (
        "SENS: Total score (erosion + narrowing), hands and feet (0–86)"
    )


def test_sens_maxima(svdh):
    sens = compute_sens(svdh, at_maximum(svdh))
    maxima = {key: total.maximum for key, total in sens.items()}
    assert (maxima["erosion.total"], maxima["jsn.total"], maxima["mtss.total"]) == (44, 42, 86)
    assert all(total.strict == total.maximum for total in sens.values())


def test_sens_keeps_the_rules_for_missing_sites(svdh):
    scores = at_maximum(svdh)
    del scores["RH.erosion.PIP2"]
    total = compute_sens(svdh, scores)["mtss.total"]
    assert total.strict is None
    assert total.observed_sum == 85
    assert total.prorated == 86
    assert compute_sens(svdh, {})["mtss.total"].observed_sum is None


def test_sens_belongs_to_svdh(ramris):
    with pytest.raises(InstrumentError, match="not RAMRIS 2016"):
        compute_sens(ramris, {})


@THOROUGH
@given(readings())
def test_totals_stay_within_their_maximum(reading):
    instrument, scores = reading
    for total in compute_totals(instrument, scores).values():
        for value in (total.strict, total.observed_sum, total.prorated):
            assert value is None or 0 <= value <= total.maximum


@THOROUGH
@given(readings())
def test_strict_is_none_exactly_when_a_site_is_missing(reading):
    instrument, scores = reading
    totals = compute_totals(instrument, scores)
    for definition in instrument.totals:
        complete = all(item.code in scores for item in definition.items)
        assert (totals[definition.key].strict is not None) == complete


@THOROUGH
@given(readings(complete=True))
def test_all_forms_agree_when_complete(reading):
    instrument, scores = reading
    for definition in instrument.totals:
        total = compute_totals(instrument, scores)[definition.key]
        assert total.strict == total.observed_sum == total.prorated
        assert total.strict == sum(scores[item.code] for item in definition.items)


@THOROUGH
@given(readings(), st.randoms())
def test_order_of_the_entries_does_not_matter(reading, random):
    instrument, scores = reading
    shuffled = list(scores.items())
    random.shuffle(shuffled)
    assert compute_totals(instrument, dict(shuffled)) == compute_totals(instrument, scores)


@THOROUGH
@given(readings())
def test_parts_add_up_to_the_whole(reading):
    instrument, scores = reading
    totals = compute_totals(instrument, scores)
    parts = ("hands", "feet") if instrument.yields_sens else ("wrist", "mcp")
    for feature in instrument.feature_keys:
        sums = [totals[f"{feature}.{part}"].observed_sum for part in parts]
        whole = totals[f"{feature}.total"].observed_sum
        assert whole == (None if sums == [None, None] else sum(s for s in sums if s is not None))
