"""Synovitis, tenosynovitis and narrowing are as thick, full or wide as their scores say."""

from __future__ import annotations

import pytest

from ra_registry.imaging.phantom import joint_space, make_hand, sheath_thickness, synovium
from ra_registry.imaging.phantom.sites import RAMRIS_SPACES, SYNOVIAL, TENDONS

HAND = make_hand(8, visit=1)
# From just above the first figure to the second, mm; score 3 has no limit.
SHEATH = {1: (0, 1.5), 2: (1.5, 2.99), 3: (2.99, 5)}
# RAMRIS: what is left of the space.
LEFT = {1: (0.67, 0.99), 2: (0.34, 0.66), 3: (0.01, 0.33), 4: (-0.01, 0.01)}


@pytest.mark.parametrize("site", SYNOVIAL)
def test_synovitis_fills_its_third_of_the_compartment(site):
    found = [synovium(HAND, {f"synovitis.{site}": score}, site) for score in range(4)]
    assert found[0].share == found[0].thickness == 0
    for score in (1, 2, 3):
        assert (score - 1) / 3 < found[score].share <= score / 3
        assert found[score].thickness > found[score - 1].thickness


@pytest.mark.parametrize("site", TENDONS)
def test_a_sheath_is_as_thick_as_its_score_says(site):
    assert sheath_thickness(HAND, {}, site) == 0
    for score, (more_than, most) in SHEATH.items():
        thick = sheath_thickness(HAND, {f"tenosynovitis.{site}": score}, site)
        assert more_than < thick <= most


@pytest.mark.parametrize("site", RAMRIS_SPACES)
def test_what_is_left_of_a_joint_space_is_what_its_score_says(site):
    whole = joint_space(HAND, {}, site)
    assert 1.2 < whole < 3
    # All four scores of each space would take long; each space has two, each score half of them.
    for score in (1, 3) if list(RAMRIS_SPACES).index(site) % 2 else (2, 4):
        least, most = LEFT[score]
        assert least <= joint_space(HAND, {f"jsn.{site}": score}, site) / whole <= most
