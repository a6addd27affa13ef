"""Setting up a study, and who may do what in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from ra_registry.cohort import services
from ra_registry.cohort.errors import AlreadyRecorded, StaleForm
from ra_registry.cohort.history import latest_event
from ra_registry.cohort.models import Membership, PlannedVisit, Question, Study, Visit
from ra_registry.core.errors import Conflict, NotAllowed, ValidationFailed
from ra_registry.core.models import AuditEvent
from tests.factories.clinical import ENROLLED
from tests.factories.people import UserFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def test_a_study_starts_with_a_data_manager(world: World) -> None:
    person = UserFactory()
    study = services.create_study(
        by=world.administrator, code="gamma", title="Third", data_manager=person
    )
    assert Membership.objects.get(study=study).user == person
    kinds = AuditEvent.objects.filter(study_code="gamma").values_list("kind", flat=True)
    assert list(kinds) == ["role_granted", "study_created"]


def test_only_administrators_create_studies(world: World) -> None:
    with pytest.raises(NotAllowed):
        services.create_study(
            by=world.one.people["data_manager"],
            code="gamma",
            title="Third",
            data_manager=world.stranger,
        )
    assert not Study.objects.filter(code="gamma").exists()


@pytest.mark.parametrize("code", ["new", "Gamma", "a b", "-x", ""])
def test_a_studys_code_fits_into_an_address(world: World, code: str) -> None:
    with pytest.raises(ValidationFailed) as refused:
        services.create_study(
            by=world.administrator, code=code, title="Third", data_manager=world.stranger
        )
    assert list(refused.value.field_errors) == ["code"]


def test_a_study_is_created_once(world: World) -> None:
    with pytest.raises(AlreadyRecorded) as refused:
        services.create_study(
            by=world.administrator, code="alpha", title="Again", data_manager=world.stranger
        )
    assert refused.value.existing == world.one.study


def test_a_stale_study_form_is_refused(world: World) -> None:
    study, person = world.one.study, world.one.people["data_manager"]
    opened = latest_event(study)
    services.change_study(by=person, study=study, revision=opened, title="Renamed")
    with pytest.raises(StaleForm):
        services.change_study(by=person, study=study, revision=opened, title="Other")
    assert Study.objects.get(pk=study.pk).title == "Renamed"
    services.change_study(by=person, study=study, revision=opened, title="Renamed")


def test_the_schedule_has_one_visit_a_day(world: World) -> None:
    person = world.one.people["data_manager"]
    with pytest.raises(ValidationFailed, match="the day of One year"):
        services.add_planned_visit(
            by=person, study=world.one.study, code="m13", name="Other", day=365
        )
    with pytest.raises(AlreadyRecorded):
        services.add_planned_visit(
            by=person, study=world.one.study, code="m12", name="Other", day=400
        )
    with pytest.raises(ValidationFailed, match="the day of Baseline"):
        services.change_planned_visit(
            by=person,
            planned=world.one.year_one,
            revision=latest_event(world.one.year_one),
            day=0,
        )
    assert PlannedVisit.objects.filter(study=world.one.study).count() == 2


def test_a_narrower_window_asks_about_the_visits_that_it_leaves_outside(world: World) -> None:
    study, manager = world.one.study, world.one.people["data_manager"]
    visit = world.one.visit(world.one.patients[0], world.one.year_one)
    Visit.objects.filter(pk=visit.pk).update(took_place_on=ENROLLED + timedelta(days=375))

    def narrow(days_after: int) -> list[dict[str, str]]:
        planned = PlannedVisit.objects.select_related("study").get(pk=world.one.year_one.pk)
        services.change_planned_visit(
            by=manager, planned=planned, revision=latest_event(planned), days_after=days_after
        )
        asked = Question.objects.open().filter(study=study, rule="visit-outside-window")
        return [one.usual for one in asked if one.record_id == visit.pk]

    [usual] = narrow(9)
    assert (usual["days"], usual["side"]) == ("1", "after")
    [usual] = narrow(5)  # the same question says what is usual now
    assert usual["days"] == "5"
    assert narrow(30) == []


def test_a_reader_gets_no_second_role_and_nobody_else_becomes_one(world: World) -> None:
    study, manager = world.one.study, world.one.people["data_manager"]
    with pytest.raises(Conflict, match="reads blinded"):
        services.grant_role(
            by=manager, study=study, user=world.one.people["reader"], role="coordinator"
        )
    with pytest.raises(Conflict, match="knows its data"):
        services.grant_role(
            by=manager, study=study, user=world.one.people["coordinator"], role="reader"
        )


def test_the_same_person_reads_one_study_and_coordinates_another(world: World) -> None:
    membership = services.grant_role(
        by=world.two.people["data_manager"],
        study=world.two.study,
        user=world.one.people["reader"],
        role="coordinator",
    )
    assert membership.study == world.two.study


def test_the_last_data_manager_stays(world: World) -> None:
    manager = world.one.people["data_manager"]
    membership = Membership.objects.get(user=manager, study=world.one.study)
    with pytest.raises(Conflict, match="last data manager"):
        services.end_role(by=manager, membership=membership, reason="leaves")
    other = services.grant_role(
        by=manager, study=world.one.study, user=world.stranger, role="data_manager"
    )
    services.end_role(by=manager, membership=membership, reason="leaves")
    assert Membership.objects.current().filter(pk=other.pk).exists()
    assert not Membership.objects.held_by(manager).exists()


def test_a_role_ends_once_with_its_reason(world: World) -> None:
    manager = world.one.people["data_manager"]
    membership = Membership.objects.get(user=world.one.people["monitor"])
    for _ in range(2):
        ended = services.end_role(by=manager, membership=membership, reason="contract ended")
    assert ended.ended_by == manager
    events = AuditEvent.objects.filter(kind="role_ended")
    assert [event.data["reason"] for event in events] == ["contract ended"]


def test_a_centre_of_another_study_is_refused(world: World) -> None:
    with pytest.raises(ValidationFailed, match="another study"):
        services.grant_role(
            by=world.one.people["data_manager"],
            study=world.one.study,
            user=world.stranger,
            role="coordinator",
            centre=world.two.north,
        )


def test_an_invited_person_has_no_password_until_they_set_one(world: World) -> None:
    invitation = services.invite(
        by=world.one.people["data_manager"],
        study=world.one.study,
        email="New.Person@example.org",
        full_name="New Person",
        role="monitor",
    )
    person = invitation.membership.user
    assert person.email == "new.person@example.org"
    assert not person.has_usable_password()
    assert invitation.password_path.startswith("/accounts/password/reset/key/")


def test_the_database_alone_refuses_an_unknown_role(world: World) -> None:
    with pytest.raises(IntegrityError, match="role_known"), transaction.atomic():
        Membership.objects.create(study=world.one.study, user=world.stranger, role="owner")


@pytest.mark.parametrize("code", ["01", "1e5", "mar-1", "3-4", "true"])
def test_codes_that_spreadsheets_change_are_refused_when_they_are_made(
    world: World, code: str
) -> None:
    person, study = world.one.people["data_manager"], world.one.study
    with pytest.raises(ValidationFailed, match="spreadsheet programs"):
        services.add_centre(by=person, study=study, code=code, name="Harbour")
    with pytest.raises(ValidationFailed, match="spreadsheet programs"):
        services.add_planned_visit(by=person, study=study, code=code, name="Later", day=500)
    assert not study.centres.filter(code=code).exists()
