"""Cases beyond the threshold go to a third person by themselves, and the outcome is a record."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring.models import AdjudicationOutcome, AdjudicationReferral, Assignment
from scoring.models.assignment import AssignmentKind
from scoring.selectors.adjudication import adjudication_state
from scoring.services import add_to_roster, open_correction
from scoring.services.charters import CharterDocument, store_charter
from tests.factories.campaigns import another_reader, opened, read
from tests.factories.scoring import EROSION, signed
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

RULE = {
    **EROSION,
    "adjudication": "two-closest",
    "adjudication_measure": "erosion.total",
    "adjudication_threshold": Decimal(3),
}


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def third(one: StudyWorld):
    return another_reader(one, "adjudicator")


def pair(campaign) -> list[Assignment]:
    case = campaign.cases.order_by("number").first()
    return list(case.assignments.filter(kind="read").order_by("reader_number"))


def at_follow_up(value: int) -> dict[tuple[int, str], int]:
    return {(2, "erosion.RAD"): value}


def test_a_case_beyond_the_threshold_is_referred_when_both_are_in(one, third) -> None:
    campaign = opened(one, adjudicators=(third,), **RULE)
    first, second = pair(campaign)
    read(first, at_follow_up(1))
    assert not AdjudicationReferral.objects.exists()
    read(second, at_follow_up(4))
    referral = AdjudicationReferral.objects.get()
    assert (referral.difference, referral.threshold) == (3, 3)
    given = Assignment.objects.get(kind=AssignmentKind.ADJUDICATION)
    assert (given.case, given.reader) == (first.case, third)
    assert given.number not in {first.number, second.number, first.case.number}
    read(given, at_follow_up(6))
    outcome = AdjudicationOutcome.objects.get()
    assert outcome.values["change"] == {"readers": [[1, 1], [4, 1], [6, 1]], "outcome": [5, 1]}
    assert outcome.values["status"]["1"]["outcome"] == [0, 1]
    assert (outcome.policy, outcome.rule_version) == ("two-closest", 1)


def test_just_below_the_threshold_nothing_happens(one, third) -> None:
    campaign = opened(one, adjudicators=(third,), **RULE)
    for assignment, value in zip(pair(campaign), (1, 3), strict=True):
        read(assignment, at_follow_up(value))
    assert not AdjudicationReferral.objects.exists()
    state = adjudication_state(campaign)
    assert (state.n_compared, state.rate) == (1, 0)


def test_an_adjudicator_has_never_read_the_case(one, third) -> None:
    """Of a pool, whoever read neither decides; where nobody is left, the case is listed."""
    readers = [one.people["reader"], one.second_reader]
    campaign = opened(
        one, readers=[*readers, third], strategy="pool", adjudicators=(third,), **RULE
    )
    for case in campaign.cases.all():
        for value, assignment in enumerate(case.assignments.order_by("reader_number")):
            read(assignment, at_follow_up(value * 4))
    state = adjudication_state(campaign)
    assert len(state.cases) == 4
    for found in state.cases:
        people = set(found.case.assignments.filter(kind="read").values_list("reader", flat=True))
        decides = found.case.assignments.filter(kind=AssignmentKind.ADJUDICATION)
        assert not people & set(decides.values_list("reader", flat=True))
        assert bool(found.status) is (third.pk not in people)
    assert state.waiting
    fourth = another_reader(one, "fourth")
    add_to_roster(
        campaign=campaign, person=fourth, role="adjudicator", by=one.people["data_manager"]
    )
    assert not adjudication_state(campaign).waiting


def test_a_corrected_reading_makes_another_outcome(one, third) -> None:
    campaign = opened(one, adjudicators=(third,), **RULE)
    first, second = pair(campaign)
    reading = read(first, at_follow_up(1))
    read(second, at_follow_up(8))
    read(Assignment.objects.get(kind=AssignmentKind.ADJUDICATION), at_follow_up(7))
    draft = open_correction(reading=reading, reason="Looked again", by=first.reader)
    signed(draft)
    assert AdjudicationReferral.objects.count() == 2
    assert AdjudicationOutcome.objects.count() == 2
    [now] = adjudication_state(campaign).cases
    assert now.referral.first == draft


def test_a_lower_threshold_of_a_later_charter_refers_what_is_in(one, third) -> None:
    campaign = opened(one, adjudicators=(third,), **RULE)
    for assignment, value in zip(pair(campaign), (1, 3), strict=True):
        read(assignment, at_follow_up(value))
    store_charter(
        campaign=campaign,
        document=CharterDocument("2", text="From 2 points on."),
        threshold=Decimal(2),
        reason="Too few were looked at",
        by=one.people["data_manager"],
    )
    referral = AdjudicationReferral.objects.get()
    assert (referral.charter_version, referral.threshold) == ("2", 2)


def test_the_disagreement_index_counts_who_was_overruled(one, third) -> None:
    campaign = opened(one, adjudicators=(third,), **RULE)
    for case in campaign.cases.all():
        first, second = case.assignments.filter(kind="read").order_by("reader_number")
        read(first, at_follow_up(0))
        read(second, at_follow_up(6))
    given = Assignment.objects.filter(kind=AssignmentKind.ADJUDICATION).order_by("sequence")
    for value, assignment in zip((5, 6, 1, 3), given, strict=True):
        read(assignment, at_follow_up(value))
    state = adjudication_state(campaign)
    assert state.too_many
    indices = {reader.name: reader.index for reader in state.readers}
    assert indices == {
        str(one.people["reader"]): Decimal("0.5"),
        str(one.second_reader): Decimal("0.25"),
    }
    assert not any(reader.flagged for reader in state.readers)
