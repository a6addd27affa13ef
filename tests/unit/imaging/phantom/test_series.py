"""Series: shapes, geometry, the same seed, the same bones at both visits, the field of view."""

from __future__ import annotations

import numpy as np
import pytest

from ra_registry.imaging.phantom import (
    RAMRIS,
    film,
    make_foot,
    make_hand,
    mr_plane,
    mr_series,
)
from ra_registry.imaging.phantom.fields import cut_of
from ra_registry.imaging.phantom.findings import read_findings
from ra_registry.imaging.phantom.places import place_of
from ra_registry.imaging.phantom.sites import RAMRIS_BONES

FINDINGS = {"erosion.LUN": 4, "bme.HAM": 2, "synovitis.MCP3": 2, "tenosynovitis.EXT4": 2}


@pytest.fixture(scope="module")
def axial():
    return mr_plane(make_hand(3), FINDINGS, sequences=("T1", "T1_GD"), plane="axial")


def test_the_same_seed_gives_the_same_bytes(axial):
    again = mr_series(make_hand(3), FINDINGS, sequence="T1_GD", plane="axial")
    assert again.voxels.tobytes() == axial[1].voxels.tobytes()
    assert film(make_foot(3), {}).pixels.tobytes() == film(make_foot(3), {}).pixels.tobytes()


def test_another_seed_of_noise_changes_only_noise(axial):
    other = mr_series(make_hand(3), FINDINGS, sequence="T1", plane="axial", seed=1)
    assert (other.voxels != axial[0].voxels).any()
    assert np.corrcoef(other.voxels.ravel(), axial[0].voxels.ravel())[0, 1] > 0.97


def test_another_seed_is_another_anatomy():
    hands, feet = ([make(seed) for seed in (1, 2)] for make in (make_hand, make_foot))
    for one, other in (hands, feet):
        for name, bone in one.skeleton.bones.items():
            assert bone.shape != other.skeleton.bones[name].shape


def test_both_visits_have_the_same_bones_which_lie_a_little_differently():
    before, after = make_hand(1), make_hand(1, visit=1)
    assert before.skeleton is after.skeleton
    for code in RAMRIS:
        place = place_of(before, code)
        moved = np.linalg.norm(after.pose.outside(place) - before.pose.outside(place))
        assert 0 < moved < 15
    # Rigid: distances between bones stay.
    places = np.array([place_of(before, f"erosion.{site}") for site in RAMRIS_BONES])
    there = after.pose.outside(places)
    assert np.allclose(*(np.linalg.norm(p[1:] - p[:-1], axis=1) for p in (places, there)))


@pytest.mark.parametrize(
    ("plane", "size", "shape"),
    [
        ("coronal", "small", (20, 256, 192)), ("axial", "small", (30, 192, 256)),
        ("coronal", "full", (20, 512, 384)), ("axial", "full", (30, 384, 512)),
    ],
)  # fmt: skip
def test_sizes(plane, size, shape):
    cut = cut_of(plane, size, make_hand(1), read_findings({}, RAMRIS))
    assert cut.grid(1).shape == shape


def test_a_series_is_of_12_bits_with_air_around_the_hand(axial):
    for series in axial:
        assert series.voxels.shape == (30, 192, 256)
        assert series.voxels.dtype == np.uint16
        assert 1000 < series.voxels.max() < 4096
        corner = series.voxels[:, :20, :20].astype(float)
        # Rician noise of air: its mean is 1.25, its deviation 0.66 of each channel's.
        assert corner.std() / corner.mean() == pytest.approx(0.523, abs=0.02)


def test_contrast_makes_only_swollen_synovium_much_brighter(axial):
    before, after = (series.voxels.astype(float) for series in axial)
    risen = after > before + 400
    assert 0.0005 < risen.mean() < 0.02


def test_a_left_hand_mirrors_the_right_one_and_its_geometry_says_so(axial):
    left = mr_series(make_hand(3, side="L"), FINDINGS, sequence="T1", plane="axial")
    right = axial[0]
    assert (left.voxels[:, :, ::-1] == right.voxels).all()
    assert (left.side, right.side) == ("L", "R")
    last = right.position[0] + right.row_axis[0] * right.spacing[1] * 255
    assert left.position == pytest.approx((-last, *right.position[1:]))


def test_planes_agree_about_where_a_place_lies():
    """A place has the same patient coordinates by the geometry of both planes."""
    hand = make_hand(3)
    found = []
    for plane in ("coronal", "axial"):
        told = {"bme.CAP": 3}
        seen, healthy = (
            mr_series(hand, one, sequence="STIR", plane=plane, seed=1) for one in (told, {})
        )
        k, row, column = np.argwhere(
            seen.voxels.astype(int) - healthy.voxels.astype(int) > 400
        ).mean(axis=0)
        place = np.array(seen.position) + k * np.array(seen.step)
        place += column * seen.spacing[1] * np.array(seen.row_axis)
        found.append(place + row * seen.spacing[0] * np.array(seen.column_axis))
    assert np.linalg.norm(found[0] - found[1]) < 2


@pytest.mark.parametrize("plane", ["coronal", "axial"])
@pytest.mark.parametrize(
    ("code", "seen"), [("erosion.PP3B", "erosion.LUN"), ("bme.RAD", "bme.MC3H")]
)
def test_a_site_outside_the_field_is_outside_and_scored_ones_stay(plane, code, seen):
    hand = make_hand(3, visit=1)
    for findings, inside in (({seen: 1}, True), ({seen: 1, code: "outside_fov"}, False)):
        cut = cut_of(plane, "small", hand, read_findings(findings, RAMRIS))
        assert within(cut.grid(1), hand, code) == inside
        assert within(cut.grid(1), hand, seen)


def within(grid, hand, code):
    low, high = (np.array([c.ravel()[end] for c in grid.points()]) for end in (0, -1))
    place = hand.pose.outside(place_of(hand, code))
    return bool(((low <= place) & (place <= high)).all())


def test_all_sites_lie_in_the_field_of_every_plane():
    for seed in range(5):
        hand = make_hand(seed, visit=1)
        for plane in ("coronal", "axial"):
            cut = cut_of(plane, "small", hand, read_findings({}, RAMRIS))
            outside = [code for code in RAMRIS if not within(cut.grid(1), hand, code)]
            assert not outside


def test_other_reasons_leave_a_site_looking_normal():
    hand = make_hand(3)
    told = {"erosion.LUN": "motion_artefact", "bme.RAD": None, "synovitis.RCJ": 0}
    seen, healthy = (mr_series(hand, one, sequence="T1", plane="axial") for one in (told, {}))
    assert (seen.voxels == healthy.voxels).all()
