"""Every site of every shipped instrument has one place, inside its drawing, apart from others."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import combinations

import pytest

from scoring.diagram import Drawing, bones_svg, drawing_svg, drawings_of
from scoring.instruments import Instrument, all_instruments, get_instrument

SHIPPED = [instrument.key for instrument in all_instruments()]
SIDES = ["", "R", "L"]


def drawn(key: str, side: str = "") -> tuple[Drawing, ...]:
    return drawings_of(get_instrument(key), side)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("key", SHIPPED)
def test_every_item_has_exactly_one_place(key: str, side: str) -> None:
    placed = Counter(item.code for drawing in drawn(key, side) for item, _ in drawing.places)
    assert placed == Counter(item.code for item in get_instrument(key).items)


@pytest.mark.parametrize("side", SIDES)
@pytest.mark.parametrize("key", SHIPPED)
def test_every_place_is_inside_what_is_shown(key: str, side: str) -> None:
    outside = [
        item.code
        for drawing in drawn(key, side)
        for item, place in drawing.places
        if not drawing.view.holds(place)
    ]
    assert outside == []


@pytest.mark.parametrize("key", SHIPPED)
def test_no_two_sites_of_a_feature_overlap(key: str) -> None:
    overlapping = [
        (one[0].code, other[0].code)
        for drawing in drawn(key)
        for one, other in combinations(drawing.places, 2)
        if one[1].overlaps(other[1])
    ]
    assert overlapping == []


def test_overlap_is_noticed() -> None:
    place = drawn("svdh")[0].places[0][1]
    assert place.overlaps(replace(place, x=place.x + place.rx))
    assert place.overlaps(replace(place, rx=place.rx / 2, ry=place.ry / 2))
    assert not place.overlaps(replace(place, x=place.x + 2.1 * place.rx))


@pytest.mark.parametrize("key", ["ramris-2002", "ramris-2016"])
def test_mirroring_keeps_names_and_turns_sides(key: str) -> None:
    for right, left in zip(drawn(key, "R"), drawn(key, "L"), strict=True):
        assert [item.code for item, _ in left.places] == [item.code for item, _ in right.places]
        middle = right.view.axis
        for (_, at_right), (_, at_left) in zip(right.places, left.places, strict=True):
            assert at_left.x - middle == pytest.approx(middle - at_right.x)
            assert at_left.y == at_right.y


def test_the_thumb_of_a_right_hand_is_at_the_left_and_the_great_toe_too() -> None:
    places = {item.code: place.x for drawing in drawn("svdh") for item, place in drawing.places}
    assert places["RH.erosion.IP1"] < places["RH.erosion.PIP5"]
    assert places["LH.erosion.IP1"] > places["LH.erosion.PIP5"]
    assert places["RF.jsn.MTP1"] < places["RF.jsn.MTP5"]
    assert places["LF.jsn.MTP1"] > places["LF.jsn.MTP5"]


def test_the_limbs_of_sharp_van_der_heijde_are_drawn_on_their_own_sides() -> None:
    """Whatever the examination says: it shows both."""
    what = [drawing.what for drawing in drawn("svdh", "L")]
    assert what == ["Right hand", "Left hand", "Right foot", "Left foot"] * 2


@pytest.mark.parametrize(("side", "what"), [("", "Hand"), ("R", "Right hand"), ("L", "Left hand")])
def test_a_hand_whose_side_is_unknown_names_none(side: str, what: str) -> None:
    assert {drawing.what for drawing in drawn("ramris-2016", side)} == {what}


@pytest.mark.parametrize("side", SIDES)
def test_the_svg_has_a_link_for_each_site_and_mirrors_bones_only(side: str) -> None:
    for drawing in drawn("ramris-2016", side):
        svg = drawing_svg(drawing)
        assert svg.count("<a ") == len(drawing.places)
        assert svg.count("scale(-1 1)") == (side == "L")
        assert svg.index("scale(-1 1)" if side == "L" else "<use") < svg.index("<a ")
        assert f'aria-label="{drawing.title}"' in svg
        for item, _ in drawing.places:
            assert f'href="#{item.code}"' in svg
        assert f'id="bones-{drawing.limb.key}"' in bones_svg(drawing.limb)


def of_other_sites(instrument: Instrument) -> Instrument:
    items = (replace(instrument.items[0], site="ELBOW"), *instrument.items[1:])
    return replace(instrument, items=items)


def test_a_feature_with_a_site_that_has_no_place_has_no_drawing() -> None:
    """Half a diagram would hide sites; the other features keep theirs."""
    changed = of_other_sites(get_instrument("ramris-2016"))
    assert [drawing.key for drawing in drawings_of(changed)] == [
        "erosion", "bme", "jsn", "tenosynovitis",
    ]  # fmt: skip


def test_an_instrument_of_other_regions_has_no_drawing() -> None:
    svdh = get_instrument("svdh")
    moved = tuple(replace(item, region="KNEE") for item in svdh.items)
    regions = (replace(svdh.regions[0], key="KNEE"),)
    assert drawings_of(replace(svdh, regions=regions, items=moved)) == ()
