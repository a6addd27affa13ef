"""What is aimed at lies inside each grade, and grows with the score."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.imaging.phantom import scales

SCALES = [
    (scales.eroded_share, 10),
    (scales.synovial_share, 3),
    (scales.sheath_mm, 3),
    (scales.surface_share, 5),
    (lambda score: -scales.ramris_space_left(score), 4),
    (lambda score: -scales.sharp_space_left(score), 4),
    (lambda score: scales.oedema_share(score, 0.2), 3),
]


@pytest.mark.parametrize(("scale", "most"), SCALES)
def test_a_larger_score_is_more_half_scores_lie_between(scale, most):
    values = [scale(half / 2) for half in range(2 * most + 1)]
    assert values == sorted(set(values))


@pytest.mark.parametrize("score", range(1, 11))
def test_erosion_is_a_tenth(score):
    assert (score - 1) / 10 < scales.eroded_share(score) <= score / 10


@given(st.integers(1, 3), st.floats(0, 0.95))
def test_oedema_is_its_third_of_the_remaining_marrow(score, eroded):
    assert (score - 1) / 3 < scales.oedema_share(score, eroded) <= score / 3


@given(st.integers(1, 3), st.floats(0, 0.28))
def test_oedema_is_its_third_of_the_whole_bone_where_enough_of_it_is_left(score, eroded):
    whole = scales.oedema_share(score, eroded) * (1 - eroded)
    assert (score - 1) / 3 < whole <= score / 3
