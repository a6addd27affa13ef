"""Every site of the instruments is drawn, and nothing else is taken for one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ra_registry.core.errors import DomainError
from ra_registry.imaging.phantom import (
    RAMRIS,
    SVDH,
    PhantomError,
    UnknownSiteError,
    bone_shares,
    film,
    film_spaces,
    joint_space,
    make_foot,
    make_hand,
    mr_plane,
    mr_series,
    sheath_thickness,
    surface_lost,
    synovium,
)
from ra_registry.imaging.phantom.findings import read_findings
from ra_registry.imaging.phantom.limb import Hand
from ra_registry.imaging.phantom.places import place_of
from scoring.instruments import get_instrument


@pytest.mark.parametrize("key", ["ramris-2002", "ramris-2016"])
def test_every_ramris_site_is_known_with_its_range(key):
    for item in get_instrument(key).items:
        assert RAMRIS[item.code] == item.maximum


def test_no_site_is_drawn_that_the_latest_ramris_has_not():
    assert set(RAMRIS) == {item.code for item in get_instrument("ramris-2016").items}


def test_the_sites_of_films_are_those_of_sharp_van_der_heijde():
    assert {item.code: item.maximum for item in get_instrument("svdh").items} == SVDH


@pytest.mark.parametrize("code", RAMRIS)
def test_every_ramris_site_has_a_place_in_the_hand(code):
    x, y, z = place_of(make_hand(1), code)
    assert -70 < x < 50
    assert -90 < y < 70
    assert -25 < z < 25


@pytest.mark.parametrize(
    "code", ["erosion.MC1H", "synovitis.MCP1", "RAD", "", "RH.erosion.RAD", "jsn.LUN_SCA", "bme"]
)
def test_an_unknown_site_of_an_mri_is_refused(code):
    with pytest.raises(UnknownSiteError, match="No site has the code"):
        mr_series(make_hand(1), {code: 1}, sequence="T1", plane="coronal")


@pytest.mark.parametrize("code", ["erosion.RAD", "RH.erosion.TRI", "RF.jsn.PIP2", "XX.jsn.MCP2"])
def test_an_unknown_site_of_a_film_is_refused(code):
    with pytest.raises(UnknownSiteError):
        film(make_foot(1), {code: 1})


@pytest.mark.parametrize(
    ("measure", "limb"),
    [
        (bone_shares, make_hand), (synovium, make_hand), (sheath_thickness, make_hand),
        (joint_space, make_hand), (surface_lost, make_hand), (film_spaces, make_foot),
    ],
)  # fmt: skip
def test_an_unknown_site_is_not_measured(measure, limb):
    with pytest.raises(UnknownSiteError):
        measure(limb(1), {}, "MC9")


@pytest.mark.parametrize(
    "score", [-1, 10.5, 11, float("nan"), float("inf"), 10**400, True, b"1", [1], 1j]
)
def test_a_score_that_the_scale_has_not_is_refused(score):
    with pytest.raises(PhantomError, match=r"erosion\.RAD"):
        read_findings({"erosion.RAD": score}, RAMRIS)


def test_scores_are_read_as_numbers_and_reasons_as_no_score():
    read = read_findings(
        {
            "erosion.RAD": 2,
            "erosion.ULN": Decimal("1.5"),
            "erosion.LUN": 0,
            "erosion.SCA": None,
            "bme.RAD": "motion_artefact",
            "bme.ULN": "outside_fov",
        },
        RAMRIS,
    )
    assert read.scores == {"erosion.RAD": 2.0, "erosion.ULN": 1.5}
    assert read.outside == {"bme.ULN"}


@pytest.mark.parametrize("seed", [-1, 2**63, 10**30, "1", 1.5, None])
def test_what_is_no_seed_is_refused(seed):
    with pytest.raises(PhantomError):
        make_hand(seed)


def test_options_that_are_not_offered_are_refused():
    hand = make_hand(1)
    for wrong in ({"plane": "sagittal"}, {"sequence": "T3"}, {"size": "huge"}, {"seed": -1}):
        with pytest.raises(PhantomError):
            mr_series(hand, {}, **{"sequence": "T1", "plane": "axial", **wrong})
    with pytest.raises(PhantomError, match="At least one sequence"):
        mr_plane(hand, {}, sequences=(), plane="axial")
    with pytest.raises(PhantomError):
        mr_series("hand", {}, sequence="T1", plane="axial")
    with pytest.raises(PhantomError):
        film(hand, {}, seed=-3)


def test_its_errors_are_of_the_domain():
    assert issubclass(UnknownSiteError, PhantomError)
    assert issubclass(PhantomError, DomainError)
    assert isinstance(make_hand(1), Hand)
