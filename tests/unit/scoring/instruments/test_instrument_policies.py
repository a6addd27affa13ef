"""Named policies for missing and operated sites."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.instruments import (
    CARRY_FORWARD,
    EXCLUDE_OPERATED,
    MISSING_SITE_POLICIES,
    PAIRWISE,
    SITE_MAXIMUM,
    SURGERY_POLICIES,
    Entry,
    PolicyError,
    SurgeryRule,
    UnknownItemError,
    UnknownPolicyError,
    UnscorableReason,
    apply_surgery_policy,
    compute_changes,
    get_missing_site_policy,
    get_surgery_policy,
)

OPERATED = Entry(reason=UnscorableReason.SURGERY_PROSTHESIS)
BLURRED = Entry(reason=UnscorableReason.MOTION_ARTEFACT)
JOINT = "RH.erosion.MCP2"


def test_policies_are_found_by_key():
    for policy in MISSING_SITE_POLICIES:
        assert get_missing_site_policy(policy.key) is policy
    for policy in SURGERY_POLICIES:
        assert get_surgery_policy(policy.key) is policy
    assert get_missing_site_policy("pairwise") is PAIRWISE


def test_unknown_policies_name_the_known():
    with pytest.raises(
        UnknownPolicyError, match=r"“zero”.*strict, observed_sum, prorated, pairwise"
    ):
        get_missing_site_policy("zero")
    with pytest.raises(UnknownPolicyError, match=r"“zero”.*exclude, carry_forward, site_maximum"):
        get_surgery_policy("zero")


@pytest.mark.parametrize(
    ("policy", "operated_score", "change"),
    [(EXCLUDE_OPERATED, None, None), (CARRY_FORWARD, 3, 0), (SITE_MAXIMUM, 5, 2)],
)
def test_an_operated_joint(svdh, policy, operated_score, change):
    """Trap 11: whatever the policy, surgery is never 0."""
    visits = [{JOINT: Entry(value=3)}, {JOINT: OPERATED}]
    first, second = apply_surgery_policy(svdh, visits, policy)
    assert first.scores == {JOINT: 3}
    assert not first.assumed
    assert second.scores.get(JOINT) == operated_score
    assert second.assumed == (frozenset() if operated_score is None else {JOINT})
    changes = compute_changes(svdh, first.scores, second.scores, features=["erosion"])
    assert changes["erosion.total"].value == change


def test_excluding_is_the_default(svdh):
    (visit,) = apply_surgery_policy(svdh, [{JOINT: OPERATED}])
    assert visit.scores == {}


def test_nothing_to_carry_forward(svdh):
    first, second = apply_surgery_policy(
        svdh, [{JOINT: OPERATED}, {JOINT: Entry(value=Decimal("2.5"))}], CARRY_FORWARD
    )
    assert first.scores == {}
    assert second.scores == {JOINT: Decimal("2.5")}


def test_the_last_score_is_carried_over_several_visits(svdh):
    visits = [
        {JOINT: Entry(value=1)},
        {JOINT: Entry(value=2)},
        {JOINT: OPERATED},
        {JOINT: OPERATED},
    ]
    analysed = apply_surgery_policy(svdh, visits, CARRY_FORWARD)
    assert [visit.scores[JOINT] for visit in analysed] == [1, 2, 2, 2]


@pytest.mark.parametrize("policy", SURGERY_POLICIES, ids=lambda policy: policy.key)
def test_other_reasons_stay_missing(svdh, policy):
    visits = [{JOINT: Entry(value=1)}, {JOINT: BLURRED}]
    assert apply_surgery_policy(svdh, visits, policy)[1].scores == {}


def test_unknown_site_and_unknown_policy_are_refused(svdh):
    with pytest.raises(UnknownItemError):
        apply_surgery_policy(svdh, [{"RH.erosion.X": OPERATED}])
    later = SurgeryRule("exclude", 2, "Exclude", "Another rule.")
    with pytest.raises(PolicyError, match="“exclude” version 2"):
        apply_surgery_policy(svdh, [{JOINT: OPERATED}], later)
