"""Which site of a radiograph stands beside which sites of MRI, and what is compared there."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from scoring.instruments import InexactScoreError, InstrumentError, all_instruments, get_instrument
from scoring.instruments.same_bones import (
    FILM_INSTRUMENTS,
    MRI_INSTRUMENTS,
    any_damage,
    is_worse,
    mean_change,
    mean_score,
    partners_of,
    same_bones,
)

# By hand, from the sites of both published scores.
EROSION = {
    "RAD": "RAD", "ULN": "ULN", "SCA": "SCA", "LUN": "LUN", "TRM": "TRMTRD", "TRD": "TRMTRD",
    "MC1B": "MC1B", "MC2H": "MCP2", "PP2B": "MCP2", "MC3H": "MCP3", "PP3B": "MCP3",
    "MC4H": "MCP4", "PP4B": "MCP4", "MC5H": "MCP5", "PP5B": "MCP5",
}  # fmt: skip
NARROWING = {
    "RAD_SCA": "RC", "RAD_LUN": "RC", "CAP_SCA": "CAPSCALUN", "CAP_LUN": "CAPSCALUN",
    "TRM_SCA": "STT", "TRD_SCA": "STT", "CMC3": "CMC3", "CMC4": "CMC4", "CMC5": "CMC5",
    "MCP2": "MCP2", "MCP3": "MCP3", "MCP4": "MCP4", "MCP5": "MCP5",
}  # fmt: skip


@pytest.mark.parametrize("side", ["R", "L"])
def test_every_shared_site_stands_once_beside_that_of_its_hand(side: str) -> None:
    bones = same_bones(get_instrument("ramris-2016"), get_instrument("svdh"), side)
    found = {item.code: bone.film.code for bone in bones for item in bone.mri}
    assert found == {
        **{f"erosion.{mri}": f"{side}H.erosion.{film}" for mri, film in EROSION.items()},
        **{f"jsn.{mri}": f"{side}H.jsn.{film}" for mri, film in NARROWING.items()},
    }
    assert len({bone.film.code for bone in bones}) == len(bones) == 10 + 10
    assert all(bone.film.feature == bone.feature for bone in bones)


def test_the_eye_goes_from_the_forearm_to_the_little_finger() -> None:
    bones = same_bones(get_instrument("ramris-2002"), get_instrument("svdh"), "R")
    assert [bone.film.site for bone in bones] == [
        "RAD", "ULN", "SCA", "LUN", "TRMTRD", "MC1B", "MCP2", "MCP3", "MCP4", "MCP5",
    ]  # fmt: skip


def test_ramris_of_2002_has_no_narrowing() -> None:
    bones = same_bones(get_instrument("ramris-2002"), get_instrument("svdh"), "L")
    assert {bone.feature for bone in bones} == {"erosion"}


@pytest.mark.parametrize("side", ["", "B", "right"])
def test_without_one_side_nothing_is_the_same(side: str) -> None:
    assert same_bones(get_instrument("ramris-2016"), get_instrument("svdh"), side) == ()


def test_only_these_instruments_have_partners() -> None:
    assert partners_of("svdh") == MRI_INSTRUMENTS
    for key in MRI_INSTRUMENTS:
        assert partners_of(key) == FILM_INSTRUMENTS
    others = {one.key for one in all_instruments()} - {*MRI_INSTRUMENTS, *FILM_INSTRUMENTS}
    assert all(partners_of(key) == () for key in [*others, "", "unknown"])
    ramris = get_instrument("ramris-2016")
    assert same_bones(ramris, ramris, "R") == ()


def test_means_are_exact_and_of_those_who_scored() -> None:
    assert mean_score([1, 2, Decimal("0.5")]) == Fraction(7, 6)
    assert mean_score([3, None]) == 3
    assert mean_score([None, None]) is None
    assert mean_score([]) is None


def test_a_change_is_each_readers_own() -> None:
    """Means of status would rise from 0 to 4 here, though the one reader of both saw no change."""
    assert mean_change([0, 4, None], [None, 4, 4]) == 0
    assert mean_change([0, 1], [1, 1]) == Fraction(1, 2)
    assert mean_change([None], [3]) is None


def test_unequal_readers_are_refused() -> None:
    with pytest.raises(InstrumentError, match="found 1 before and 2 after"):
        mean_change([1], [1, 2])


@pytest.mark.parametrize("mad", [Decimal("NaN"), 1.5, "2"])
def test_what_is_no_score_is_refused(mad: object) -> None:
    with pytest.raises((InstrumentError, InexactScoreError)):
        mean_score([mad])


def test_an_unknown_site_leaves_it_open_unless_another_is_damaged() -> None:
    half, none = Fraction(1, 2), Fraction(0)
    assert any_damage([none, half]) is True
    assert any_damage([None, half]) is True
    assert any_damage([none, none]) is False
    assert any_damage([None, none]) is None
    assert any_damage([]) is None


def test_worse_is_what_the_sites_add_up_to() -> None:
    one = Fraction(1)
    assert is_worse([one, None]) is True
    assert is_worse([one, -one]) is False
    assert is_worse([None]) is None
