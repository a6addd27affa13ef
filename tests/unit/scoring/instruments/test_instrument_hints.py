"""Hints about scores that contradict each other."""

from __future__ import annotations

import pytest

from scoring.instruments import UnknownItemError, consistency_hints


def test_fused_carpal_bones_with_low_erosion_are_noticed(ramris):
    """Trap 10."""
    scores = {"jsn.CAP_HAM": 4, "erosion.CAP": 10, "erosion.HAM": 2}
    (hint,) = consistency_hints(ramris, scores)
    assert (hint.site, hint.because_of) == ("erosion.HAM", "jsn.CAP_HAM")
    assert hint.message == (
        "Joint space narrowing, capitate-hamate is scored 4 (ankylosis), but "
        "Erosion, hamate is 2: a fused bone scores 10."
    )


def test_both_bones_of_a_fused_pair_are_named(ramris):
    scores = {"jsn.SCA_LUN": 4, "erosion.SCA": 0, "erosion.LUN": 9}
    assert [hint.site for hint in consistency_hints(ramris, scores)] == [
        "erosion.SCA",
        "erosion.LUN",
    ]


@pytest.mark.parametrize(
    "scores",
    [
        {},
        {"jsn.CAP_HAM": 3, "erosion.CAP": 0, "erosion.HAM": 0},
        {"jsn.CAP_HAM": 4, "erosion.CAP": 10, "erosion.HAM": 10},
        {"jsn.CAP_HAM": 4},
        {"erosion.CAP": 0, "erosion.HAM": 0},
        {"jsn.MCP2": 4, "erosion.MC2H": 0, "erosion.PP2B": 0},
    ],
)
def test_what_agrees_or_is_unscored_gives_no_hint(ramris, scores):
    assert consistency_hints(ramris, scores) == []


def test_of_a_radiocarpal_fusion_only_the_carpal_bone_is_asked_for(ramris):
    scores = {"jsn.RAD_SCA": 4, "erosion.RAD": 1, "erosion.SCA": 1}
    assert [hint.site for hint in consistency_hints(ramris, scores)] == ["erosion.SCA"]


def test_every_carpal_space_is_covered(ramris):
    """12 of the 21 spaces lie between bones of the wrist whose erosion is scored whole."""
    assert len(ramris.fused_bones) == 12


def test_instruments_without_the_rule_give_no_hints(svdh, ramris_2002):
    assert consistency_hints(svdh, {"RH.jsn.RC": 4, "RH.erosion.SCA": 0}) == []
    assert consistency_hints(ramris_2002, {"erosion.CAP": 0}) == []


def test_unknown_sites_are_refused(ramris):
    with pytest.raises(UnknownItemError):
        consistency_hints(ramris, {"jsn.CAP_TRM": 4})
