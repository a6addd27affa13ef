"""Hints about scores that contradict each other."""

from __future__ import annotations

import pytest

from scoring.instruments import UnknownItemError, consistency_hints, reading_hints


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


def test_an_ankylosed_joint_hardly_eroded_is_noticed_in_sharp_van_der_heijde(svdh):
    scores = {"RH.jsn.PIP2": 4, "RH.erosion.PIP2": 1, "LF.jsn.MTP1": 4, "LF.erosion.MTP1": 0}
    first, second = consistency_hints(svdh, scores)
    assert (first.site, first.because_of) == ("RH.erosion.PIP2", "RH.jsn.PIP2")
    assert first.message == (
        "Joint space narrowing, right hand, PIP 2 is scored 4 (ankylosis or luxation), but "
        "Erosion, right hand, PIP 2 is 1: such a joint is rarely so little eroded."
    )
    assert second.site == "LF.erosion.MTP1"


@pytest.mark.parametrize(
    "scores",
    [
        {"RH.jsn.PIP2": 4, "RH.erosion.PIP2": 2},
        {"RH.jsn.PIP2": 3, "RH.erosion.PIP2": 0},
        {"RH.jsn.PIP2": 4, "LH.erosion.PIP2": 0},
        {"RH.jsn.PIP2": 4},
    ],
)
def test_other_joints_of_sharp_van_der_heijde_give_no_hint(svdh, scores):
    assert consistency_hints(svdh, scores) == []


FALLEN = ({"erosion.RAD": 6, "jsn.MCP2": 2}, {"erosion.RAD": 1, "jsn.MCP2": 1})


def test_damage_that_falls_by_half_its_range_is_noticed_in_time_order(ramris):
    ((column, hint),) = reading_hints(ramris, FALLEN, in_time_order=True)
    assert (column, hint.site) == (2, "erosion.RAD")
    assert hint.message == (
        "Erosion, distal radius is 1, and was 6 at the first time point: damage rarely falls "
        "so far."
    )


def test_a_fall_is_never_spoken_of_where_the_order_is_unknown(ramris):
    """It would tell which of the films is the earlier one."""
    assert reading_hints(ramris, FALLEN, in_time_order=False) == []
    assert reading_hints(ramris, FALLEN[::-1], in_time_order=False) == []


def test_inflammation_may_fall_and_damage_may_heal_a_little(ramris):
    before = {"synovitis.RCJ": 3, "erosion.RAD": 6, "bme.RAD": 3}
    after = {"synovitis.RCJ": 0, "erosion.RAD": 2, "bme.RAD": 0}
    assert reading_hints(ramris, [before, after], in_time_order=True) == []


def test_the_third_time_point_is_compared_with_the_first(ramris):
    columns = [{"jsn.MCP2": 3}, {}, {"jsn.MCP2": 1}]
    assert [
        (column, hint.site) for column, hint in reading_hints(ramris, columns, in_time_order=True)
    ] == [(3, "jsn.MCP2")]


def test_a_feature_scored_without_its_series_is_noticed_in_its_column_only(ramris):
    scores = {"synovitis.RCJ": 1, "synovitis.MCP2": 0, "erosion.RAD": 1}
    found = reading_hints(
        ramris, [scores, scores], in_time_order=False, lacking=[{"synovitis"}, set()]
    )
    ((column, hint),) = found
    assert (column, hint.site) == (1, "synovitis.RCJ")
    assert hint.message == (
        "Synovitis is scored at 2 sites, first radiocarpal joint, but its images were not made "
        "(no contrast given)."
    )


def test_what_is_left_out_for_want_of_its_series_gives_no_hint(ramris):
    assert reading_hints(ramris, [{}], in_time_order=True, lacking=[{"synovitis", "bme"}]) == []
