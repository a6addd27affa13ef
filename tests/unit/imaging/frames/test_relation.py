"""Two stacks of one examination: the line drawn is the one that scanner coordinates give."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.imaging.frames import (
    FrameError,
    Plane,
    crossing,
    relation,
    relation_manifest,
    stacks_of,
)

ROUNDED = 0.03
"""Pixels: offset and directions are rounded to 0.01 mm and a millionth, depths not."""


def stack(across, down, start, step, *, reference="1.2"):
    """A stack of planes that starts somewhere and goes along its normal."""
    normal = np.cross(across, down)
    planes = [
        Plane(
            source=place,
            frame=0,
            number=place,
            rows=40,
            columns=30,
            spacing=(0.5, 0.4),
            position=tuple(float(part) for part in np.add(start, place * step * normal)),
            across=tuple(map(float, across)),
            down=tuple(map(float, down)),
            reference=reference,
        )
        for place in range(5)
    ]
    return stacks_of(planes)[0]


def rotation(a, b, c):
    turns = []
    for axis, angle in enumerate((a, b, c)):
        turn = np.eye(3)
        one, two = [other for other in range(3) if other != axis]
        turn[one, one] = turn[two, two] = math.cos(angle)
        turn[one, two], turn[two, one] = -math.sin(angle), math.sin(angle)
        turns.append(turn)
    return turns[0] @ turns[1] @ turns[2]


def scanner(plane, x, y):
    """The scanner's coordinates of a point in pixels, by the standard's own formula."""
    right, below = x * plane.spacing[1], y * plane.spacing[0]
    return np.array(plane.position) + right * np.array(plane.across) + below * np.array(plane.down)


CORONAL = stack((1, 0, 0), (0, 0, -1), (-60.0, 10.0, 300.0), 3.0)
AXIAL = stack((1, 0, 0), (0, 1, 0), (-62.0, 2.0, 285.0), 3.0)


def test_the_middle_of_each_stack_is_where_the_other_sees_it():
    found = relation(CORONAL, AXIAL)
    # Middles: coronal (-54.2, 16.0, 290.25), axial (-56.2, 11.75, 291.0).
    assert found.offset == (-2.0, -0.75, -4.25)
    assert found.axes == ((1.0, 0.0, 0.0), (0.0, 0.0, -1.0), (0.0, 1.0, 0.0))
    assert relation(CORONAL, CORONAL).offset == (0.0, 0.0, 0.0)


def test_where_the_scanner_was_cannot_be_told():
    moved = []
    for one in (CORONAL, AXIAL):
        planes = [
            dataclasses.replace(p, position=tuple(np.add(p.position, (111.11, -222.22, 333.33))))
            for p in one.planes
        ]
        moved.append(stacks_of(planes)[0])
    assert relation(*moved) == relation(CORONAL, AXIAL)


@given(
    st.tuples(*[st.floats(-3, 3)] * 3),
    st.tuples(*[st.floats(-20, 20)] * 3),
    st.integers(0, 4),
    st.integers(0, 4),
)
def test_the_line_lies_in_both_planes(angles, start, at, other):
    turn = rotation(*angles)
    first, second = CORONAL, stack(turn[0], turn[1], np.add((-60, 10, 290), start), 2.5)
    found = crossing(first, second, relation(first, second), at, other)
    if found is None:
        return
    one, two = first.planes[at], second.planes[other]
    normal = np.cross(two.across, two.down)
    for x, y in found:
        assert -0.51 <= x <= one.columns - 0.49
        assert -0.51 <= y <= one.rows - 0.49
        assert abs(np.dot(normal, scanner(one, x, y) - np.array(two.position))) < ROUNDED


def test_an_axial_plane_is_a_level_line_across_the_coronal_image():
    found = crossing(CORONAL, AXIAL, relation(CORONAL, AXIAL), 2, 2)
    # The axial plane at z = 291 is 9 mm below the first row at 300, rows being 0.5 mm apart.
    assert found is not None
    (x1, y1), (x2, y2) = sorted(found)
    assert (x1, x2) == pytest.approx((-0.5, 29.5))
    assert (y1, y2) == pytest.approx((18.0, 18.0))


def test_parallel_planes_and_planes_beyond_the_image_have_no_line():
    assert crossing(CORONAL, CORONAL, relation(CORONAL, CORONAL), 0, 1) is None
    far = stack((1, 0, 0), (0, 1, 0), (-62.0, 2.0, 400.0), 3.0)
    assert crossing(CORONAL, far, relation(CORONAL, far), 0, 0) is None


def test_stacks_that_share_nothing_have_no_relation():
    other = stack((1, 0, 0), (0, 1, 0), (0, 0, 0), 3.0, reference="1.3")
    film = stacks_of([Plane(source=0, frame=0, number=1, rows=4, columns=4, reference="1.2")])[0]
    bare = stacks_of([dataclasses.replace(p, spacing=None) for p in AXIAL.planes])[0]
    nameless = stack((1, 0, 0), (0, 1, 0), (0, 0, 0), 3.0, reference="")
    for one, two in ((CORONAL, other), (CORONAL, film), (CORONAL, bare), (nameless, nameless)):
        with pytest.raises(FrameError):
            relation(one, two)
    with pytest.raises(FrameError, match="no such plane"):
        crossing(CORONAL, AXIAL, relation(CORONAL, AXIAL), 0, 5)


def test_a_relation_is_twelve_numbers_for_the_browser():
    told = relation_manifest(relation(CORONAL, AXIAL))
    assert set(told) == {"axes", "offset"}
    assert told["offset"] == [-2.0, -0.75, -4.25]
    assert [len(row) for row in told["axes"]] == [3, 3, 3]
