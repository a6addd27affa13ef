"""The shipped instruments as data: counts, ranges and maxima of the publications."""

from __future__ import annotations

import doctest
from collections import Counter
from http import HTTPStatus

import pytest

import scoring.instruments
from ra_registry.imaging.modalities import MR, XR
from scoring.instruments import (
    UnknownFeatureError,
    UnknownInstrumentError,
    UnknownItemError,
    UnknownTotalError,
    all_instruments,
    get_instrument,
)

INSTRUMENTS = pytest.mark.parametrize("instrument", all_instruments(), ids=lambda i: i.key)


def maxima(instrument):
    return {total.key: total.maximum for total in instrument.totals}


def test_three_instruments_are_shipped():
    assert {i.key for i in all_instruments()} == {"ramris-2002", "ramris-2016", "svdh"}


def test_unknown_instrument_names_the_known_ones():
    with pytest.raises(UnknownInstrumentError) as error:
        get_instrument("ramris")
    assert error.value.status == HTTPStatus.NOT_FOUND
    assert "“ramris”" in error.value.message
    for instrument in all_instruments():
        assert instrument.key in error.value.message


@INSTRUMENTS
def test_codes_are_unique_and_in_form_order(instrument):
    assert len(instrument.items_by_code) == len(instrument.items)
    assert [item.order for item in instrument.items] == list(range(1, len(instrument.items) + 1))


@INSTRUMENTS
def test_every_reference_between_parts_exists(instrument):
    regions = {region.key for region in instrument.regions}
    groups = {group.key for group in instrument.groups}
    assert {item.region for item in instrument.items} == regions
    assert {item.group for item in instrument.items} == groups
    assert {item.feature for item in instrument.items} == set(instrument.feature_keys)
    assert {region.side for region in instrument.regions} <= {None, *instrument.sides}
    for space, bones in instrument.fused_bones.items():
        assert instrument.item(space).feature == "jsn"
        assert bones
        assert {instrument.item(bone).feature for bone in bones} == {"erosion"}


@INSTRUMENTS
def test_what_is_not_offered_is_really_absent(instrument):
    assert instrument.not_offered
    assert not instrument.not_offered.keys() & instrument.items_by_code.keys()
    assert all(sentence.endswith(".") for sentence in instrument.not_offered.values())


@INSTRUMENTS
def test_feature_maximum_is_the_largest_of_its_items(instrument):
    for feature in instrument.features:
        items = instrument.items_of([feature.key])
        assert feature.maximum == max(item.maximum for item in items)


@INSTRUMENTS
def test_every_total_has_its_own_key_and_label(instrument):
    assert len(maxima(instrument)) == len(instrument.totals)
    assert len({total.label for total in instrument.totals}) == len(instrument.totals)
    for total in instrument.totals:
        assert total.label.endswith(f"(0–{total.maximum})")
        assert {item.feature for item in total.items} == set(total.features)
        assert {item.region for item in total.items} == set(total.regions)


@INSTRUMENTS
def test_lookups_name_what_is_unknown(instrument):
    with pytest.raises(UnknownItemError, match=r"Unknown site “X9”\. Known: .*erosion"):
        instrument.item("X9")
    with pytest.raises(UnknownFeatureError, match=r"feature “colour”.*erosion"):
        instrument.feature("colour")
    with pytest.raises(UnknownFeatureError):
        instrument.items_of(["colour"])
    with pytest.raises(UnknownTotalError, match=r"total “grand”.*erosion\.total"):
        instrument.total("grand")


def test_ramris_2002_has_three_features_and_2016_five(ramris_2002, ramris):
    assert ramris_2002.feature_keys == ("synovitis", "erosion", "bme")
    assert ramris.feature_keys == ("synovitis", "erosion", "bme", "jsn", "tenosynovitis")


@pytest.mark.parametrize("key", ["ramris-2002", "ramris-2016"])
def test_ramris_is_read_on_one_hand_by_mri(key):
    instrument = get_instrument(key)
    assert instrument.one_side
    assert instrument.sides == ("L", "R")
    assert instrument.modality is MR


RAMRIS_TABLE = {
    # feature: (wrist sites, MCP sites, site maximum, wrist maximum, MCP maximum, total maximum)
    "synovitis": (3, 4, 3, 9, 12, 21),
    "erosion": (15, 8, 10, 150, 80, 230),
    "bme": (15, 8, 3, 45, 24, 69),
    "jsn": (17, 4, 4, 68, 16, 84),
    "tenosynovitis": (9, 4, 3, 27, 12, 39),
}


@pytest.mark.parametrize("key", ["ramris-2002", "ramris-2016"])
def test_ramris_sites_and_maxima(key):
    instrument = get_instrument(key)
    for feature in instrument.feature_keys:
        items = instrument.items_of([feature])
        regions = Counter(item.region for item in items)
        (site_maximum,) = {item.maximum for item in items}
        assert (
            regions["wrist"],
            regions["mcp"],
            site_maximum,
            instrument.total(f"{feature}.wrist").maximum,
            instrument.total(f"{feature}.mcp").maximum,
            instrument.total(f"{feature}.total").maximum,
        ) == RAMRIS_TABLE[feature]


@pytest.mark.parametrize("key", ["ramris-2002", "ramris-2016"])
def test_ramris_features_are_never_added_to_a_grand_total(key):
    sums = [total for total in get_instrument(key).totals if len(total.features) > 1]
    assert sums
    for total in sums:
        assert "erosion" not in total.features
        assert "jsn" not in total.features
        for feature in total.features:
            assert get_instrument(key).feature(feature).label.lower() in total.label


def test_bone_sites_serve_erosion_and_oedema(ramris):
    sites = {f: [item.site for item in ramris.items_of([f])] for f in ("erosion", "bme")}
    assert sites["erosion"] == sites["bme"]
    assert len(sites["bme"]) == 23


def test_cmc1_is_a_joint_space_and_no_synovitis_site(ramris):
    """Trap 8."""
    assert ramris.item("jsn.CMC1").maximum == 4
    assert "synovitis.CMC1" not in ramris.items_by_code
    assert "synovitis.MCP1" not in ramris.items_by_code


def test_oedema_scale_ends_at_3(ramris_2002, ramris):
    """Trap 9."""
    for instrument in (ramris_2002, ramris):
        assert instrument.feature("bme").maximum == 3
        assert instrument.total("bme.total").maximum == 69


@pytest.mark.parametrize("key", ["ramris-2002", "ramris-2016"])
def test_ramris_scales_word_every_grade(key):
    for feature in get_instrument(key).features:
        assert [grade.value for grade in feature.grades] == [
            str(score) for score in range(feature.maximum + 1)
        ]


def test_erosion_grades_are_tenths_of_the_bone(ramris):
    grades = {grade.value: grade.meaning for grade in ramris.feature("erosion").grades}
    assert grades["1"].startswith("1–10 %")
    assert grades["2"].startswith("11–20 %")
    assert grades["10"].startswith("91–100 %")


def test_fusion_rule_belongs_to_2016_only(ramris_2002, ramris):
    assert "fused bone scores 10" in ramris.feature("erosion").help
    assert "fused" not in ramris_2002.feature("erosion").help
    assert not ramris_2002.fused_bones


def test_svdh_limbs_and_site_counts(svdh):
    counts = Counter((item.region, item.feature) for item in svdh.items)
    assert counts == {
        ("RH", "erosion"): 16,
        ("RH", "jsn"): 15,
        ("LH", "erosion"): 16,
        ("LH", "jsn"): 15,
        ("RF", "erosion"): 6,
        ("RF", "jsn"): 6,
        ("LF", "erosion"): 6,
        ("LF", "jsn"): 6,
    }
    assert len(svdh.items_of(["erosion"])) == 44
    assert len(svdh.items_of(["jsn"])) == 42
    assert len(svdh.items) == 86
    assert svdh.modality is XR
    assert not svdh.one_side
    assert [region.side for region in svdh.regions] == ["R", "L", "R", "L"]


def test_svdh_site_ranges(svdh):
    """Trap 6: hands 0-5, feet 0-10, narrowing 0-4 everywhere."""
    for item in svdh.items:
        if item.feature == "jsn":
            assert item.maximum == 4
        else:
            assert item.maximum == (5 if item.region in {"RH", "LH"} else 10)


def test_svdh_maxima(svdh):
    assert maxima(svdh) == {
        "erosion.hands": 160,
        "erosion.feet": 120,
        "erosion.total": 280,
        "jsn.hands": 120,
        "jsn.feet": 48,
        "jsn.total": 168,
        "mtss.hands": 280,
        "mtss.feet": 168,
        "mtss.total": 448,
    }


def test_equal_maxima_have_labels_that_tell_them_apart(svdh):
    """Trap 5: 280 is erosion and also hands, 168 is narrowing and also feet."""
    labels = {total.key: total.label for total in svdh.totals}
    assert labels["erosion.total"] == "Erosion, hands and feet (0–280)"
    assert labels["mtss.hands"] == "Total score (erosion + narrowing), hands (0–280)"
    assert labels["jsn.total"] == "Joint space narrowing, hands and feet (0–168)"
    assert labels["mtss.feet"] == "Total score (erosion + narrowing), feet (0–168)"


def test_narrowing_is_worded_by_what_is_left(svdh):
    grades = {grade.value: grade.meaning for grade in svdh.feature("jsn").grades}
    assert "more than 50 % of the original space left" in grades["2"]
    assert "less than 50 % of the original space left" in grades["3"]
    assert "subluxation" in grades["3"]
    assert "ankylosis" in grades["4"]
    assert "luxation" in grades["4"]


@pytest.mark.parametrize("hand", ["RH", "LH"])
def test_sites_that_only_one_svdh_feature_has(svdh, hand):
    """Trap 7."""
    codes = svdh.items_by_code
    assert f"{hand}.erosion.IP1" in codes
    assert f"{hand}.jsn.IP1" not in codes
    for site in ("CMC3", "CMC4", "CMC5", "RC", "STT", "CAPSCALUN"):
        assert f"{hand}.jsn.{site}" in codes
        assert f"{hand}.erosion.{site}" not in codes


def test_package_example_runs():
    result = doctest.testmod(scoring.instruments)
    assert result.attempted
    assert not result.failed
