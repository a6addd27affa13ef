"""Films show the erosions and narrowed spaces of a Sharp/van der Heijde reading."""

from __future__ import annotations

import numpy as np
import pytest

from ra_registry.imaging.phantom import (
    SVDH,
    film,
    film_spaces,
    make_foot,
    make_hand,
    surface_lost,
)
from ra_registry.imaging.phantom.film import film_grid, findings_of_limb
from ra_registry.imaging.phantom.places import film_place
from ra_registry.imaging.phantom.sites import FOOT_JOINTS, FOOT_SPACES, HAND_JOINTS, HAND_SPACES

HAND, FOOT = make_hand(4, visit=1), make_foot(4, visit=1)
# Grade 2 leaves more than half of the space, grade 3 less than half, grade 4 is ankylosis.
LEFT = {1: (0.75, 0.97), 2: (0.5, 0.75), 3: (0.01, 0.5), 4: (-0.01, 0.1)}


def lost_at(grade, share):
    """Whether a share of the joint surface is what a grade from 0 to 5 says."""
    return share == 0 if grade == 0 else (grade - 1) / 5 <= share <= grade / 5 and share > 0


@pytest.mark.parametrize("site", HAND_JOINTS)
def test_a_joint_of_the_hand_loses_as_much_surface_as_its_score_says(site):
    for score in range(6):
        lost = surface_lost(HAND, {f"RH.erosion.{site}": score}, site)
        assert lost_at(score, lost[0])
        assert all(lost_at(score, share) or share == 0 for share in lost)
    assert min(lost) > 0.8  # all surfaces of the joint have collapsed at 5


@pytest.mark.parametrize("site", FOOT_JOINTS)
def test_each_side_of_a_joint_of_the_foot_has_its_half_of_the_score(site):
    before = [0.0, 0.0]
    for score in range(11):
        lost = surface_lost(FOOT, {f"RF.erosion.{site}": score}, site)
        assert lost_at(-(-score // 2), lost[0])
        assert lost_at(score // 2, lost[1])
        assert sum(lost) >= sum(before)
        before = lost


@pytest.mark.parametrize(
    ("limb", "name", "site"),
    [(HAND, "RH", site) for site in HAND_SPACES] + [(FOOT, "RF", site) for site in FOOT_SPACES],
)
def test_what_is_left_of_a_space_is_what_its_score_says(limb, name, site):
    whole = film_spaces(limb, {}, site)
    assert all(1 < width < 3.2 for width in whole)
    for score, (least, most) in LEFT.items():
        left = film_spaces(limb, {f"{name}.jsn.{site}": score}, site)
        for now, then in zip(left, whole, strict=True):
            assert least <= now / then <= most


def test_an_eroded_joint_lets_more_rays_through_and_the_rest_stays():
    before = film(HAND, {}).pixels.astype(int)
    after = film(HAND, {"RH.erosion.MCP2": 5}).pixels.astype(int)
    changed = np.argwhere(before != after)
    assert (after - before).min() < -200
    assert (np.ptp(changed, axis=0) < 100).all()


def test_a_film_shows_its_own_limb_of_a_whole_reading():
    reading = dict.fromkeys(SVDH, 2)
    own = {code: score for code, score in reading.items() if code.startswith("LF.")}
    foot = make_foot(4, side="L")
    assert (film(foot, reading).pixels == film(foot, own).pixels).all()
    assert (film(foot, reading).pixels != film(foot, {}).pixels).any()


@pytest.mark.parametrize("make", [make_hand, make_foot])
def test_a_left_film_mirrors_the_right_one_but_for_its_letter(make):
    right, left = (film(make(9, side=side), {}).pixels for side in "RL")
    rows = slice(100, None)  # the letters lie above
    assert (left[rows, ::-1] == right[rows]).all()
    letter = {}
    for side, pixels in (("R", right), ("L", left)):
        corner = pixels[:80, -80:]
        letter[side] = corner == corner.max()
        assert corner.max() > 3500
        assert not (pixels[:80, :80] > 3500).any()
    assert letter["R"].sum() > letter["L"].sum() > 50


def test_films_are_of_12_bits_in_both_sizes():
    small, full = film(FOOT, {}), film(FOOT, {}, size="full")
    assert small.pixels.shape == (700, 580)
    assert full.pixels.shape == (2800, 2320)
    for one in (small, full):
        assert one.pixels.dtype == np.uint16
        assert one.pixels.max() < 4096
    # Both show the same field.
    assert full.spacing * 4 == pytest.approx(small.spacing)
    blocks = full.pixels.reshape(700, 4, 580, 4).mean(axis=(1, 3))
    assert np.corrcoef(blocks.ravel(), small.pixels.ravel())[0, 1] > 0.98


def test_soft_tissue_lies_between_air_and_bone():
    pixels = film(make_hand(4), {}).pixels
    air = np.median(pixels[10:60, 10:60])
    shares = [(pixels > air + more).mean() for more in (150, 700)]
    assert 0.2 < shares[0] < 0.6
    assert 0.05 < shares[1] < shares[0] - 0.1


@pytest.mark.parametrize(
    ("limb", "code", "seen"),
    [
        (HAND, "RH.erosion.RAD", "RH.erosion.MCP2"),
        (HAND, "RH.jsn.PIP3", "RH.jsn.RC"),
        (FOOT, "RF.erosion.IP1", "RF.erosion.MTP5"),
    ],
)
def test_a_site_outside_the_film_is_outside_and_scored_ones_stay(limb, code, seen):
    for findings, inside in (({seen: 1}, True), ({seen: 1, code: "outside_fov"}, False)):
        _, down, across = film_grid(limb, findings_of_limb(limb, findings), "small").coordinates
        for site, expected in ((code, inside), (seen, True)):
            x, y, _ = limb.laid.outside(film_place(limb, site))
            assert (down[0] < y < down[-1] and across[0] < x < across[-1]) == expected


def test_what_lies_outside_the_film_of_another_limb_moves_nothing():
    told = film(HAND, {"LH.erosion.RAD": "outside_fov"}).pixels
    assert (told == film(HAND, {}).pixels).all()


@pytest.mark.parametrize("code", SVDH)
def test_every_site_lies_on_its_film(code):
    make, side = (make_hand if code[1] == "H" else make_foot), code[0]
    limb = make(6, side=side, visit=1)
    _, down, across = film_grid(limb, findings_of_limb(limb, {}), "small").coordinates
    x, y, _ = limb.laid.outside(film_place(limb, code))
    assert down[0] < y < down[-1]
    assert across[0] < x < across[-1]
