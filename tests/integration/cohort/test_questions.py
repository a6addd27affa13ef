"""Unusual values are asked about, contradictions refused, and both listed where nobody is there."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ra_registry.assays.errors import NotAcceptable
from ra_registry.assays.services.sample_list import register_list
from ra_registry.cohort import services
from ra_registry.cohort.models import ClinicalAssessment, Patient, Question, QuestionAnswer, Visit
from ra_registry.cohort.questions.asking import Unusual, asking
from ra_registry.cohort.questions.searching import find_questions
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.models import AuditEvent
from ra_registry.imaging.services import record_examination
from tests.factories.assays import accepted_batch
from tests.factories.clinical import ENROLLED, AssessmentFactory, PatientFactory, VisitFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

LIST = "/studies/alpha/questions/"


@pytest.fixture
def patient(world: World) -> Patient:
    """A patient with a recorded baseline visit, and nothing else."""
    found = PatientFactory(centre=world.one.north)
    VisitFactory(patient=found, planned=world.one.baseline)
    return found


@pytest.fixture
def client(world: World, sign_in: Callable[[Any], Client]) -> Client:
    return sign_in(world.one.people["coordinator"])


def address(patient: Patient, planned: str = "bl") -> str:
    return f"/studies/alpha/patients/{patient.pseudonym}/visits/{planned}/assessment/"


def assess(world: World, visit: Visit, **values: Any) -> ClinicalAssessment:
    return services.record_assessment(
        by=world.one.people["coordinator"], visit=visit, **({"tjc28": 4} | values)
    )


CRP = {"crp_value": "450", "crp_unit": "mg/dL"}


def test_a_form_asks_about_an_unusual_value_and_keeps_it_when_ticked(
    client: Client, patient: Patient, world: World
) -> None:
    asked = client.post(address(patient), CRP)
    text = asked.content.decode()
    assert asked.status_code == 422
    assert "CRP 450 mg/dL" in text
    assert "usual is 0 to 30 mg/dL" in text
    assert not ClinicalAssessment.objects.filter(visit__patient=patient).exists()
    assert not Question.objects.filter(patient=patient).exists()
    [(mark, _)] = asked.context["form"].fields["keep"].choices
    for _ in range(2):  # sent twice: stored once
        assert client.post(address(patient), CRP | {"keep": mark}).status_code == 302
    assert ClinicalAssessment.objects.get(visit__patient=patient).crp_value == 450
    question = Question.objects.get(patient=patient)
    answer = QuestionAnswer.objects.get(question=question)
    assert (question.state, answer.answered_by) == ("kept", world.one.people["coordinator"])
    assert "CRP 450 mg/dL" in answer.found
    event = AuditEvent.objects.get(kind="question_answered")
    assert event.data["found"] == answer.found
    # the back button and the first form once more: what is stored is exactly that
    assert client.post(address(patient), CRP).status_code == 302


def test_a_tick_is_for_the_value_that_was_seen(client: Client, patient: Patient) -> None:
    asked = client.post(address(patient), CRP)
    [(mark, _)] = asked.context["form"].fields["keep"].choices
    other = client.post(address(patient), CRP | {"crp_value": "451", "keep": mark})
    assert other.status_code == 422
    assert "CRP 451 mg/dL" in other.content.decode()


def test_what_was_kept_is_not_asked_again(client: Client, patient: Patient) -> None:
    asked = client.post(address(patient), CRP)
    [(mark, _)] = asked.context["form"].fields["keep"].choices
    client.post(address(patient), CRP | {"keep": mark})
    change = CRP | {"tjc28": "3", "revision": "1", "reason": "forgotten"}
    assert client.post(address(patient), change).status_code == 302


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        (
            {"haq_di": Decimal(3), "tjc28": 0, "sjc28": 0, "ptga_mm": 2, "esr": 4},
            "at-odds",
        ),
        ({"crp_value": Decimal("300.5"), "crp_unit": "mg/L"}, "unusual"),
        ({"esr": 180}, "unusual"),
    ],
)
def test_a_program_stores_and_the_question_is_listed(
    world: World, patient: Patient, client: Client, values: dict[str, Any], rule: str
) -> None:
    assess(world, patient.visits.get(), **values)
    question = Question.objects.get(patient=patient)
    assert (question.rule, question.state, question.hard) == (rule, "open", False)
    assert patient.pseudonym in client.get(LIST).content.decode()
    assert "Open questions" in client.get("/studies/alpha/").content.decode()


def test_ten_times_the_value_before_is_a_question_about_both_visits(
    world: World, patient: Patient
) -> None:
    later = VisitFactory(patient=patient, planned=world.one.year_one)
    crp = {"crp_unit": "mg/L"}
    assess(world, patient.visits.earliest("took_place_on"), crp_value=Decimal("7.43"), **crp)
    with asking(()), pytest.raises(Unusual, match="Nothing is saved") as asked:
        assess(world, later, crp_value=Decimal("74.3"), **crp)
    assert "74.3 mg/L" in asked.value.details[0]
    assert "7.43 mg/L" in asked.value.details[0]


def test_correcting_the_value_closes_the_question(world: World, patient: Patient) -> None:
    assessment = assess(world, patient.visits.get(), esr=180)
    services.change_assessment(
        by=world.one.people["coordinator"],
        assessment=assessment,
        revision=1,
        reason="digit too many",
        esr=18,
    )
    assert Question.objects.get(patient=patient).state == "settled"


def test_keeping_with_a_reason_answers_it(world: World, patient: Patient, client: Client) -> None:
    assess(world, patient.visits.get(), esr=180)
    question = Question.objects.get(patient=patient)
    assert client.post(f"{LIST}{question.pk}/", {"reason": " "}).status_code == 400
    for _ in range(2):
        client.post(f"{LIST}{question.pk}/", {"reason": "measured twice"})
    question.refresh_from_db()
    assert question.state == "kept"
    assert question.answers.get().reason == "measured twice"
    for page in (f"{LIST}?state=kept", f"{LIST}{question.pk}/"):
        assert "coordinator alpha" in client.get(page).content.decode()


def test_answers_are_never_changed(world: World, patient: Patient, client: Client) -> None:
    assess(world, patient.visits.get(), esr=180)
    client.post(f"{LIST}{Question.objects.get(patient=patient).pk}/", {"reason": "right"})
    table = "cohort_questionanswer"
    for statement in (f"UPDATE {table} SET reason = 'x'", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_the_one_who_only_looks_can_not_answer(
    world: World, patient: Patient, sign_in: Callable[[Any], Client]
) -> None:
    assess(world, patient.visits.get(), esr=180)
    pk = Question.objects.get(patient=patient).pk
    monitor = sign_in(world.one.people["monitor"])
    assert monitor.get(f"{LIST}{pk}/").status_code == 200
    assert "Keep the value" not in monitor.get(f"{LIST}{pk}/").content.decode()
    assert monitor.post(f"{LIST}{pk}/", {"reason": "x"}).status_code == 403
    assert sign_in(world.one.people["reader"]).get(LIST).status_code == 403
    assert sign_in(world.two.people["coordinator"]).get(f"{LIST}{pk}/").status_code == 404


def move_enrolment(world: World, patient: Patient) -> None:
    services.change_patient(
        by=world.one.people["coordinator"],
        patient=patient,
        revision=1,
        reason="typed wrongly",
        enrolled_on=ENROLLED + timedelta(days=200),
    )


def move_birth(world: World, patient: Patient) -> None:
    services.change_patient(
        by=world.one.people["coordinator"],
        patient=patient,
        revision=1,
        reason="typed wrongly",
        birth_year=2024,
    )


def move_visit(world: World, patient: Patient) -> None:
    services.change_visit(
        by=world.one.people["coordinator"],
        visit=patient.visits.get(),
        revision=1,
        reason="typed wrongly",
        took_place_on=ENROLLED - timedelta(days=30),
    )


def early_treatment(world: World, patient: Patient) -> None:
    services.add_treatment(
        by=world.one.people["coordinator"],
        patient=patient,
        kind="csdmard",
        drug="methotrexate",
        started_on=date(1950, 1, 1),
    )


def early_sample(world: World, patient: Patient) -> None:
    register_list(
        by=world.one.people["coordinator"],
        study=world.one.study,
        text=f"T-9,{patient.pseudonym},bl,plasma,1950-01-01",
    )


@pytest.mark.parametrize(
    ("move", "named"),
    [
        (move_enrolment, ["2024-09-27", "Baseline on 2024-03-11"]),
        (move_birth, ["2024", "2023-11-12"]),
        (move_visit, ["Baseline on 2024-02-10", "enrolment 2024-03-11"]),
        (early_treatment, ["1950-01-01", "year of birth 1961"]),
        (early_sample, ["1950-01-01", "year of birth 1961"]),
    ],
)
def test_a_contradiction_is_refused_from_either_side_with_both_values(
    world: World,
    patient: Patient,
    move: Callable[[World, Patient], None],
    named: list[str],
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        move(world, patient)
    told = f"{refused.value.message} {' '.join(refused.value.details)}"
    for text in named:
        assert text in told
    patient.refresh_from_db()
    assert (patient.enrolled_on, patient.birth_year) == (ENROLLED, 1961)


def test_moving_a_visit_asks_about_what_was_near_it(world: World) -> None:
    """The sample and the examination stay where they are; they are now far from their visit."""
    visit = world.one.visit(world.one.patients[0], world.one.year_one)
    record = visit.examinations.get(modality="MR")
    assert record.acquired_on
    services.change_visit(
        by=world.one.people["coordinator"],
        visit=visit,
        revision=1,
        reason="typed wrongly",
        took_place_on=record.acquired_on + timedelta(days=60),
    )
    open_now = Question.objects.open().filter(patient=visit.patient, kind="examination")
    assert {one.rule for one in open_now} == {"unusual"}


def test_the_other_hand_at_follow_up_is_asked(world: World, patient: Patient) -> None:
    by, later = (
        world.one.people["coordinator"],
        VisitFactory(patient=patient, planned=world.one.year_one),
    )

    def mri(visit: Visit, side: str) -> None:
        record_examination(
            by=by,
            visit=visit,
            modality="MR",
            acquired_on=visit.took_place_on,
            side=side,
            side_rule="dominant",
        )

    mri(patient.visits.earliest("took_place_on"), "R")
    with asking(()), pytest.raises(Unusual) as asked:
        mri(later, "L")
    assert "left" in asked.value.details[0]
    assert "right" in asked.value.details[0]


def test_what_other_doors_stored_is_found_listed_and_does_not_block(
    world: World, client: Client
) -> None:
    one = world.one.patients[0]
    Patient.objects.filter(pk=one.pk).update(diagnosed_on=ENROLLED + timedelta(days=9))
    out = io.StringIO()
    call_command("find_questions", study="alpha", stdout=out)
    assert "alpha: 1 open question" in out.getvalue()
    assert "2024-03-20" in out.getvalue()
    question = Question.objects.get(patient=one)
    assert question.hard
    assert "Contradiction" in client.get(f"{LIST}?severity=hard").content.decode()
    assert client.post(f"{LIST}{question.pk}/", {"reason": "no"}).status_code == 409
    one.refresh_from_db()
    services.change_patient(
        by=world.one.people["coordinator"], patient=one, revision=1, reason="known now", sex="M"
    )
    services.change_patient(
        by=world.one.people["coordinator"],
        patient=one,
        revision=2,
        reason="typed wrongly",
        diagnosed_on=ENROLLED,
    )
    question.refresh_from_db()
    assert question.state == "settled"


def test_the_search_takes_as_many_queries_for_many_patients(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            find_questions(study=world.one.study)
        return len(queries)

    first = asked()
    for patient in PatientFactory.create_batch(20, centre=world.one.north):
        AssessmentFactory(visit=VisitFactory(patient=patient, planned=world.one.baseline), esr=150)
    find_questions(study=world.one.study)
    assert asked() == first
    assert Question.objects.open().filter(study=world.one.study).count() == 20


def test_the_list_is_paged_filtered_and_asks_a_fixed_number_of_times(
    world: World, client: Client
) -> None:
    assert "Nothing is open" in client.get(LIST).content.decode()

    def fill(number: int) -> int:
        for patient in PatientFactory.create_batch(number, centre=world.one.north):
            visit = VisitFactory(patient=patient, planned=world.one.baseline)
            AssessmentFactory(visit=visit, esr=150)
        find_questions(study=world.one.study)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    assert fill(2) == fill(58)
    page = client.get(f"{LIST}?page=2")
    assert len(page.context["rows"]) == 10
    assert client.get(f"{LIST}?rule=jump").context["page"].paginator.count == 0
    assert client.get(f"{LIST}?centre=south").context["page"].paginator.count == 0
    assert "<html" not in client.get(LIST, headers={"HX-Request": "true"}).content.decode()


def test_a_study_asks_by_its_own_limits(world: World, patient: Patient, tmp_path: Path) -> None:
    assess(world, patient.visits.get(), crp_value=Decimal(80), crp_unit="mg/L")
    assert not Question.objects.filter(patient=patient).exists()
    file = tmp_path / "limits.json"
    crp = {"variable": "crp", "unit": "mg/L", "question": [0, 50]}
    file.write_text(json.dumps({"limits": [crp]}), encoding="utf-8")
    who = {"by": "data_manager@alpha.example.org", "reason": "our laboratory"}
    call_command("plausibility", "alpha", load=file, **who, stdout=io.StringIO(),
                 stderr=io.StringIO())  # fmt: skip
    assert Question.objects.get(patient=patient).usual["high"] == "50"
    version = world.one.study.limits.get()
    assert (version.number, version.reason) == (1, "our laboratory")
    file.write_text('{"limits": [{"variable": "crp", "unit": "mg/L", "question": [9, 1]}]}')
    with pytest.raises(CommandError, match="lowest value first"):
        call_command("plausibility", "alpha", load=file, **who, stdout=io.StringIO())
    with pytest.raises(CommandError, match="data manager"):
        call_command("plausibility", "alpha", load=file, by="monitor@alpha.example.org",
                     reason="x", stdout=io.StringIO())  # fmt: skip


def test_a_voided_record_asks_nothing(world: World, patient: Patient) -> None:
    assessment = assess(world, patient.visits.get(), esr=180)
    services.void_assessment(
        by=world.one.people["coordinator"], assessment=assessment, reason="other patient"
    )
    assert Question.objects.get(patient=patient).state == "settled"


def test_a_plate_read_before_its_sample_is_refused(world: World) -> None:
    """The factory's plates are read in 2024; a tube that was filled later can't be on them."""
    for sample in world.one.study.samples.all():
        type(sample).objects.filter(pk=sample.pk).update(taken_on=date(2030, 1, 1))
    with pytest.raises(NotAcceptable) as refused:
        accepted_batch(world.one)
    assert any("2030-01-01" in detail for detail in refused.value.details)
