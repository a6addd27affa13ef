"""Setting up campaigns: what can be made, when it can be opened, and what stays fixed."""

from __future__ import annotations

import pytest

from ra_registry.cohort.models import Membership, StudyVersion
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.models import AuditEvent
from ra_registry.imaging.models import ImagingExamination
from scoring.errors import CampaignLocked, CampaignNotReady, CasesRefused, ReadersRefused
from scoring.instruments import UnknownInstrumentError
from scoring.models import Assignment, Case, CaseTimePoint
from scoring.models.protocol import Strategy
from scoring.selectors import case_candidates, is_ready, readiness
from scoring.services import (
    Protocol,
    add_cases,
    change_protocol,
    choose_readers,
    close_campaign,
    create_campaign,
    open_campaign,
)
from scoring.services.assignments import Task, time_point_order
from scoring.services.drawing import case_numbers
from tests.factories.clinical import ExaminationFactory, PatientFactory, VisitFactory
from tests.factories.people import MembershipFactory, UserFactory
from tests.factories.scoring import SYNOVITIS, draft_campaign, open_for_reading
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def visits(one: StudyWorld) -> list[object]:
    return [one.baseline, one.year_one]


def readers(one: StudyWorld) -> list[object]:
    return [one.people["reader"], one.second_reader]


def enrol(one: StudyWorld, n: int) -> None:
    for _ in range(n):
        patient = PatientFactory(centre=one.north)
        for planned in visits(one):
            ExaminationFactory(visit=VisitFactory(patient=patient, planned=planned))


def test_a_campaign_is_created_with_a_drawn_seed_and_an_event(one: StudyWorld) -> None:
    manager = one.people["data_manager"]
    protocol = Protocol(title="MRI", instrument="ramris-2016", features=["bme", "synovitis"])
    first = create_campaign(study=one.study, code="a", protocol=protocol, by=manager)
    second = create_campaign(study=one.study, code="b", protocol=protocol, by=manager)
    assert first.seed != second.seed
    assert first.features == ["synovitis", "bme"]
    event = AuditEvent.objects.get(kind="campaign_created", target_id=str(first.pk))
    assert event.user_id == manager.pk
    assert event.study_code == one.study.code


def test_a_code_is_taken_once_a_study(world: World) -> None:
    draft_campaign(world.one)
    draft_campaign(world.two)
    with pytest.raises(ValidationFailed, match="already") as caught:
        draft_campaign(world.one)
    assert "code" in caught.value.field_errors


def test_an_address_of_the_pages_is_no_code(one: StudyWorld) -> None:
    with pytest.raises(ValidationFailed, match="new"):
        draft_campaign(one, code="new")


@pytest.mark.parametrize(
    ("protocol", "error"),
    [
        ({"instrument": "larsen"}, UnknownInstrumentError),
        ({"features": ["pannus"]}, ValidationFailed),
        ({"features": []}, ValidationFailed),
    ],
)
def test_an_impossible_protocol_is_refused(
    one: StudyWorld, protocol: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        draft_campaign(one, **protocol)


def test_cases_get_random_numbers_and_the_true_order(one: StudyWorld) -> None:
    campaign = draft_campaign(one)
    made = add_cases(
        campaign=campaign,
        planned_visits=list(reversed(visits(one))),
        by=one.people["data_manager"],
    )
    assert made.added == 4
    for case in Case.objects.filter(campaign=campaign):
        points = list(case.time_points.order_by("position").select_related("visit", "examination"))
        assert [point.visit.planned_id for point in points] == [one.baseline.pk, one.year_one.pk]
        assert all(point.examination.modality == "MR" for point in points)
        assert all(point.examination.visit_id == point.visit_id for point in points)


def test_the_order_of_stored_cases_tells_nothing(one: StudyWorld) -> None:
    enrol(one, 20)
    campaign = draft_campaign(one)
    add_cases(campaign=campaign, planned_visits=visits(one), by=one.people["data_manager"])
    by_key = list(Case.objects.filter(campaign=campaign).order_by("pk").values_list("patient"))
    by_number = list(
        Case.objects.filter(campaign=campaign).order_by("number").values_list("patient")
    )
    assert by_key != sorted(by_key)
    assert by_number != sorted(by_number)


def test_a_patient_without_an_examination_is_left_out_and_named(one: StudyWorld) -> None:
    patient = one.patients[0]
    ImagingExamination.objects.filter(visit=one.visit(patient, one.year_one), modality="MR").update(
        voided_at="2024-01-01T00:00Z", voided_by=one.people["data_manager"], void_reason="x"
    )
    made = add_cases(
        campaign=draft_campaign(one),
        planned_visits=visits(one),
        by=one.people["data_manager"],
    )
    assert made.added == 3
    assert [(left.pseudonym, left.problem) for left in made.left_out] == [
        (patient.pseudonym, "no examination at One year")
    ]


def test_another_hand_at_follow_up_is_no_case(one: StudyWorld) -> None:
    ImagingExamination.objects.filter(
        visit=one.visit(one.patients[1], one.year_one), modality="MR"
    ).update(side="L")
    campaign = draft_campaign(one)
    problems = {
        candidate.pseudonym: candidate.problem
        for candidate in case_candidates(campaign, visits(one))
    }
    assert "other hand" in problems[one.patients[1].pseudonym]
    assert list(problems.values()).count("") == 3


def test_adding_again_takes_only_new_patients(one: StudyWorld) -> None:
    campaign, manager = draft_campaign(one), one.people["data_manager"]
    add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    enrol(one, 2)
    assert add_cases(campaign=campaign, planned_visits=visits(one), by=manager).added == 2
    assert add_cases(campaign=campaign, planned_visits=visits(one), by=manager).added == 0
    assert CaseTimePoint.objects.filter(case__campaign=campaign).count() == 12


def test_one_campaign_keeps_to_the_same_visits(one: StudyWorld) -> None:
    campaign, manager = draft_campaign(one), one.people["data_manager"]
    with pytest.raises(CasesRefused, match="Choose the visits"):
        add_cases(campaign=campaign, planned_visits=[], by=manager)
    add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    with pytest.raises(CasesRefused, match="Baseline, One year"):
        add_cases(campaign=campaign, planned_visits=[one.baseline], by=manager)


def test_single_films_are_cases_of_one_visit(one: StudyWorld) -> None:
    campaign = draft_campaign(one, reading_mode="single")
    with pytest.raises(CasesRefused, match="Single films"):
        add_cases(campaign=campaign, planned_visits=visits(one), by=one.people["data_manager"])


def test_a_fixed_pair_reads_every_case_in_its_own_order(one: StudyWorld) -> None:
    enrol(one, 16)
    campaign = open_for_reading(one)
    orders = {}
    for reader in readers(one):
        assignments = Assignment.objects.filter(case__campaign=campaign, reader=reader)
        assert sorted(assignments.values_list("sequence", flat=True)) == list(range(1, 21))
        orders[reader] = list(assignments.order_by("sequence").values_list("case", flat=True))
    first, second = orders.values()
    assert sorted(first) == sorted(second)
    assert first != second
    assert first != sorted(first)


def test_the_hidden_order_is_drawn_and_both_orders_occur(one: StudyWorld) -> None:
    enrol(one, 16)
    campaign = open_for_reading(one)
    drawn = [
        tuple(order)
        for order in Assignment.objects.filter(case__campaign=campaign).values_list(
            "order", flat=True
        )
    ]
    assert set(drawn) == {(1, 2), (2, 1)}


def test_chronological_mode_keeps_the_order(one: StudyWorld) -> None:
    campaign = open_for_reading(one, reading_mode="chronological")
    orders = Assignment.objects.filter(case__campaign=campaign).values_list("order", flat=True)
    assert all(order == [1, 2] for order in orders)


def test_what_is_stored_can_be_drawn_again_from_the_seed(one: StudyWorld) -> None:
    enrol(one, 8)
    campaign = open_for_reading(one)
    numbers = case_numbers(seed=campaign.seed, campaign=campaign.code, taken=set(), n=12)
    assert list(campaign.cases.order_by("pk").values_list("number", flat=True)) == numbers
    for assignment in Assignment.objects.filter(case__campaign=campaign):
        assert assignment.order == time_point_order(
            campaign, Task(assignment.case, assignment.reader, assignment.reader_number)
        )


def test_two_campaigns_of_one_seed_share_no_case_number(one: StudyWorld) -> None:
    first, second = (
        set(open_for_reading(one, code=code).cases.values_list("number", flat=True))
        for code in ("mri", "xr")
    )
    assert not first & second


def test_a_pool_shares_the_cases_evenly(one: StudyWorld) -> None:
    third = UserFactory()
    MembershipFactory(study=one.study, user=third, role="reader")
    enrol(one, 11)
    campaign, manager = draft_campaign(one), one.people["data_manager"]
    add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    choose_readers(
        campaign=campaign, readers=[*readers(one), third], strategy=Strategy.POOL, by=manager
    )
    open_campaign(campaign=campaign, by=manager)
    assert Assignment.objects.filter(case__campaign=campaign).count() == 30
    loads = [
        Assignment.objects.filter(case__campaign=campaign, reader=reader).count()
        for reader in (*readers(one), third)
    ]
    assert loads == [10, 10, 10]


def test_later_cases_follow_in_the_worklist(one: StudyWorld) -> None:
    campaign, manager = open_for_reading(one), one.people["data_manager"]
    enrol(one, 3)
    made = add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    assert (made.added, made.assignments) == (3, 6)
    sequences = Assignment.objects.filter(
        case__campaign=campaign, reader=one.second_reader
    ).values_list("sequence", flat=True)
    assert sorted(sequences) == list(range(1, 8))


def test_who_can_not_read_is_not_assigned(world: World) -> None:
    one = world.one
    campaign, manager = draft_campaign(one), one.people["data_manager"]
    add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    refused = {
        "by the protocol: 2; chosen: 1": [one.people["reader"]],
        "no reader of this study": [one.people["reader"], one.people["investigator"]],
        "some centres only": [one.people["reader"], one.local["reader"]],
    }
    for sentence, people in refused.items():
        with pytest.raises(ReadersRefused, match=sentence):
            choose_readers(campaign=campaign, readers=people, strategy=Strategy.FIXED, by=manager)
    with pytest.raises(ReadersRefused, match="at least: 2"):
        choose_readers(
            campaign=campaign, readers=[one.second_reader], strategy=Strategy.POOL, by=manager
        )
    assert not Assignment.objects.exists()


def test_a_campaign_opens_only_when_its_check_list_is_met(one: StudyWorld) -> None:
    campaign, manager = draft_campaign(one), one.people["data_manager"]
    with pytest.raises(CampaignNotReady) as caught:
        open_campaign(campaign=campaign, by=manager)
    assert "Add cases first." in caught.value.details
    add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    with pytest.raises(CampaignNotReady) as caught:
        open_campaign(campaign=campaign, by=manager)
    assert caught.value.details == [
        "0 readers are chosen, the protocol has 2 a case: choose the readers."
    ]
    choose_readers(campaign=campaign, readers=readers(one), strategy=Strategy.FIXED, by=manager)
    Membership.objects.filter(user=one.second_reader).update(
        ended_at="2024-01-01T00:00Z", ended_by=manager
    )
    with pytest.raises(CampaignNotReady, match="can't be opened yet") as caught:
        open_campaign(campaign=campaign, by=manager)
    assert caught.value.details == [
        f"Not readers of this study, or not for all of the cases: {one.second_reader}."
    ]
    MembershipFactory(study=one.study, user=one.second_reader, role="reader")
    assert is_ready(readiness(campaign))
    opened = open_campaign(campaign=campaign, by=manager)
    assert (opened.state, opened.opened_by) == ("open", manager)


def test_opening_and_closing_twice_changes_nothing(one: StudyWorld) -> None:
    campaign, manager = open_for_reading(one), one.people["data_manager"]
    opened_at = campaign.opened_at
    assert open_campaign(campaign=campaign, by=manager).opened_at == opened_at
    closed = close_campaign(campaign=campaign, by=manager)
    assert close_campaign(campaign=campaign, by=manager).closed_at == closed.closed_at
    kinds = AuditEvent.objects.filter(target_id=str(campaign.pk)).values_list("kind", flat=True)
    assert [*kinds].count("campaign_opened") == [*kinds].count("campaign_closed") == 1


def test_steps_out_of_order_are_refused(one: StudyWorld) -> None:
    manager = one.people["data_manager"]
    draft = draft_campaign(one, code="draft")
    with pytest.raises(CampaignLocked, match="Only an open campaign"):
        close_campaign(campaign=draft, by=manager)
    campaign = open_for_reading(one)
    protocol = Protocol(title="Other", **SYNOVITIS)
    with pytest.raises(CampaignLocked, match="protocol"):
        change_protocol(campaign=campaign, protocol=protocol, by=manager)
    close_campaign(campaign=campaign, by=manager)
    with pytest.raises(CampaignLocked, match="reopened with a reason"):
        open_campaign(campaign=campaign, by=manager)
    with pytest.raises(CampaignLocked, match="no cases can be added"):
        add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    with pytest.raises(CampaignLocked, match="one by one"):
        choose_readers(campaign=campaign, readers=readers(one), strategy=Strategy.FIXED, by=manager)


def test_a_draft_changes_until_cases_rest_on_it(one: StudyWorld) -> None:
    campaign, manager = draft_campaign(one), one.people["data_manager"]
    changed = change_protocol(
        campaign=campaign,
        protocol=Protocol(title="Bones", instrument="ramris-2002", features=["erosion"]),
        by=manager,
    )
    assert (changed.title, changed.instrument, changed.features) == (
        "Bones",
        "ramris-2002",
        ["erosion"],
    )
    add_cases(campaign=campaign, planned_visits=visits(one), by=manager)
    with pytest.raises(ValidationFailed, match="another campaign"):
        change_protocol(
            campaign=campaign, protocol=Protocol(title="Bones", **SYNOVITIS), by=manager
        )


def test_setting_up_moves_no_statistic(one: StudyWorld) -> None:
    before = StudyVersion.objects.filter(study=one.study).values_list("number", flat=True).first()
    open_for_reading(one)
    after = StudyVersion.objects.filter(study=one.study).values_list("number", flat=True).first()
    assert after == before
