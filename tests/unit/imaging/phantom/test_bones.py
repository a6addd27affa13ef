"""Erosion and oedema of each bone take the share that their score says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ra_registry.imaging.phantom import bone_shares, make_hand, mr_series
from ra_registry.imaging.phantom.bone_findings import foci
from ra_registry.imaging.phantom.findings import read_findings
from ra_registry.imaging.phantom.lesions import ASSESSED_MM, depth, level
from ra_registry.imaging.phantom.places import place_of
from ra_registry.imaging.phantom.sites import RAMRIS, RAMRIS_BONES

SITES = list(RAMRIS_BONES)
SCORES = range(1, 11)


def random_points(skeleton, part, rng):
    """Points anywhere in the assessed part of a bone, in its own frame."""
    bone = skeleton.bones[part.bone]
    low, high = bone.bounds(1.0)
    points = rng.uniform(low, high, (120_000, 3)).astype(np.float32)
    points = points[skeleton.distance(part.bone, *points.T) < 0]
    local = np.stack(bone.frame.local(*points.T), axis=1)
    return local[depth(skeleton, part, local) <= ASSESSED_MM]


@pytest.mark.parametrize("site", SITES)
def test_each_erosion_score_of_each_bone_takes_its_tenth_of_the_volume(site):
    hand, part = make_hand(5), RAMRIS_BONES[site]
    points = random_points(hand.skeleton, part, np.random.default_rng(1))
    shares = []
    for score in SCORES:
        findings = read_findings({f"erosion.{site}": score}, RAMRIS)
        focus = foci(hand, findings)[part.bone][site]
        shares.append((level(focus.centres, *points.T) < focus.eroded).mean())
        assert (score - 1) / 10 < shares[-1] <= score / 10
    assert shares == sorted(shares)


@pytest.mark.parametrize("place", range(len(SITES)))
def test_what_is_painted_of_an_erosion_is_its_tenth(place):
    site, score = SITES[place], 1 + 7 * place % 10
    eroded = bone_shares(make_hand(3, visit=1), {f"erosion.{site}": score}, site).eroded
    assert (score - 1) / 10 < eroded <= score / 10


@pytest.mark.parametrize("place", range(len(SITES)))
def test_what_is_painted_of_oedema_is_its_third_also_beside_an_erosion(place):
    site, score = SITES[place], 1 + place % 3
    findings = {f"bme.{site}": score, f"erosion.{site}": place % 4}
    shares = bone_shares(make_hand(3), findings, site)
    assert (score - 1) / 3 < shares.oedema <= score / 3
    assert shares.oedema_of_whole <= shares.oedema


@settings(deadline=None, max_examples=8)
@given(
    st.integers(0, 2**32 - 1), st.integers(0, 2), st.sampled_from(SITES), st.integers(0, 10),
    st.integers(0, 3),
)  # fmt: skip
def test_in_any_hand_a_bone_shows_its_scores(seed, visit, site, erosion, oedema):
    hand = make_hand(seed, visit=visit)
    shares = bone_shares(hand, {f"erosion.{site}": erosion, f"bme.{site}": oedema}, site)
    assert shares.eroded == 0 if not erosion else (erosion - 1) / 10 < shares.eroded
    assert shares.eroded <= erosion / 10
    if erosion < 9:  # then hardly any marrow is left to be seen
        assert shares.oedema == 0 if not oedema else (oedema - 1) / 3 < shares.oedema
        assert shares.oedema <= oedema / 3


def test_a_lesion_grows_around_the_same_place_between_visits():
    part, eroded = RAMRIS_BONES["MC2H"], []
    points = random_points(make_hand(4).skeleton, part, np.random.default_rng(2))
    for visit, score in ((0, 2), (1, 5)):
        found = read_findings({"erosion.MC2H": score}, RAMRIS)
        focus = foci(make_hand(4, visit=visit), found)["MC2"]["MC2H"]
        eroded.append(level(focus.centres, *points.T) < focus.eroded)
    before, after = eroded
    assert not (before & ~after).any()
    assert after.sum() > 2 * before.sum()


def test_the_bones_of_other_sites_stay_as_they_were():
    shares = bone_shares(make_hand(2), {"erosion.MC2H": 9, "bme.MC2H": 1}, "MC2B")
    assert shares.eroded == 0
    assert shares.oedema < 0.02


def around(series, place):
    """The mean of the voxels within 2 mm of a place of the hand's space, right hand, unmoved."""
    across, down = (np.array(axis) for axis in (series.row_axis, series.column_axis))
    x, y, z = place
    away = np.array([-x, -z, -y]) - np.array(series.position)
    k = round(away @ np.array(series.step) / series.slice_spacing**2)
    row, column = round(away @ down / series.spacing[0]), round(away @ across / series.spacing[1])
    return series.voxels[k, row - 2 : row + 3, column - 2 : column + 3].mean()


@pytest.mark.parametrize("plane", ["coronal", "axial"])
def test_oedema_is_bright_on_stir_and_dark_on_t1_where_the_bone_lies(plane):
    hand, findings = make_hand(6), {"bme.CAP": 3, "bme.RAD": "sequence_missing"}
    place = place_of(hand, "bme.CAP")
    seen = {
        (sequence, bool(told)): around(mr_series(hand, told, sequence=sequence, plane=plane), place)
        for sequence in ("STIR", "T1")
        for told in ({}, findings)
    }
    assert seen["STIR", True] > 3 * seen["STIR", False]
    assert seen["T1", True] < 0.75 * seen["T1", False]


def test_an_erosion_is_dark_on_t1_and_enhances():
    hand, findings = make_hand(6), {"erosion.LUN": 10}
    place = place_of(hand, "erosion.LUN")
    healthy, before, after = (
        around(mr_series(hand, told, sequence=sequence, plane="axial"), place)
        for told, sequence in (({}, "T1"), (findings, "T1"), (findings, "T1_GD"))
    )
    assert before < 0.6 * healthy
    assert after > 2 * before
