"""Planes read, split, sorted and looked over."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.imaging.frames import (
    FrameError,
    Plane,
    TooLarge,
    planes_of,
    quality,
    spacing_of,
    stacks_of,
)
from tests.unit.imaging.frames.made import enhanced, one, placed, read

AXIAL = Plane(
    source=0,
    frame=0,
    number=1,
    rows=8,
    columns=6,
    spacing=(0.4, 0.4),
    thickness=3.0,
    position=(-40.0, -30.0, 100.0),
    across=(1.0, 0.0, 0.0),
    down=(0.0, 1.0, 0.0),
    reference="1.2",
)
FILM = Plane(source=0, frame=0, number=1, rows=9, columns=7)


def at(*depths, **changes):
    """Axial planes at depths, numbered in the order given."""
    return [
        dataclasses.replace(
            AXIAL, source=place, number=place + 1, position=(-40.0, -30.0, depth), **changes
        )
        for place, depth in enumerate(depths)
    ]


def test_a_plane_is_read_from_a_data_set():
    (plane,) = planes_of(placed(7, (1.5, -2.0, 3.0)), source=4)
    assert (plane.source, plane.frame, plane.number) == (4, 0, 7)
    assert (plane.rows, plane.columns, plane.spacing, plane.thickness) == (4, 6, (0.4, 0.3), 2.0)
    assert (plane.position, plane.across, plane.down) == (
        (1.5, -2.0, 3.0),
        (1.0, 0.0, 0.0),
        (0.0, 0.0, -1.0),
    )


@pytest.mark.parametrize(
    "odd",
    [
        {"ImagePositionPatient": None},
        {"ImagePositionPatient": [1, 2]},
        {"ImageOrientationPatient": [1, 0, 0, 1, 0, 0]},
        {"ImageOrientationPatient": [0, 0, 0, 0, 0, 0]},
    ],
)
def test_a_place_that_cannot_be_is_none(odd):
    made = placed(1, (0, 0, 0))
    for keyword, value in odd.items():
        setattr(made, keyword, value)
    (plane,) = planes_of(made)
    assert plane.position is plane.across is plane.down is None


def test_a_film_has_the_spacing_of_its_detector():
    made = placed(1, (0, 0, 0))
    del made.PixelSpacing
    made.ImagerPixelSpacing = [0.1, 0.1]
    assert planes_of(made)[0].spacing == (0.1, 0.1)
    made.ImagerPixelSpacing = [0, 0.1]
    assert planes_of(made)[0].spacing is None


def test_each_frame_of_an_enhanced_image_has_its_plane():
    planes = planes_of(enhanced([9.0, 3.0, 6.0]), source=2)
    assert [plane.position for plane in planes] == [(-10.0, 20.0, z) for z in (9.0, 3.0, 6.0)]
    (stack,) = stacks_of(planes)
    assert [plane.frame for plane in stack.planes] == [1, 2, 0]
    assert stack.depths == (-3.0, 0.0, 3.0)
    assert (stack.plane, stack.planes[0].spacing) == ("axial", (0.5, 0.25))


def test_echoes_and_points_of_time_are_told_apart():
    first, second = placed(1, (0, 0, 0), EchoNumbers=1), placed(2, (0, 0, 0), EchoNumbers=2)
    assert len(stacks_of([*planes_of(first), *planes_of(second)])) == 2
    (later,) = planes_of(placed(2, (0, 0, 0), TemporalPositionIdentifier=3))
    assert later.phase == (0.0, 3.0)
    made = enhanced([0.0, 0.0])
    for time, own in enumerate(made.PerFrameFunctionalGroupsSequence, start=1):
        own.FrameContentSequence = one(TemporalPositionIndex=time)
        own.MREchoSequence = one(EffectiveEchoTime=12.5)
    assert [plane.phase for plane in planes_of(made)] == [(12.5, 1.0), (12.5, 2.0)]


def test_a_real_enhanced_image_is_one_even_stack():
    (stack,) = stacks_of(planes_of(read("eCT_Supplemental.dcm")))
    assert len(stack.planes) == 2
    assert spacing_of(stack).step is not None


def test_headers_without_size_or_with_too_many_frames_are_refused():
    made = placed(1, (0, 0, 0))
    made.NumberOfFrames = 100_000
    with pytest.raises(TooLarge):
        planes_of(made)
    made.NumberOfFrames = 1
    made.Rows = 0
    with pytest.raises(FrameError, match="0 rows"):
        planes_of(made)


PLANES = st.builds(
    dataclasses.replace,
    st.sampled_from(
        [
            AXIAL,
            FILM,
            dataclasses.replace(AXIAL, down=(0.0, 0.0, -1.0)),
            dataclasses.replace(AXIAL, down=(0.0, 0.0015, -1.0)),
            dataclasses.replace(AXIAL, columns=9),
            dataclasses.replace(AXIAL, spacing=(0.5, 0.4)),
            dataclasses.replace(AXIAL, spacing=(0.4002, 0.4)),
            dataclasses.replace(AXIAL, reference="1.3"),
        ]
    ),
    number=st.integers(0, 4),
)
DEPTHS = st.sampled_from([0.0, 3.0, 3.004, 6.0, -3.0, 1e6])


@given(st.lists(st.tuples(PLANES, DEPTHS), max_size=12), st.randoms())
def test_the_order_of_files_does_not_matter(drawn, chance):
    planes = [
        dataclasses.replace(
            plane,
            source=place,
            position=None if plane.position is None else (-40.0, depth, depth),
        )
        for place, (plane, depth) in enumerate(drawn)
    ]
    expected = stacks_of(planes)
    shuffled = planes.copy()
    chance.shuffle(shuffled)
    assert stacks_of(shuffled) == expected
    kept = [plane for stack in expected for plane in stack.planes]
    assert sorted(plane.source for plane in kept) == list(range(len(planes)))
    for stack in expected:
        assert list(stack.depths) == sorted(stack.depths, key=lambda depth: round(depth, 2))
        assert len({(p.rows, p.columns, p.reference) for p in stack.planes}) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"columns": 9},
        {"spacing": (0.5, 0.4)},
        {"spacing": None},
        {"down": (0.0, 0.0, 1.0)},
        {"across": (0.99995, 0.01, 0.0)},
        {"reference": "1.3"},
        {"phase": (2.0, 0.0)},
        {"position": None, "across": None, "down": None},
    ],
)
def test_what_differs_is_another_stack(change):
    other = dataclasses.replace(AXIAL, number=2, **change)
    assert [stack.planes for stack in stacks_of([other, AXIAL])] == [(AXIAL,), (other,)]


def test_rounding_of_directions_and_spacing_does_not_split():
    other = dataclasses.replace(AXIAL, down=(0.0, 1.0, 0.0001), spacing=(0.4001, 0.4), number=2)
    assert len(stacks_of([AXIAL, other])) == 1


def test_films_go_by_their_number():
    films = [dataclasses.replace(FILM, source=n, number=number) for n, number in enumerate([3, 1])]
    (stack,) = stacks_of(films)
    assert [film.number for film in stack.planes] == [1, 3]
    assert (stack.depths, stack.normal, stack.plane) == ((), None, None)


def test_slices_run_the_same_way_however_they_were_planned():
    turned = at(0.0, 3.0, 6.0, down=(0.0, -1.0, 0.0))
    for planes in (at(0.0, 3.0, 6.0), turned):
        (stack,) = stacks_of(planes)
        assert stack.normal == (0.0, 0.0, 1.0)
        assert [plane.number for plane in stack.planes] == [1, 2, 3]
        assert stack.depths == (-3.0, 0.0, 3.0)


def test_an_even_stack_has_nothing_odd():
    (stack,) = stacks_of(at(10.0, 13.0, 16.1, 19.0))
    found = spacing_of(stack)
    assert found.step == pytest.approx(3.0)
    assert (found.duplicates, found.gaps, found.uneven) == ((), (), False)
    measured = quality(stack)
    assert (measured.planes, measured.coverage, measured.step) == (4, 12.0, 3.0)
    assert (measured.missing, measured.doubled, measured.shift) == (0, 0, 0.0)


def test_gaps_duplicates_and_uneven_distances_are_found():
    (stack,) = stacks_of(at(0.0, 3.0, 3.004, 6.0, 15.0, 19.0, 22.0))
    found = spacing_of(stack)
    assert found.duplicates == ((1, 2),)
    assert found.gaps == ((3, 2),)
    assert found.uneven
    measured = quality(stack)
    assert (measured.missing, measured.doubled, measured.uneven) == (2, 1, True)
    assert measured.coverage == 25.0


def test_planes_that_slide_sideways_are_told():
    moved = [
        dataclasses.replace(plane, position=(-40.0 + place, -30.0, plane.position[2]))
        for place, plane in enumerate(at(0.0, 3.0, 6.0))
    ]
    assert quality(stacks_of(moved)[0]).shift == 2.0


def test_one_plane_and_films_have_no_step():
    for planes in ([AXIAL], [FILM], [FILM, dataclasses.replace(FILM, number=2)]):
        assert spacing_of(stacks_of(planes)[0]).step is None
    assert quality(stacks_of([FILM])[0]).coverage is None
    assert quality(stacks_of([AXIAL])[0]).coverage == 3.0
    assert stacks_of([]) == ()
