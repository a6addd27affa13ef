"""Setting up a study, its overview, its members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ra_registry.accounts.models import User
from ra_registry.cohort.history import latest_event
from ra_registry.cohort.models import Centre, Membership, PlannedVisit, Study
from tests.factories.clinical import PatientFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


@pytest.fixture
def manager(world: World, sign_in: SignIn) -> Client:
    return sign_in(world.one.people["data_manager"])


def test_the_overview_shows_figures_schedule_and_recent_activity(
    world: World, manager: Client
) -> None:
    PatientFactory(centre=world.one.north)
    manager.post("/studies/alpha/centres/add/", {"code": "west", "name": "Hospital west"})
    response = manager.get("/studies/alpha/")
    figures = {figure.label: figure.value for figure in response.context["figures"]}
    assert figures["Patients enrolled"] == "5"
    assert figures["Visits overdue"] == "2"
    assert [visit.code for visit in response.context["schedule"]] == ["bl", "m12"]
    assert response.context["recent"][0].title == "Study changed: centre"
    assert "Hospital west" in response.content.decode()


def test_recent_activity_is_for_those_who_see_the_audit_trail(
    world: World, sign_in: SignIn
) -> None:
    for person in (world.one.people["investigator"], world.one.local["data_manager"]):
        assert sign_in(person).get("/studies/alpha/").context["recent"] == []


def test_the_overview_asks_a_fixed_number_of_times(
    world: World, sign_in: SignIn, django_assert_max_num_queries: Any
) -> None:
    client = sign_in(world.one.people["data_manager"])
    PatientFactory.create_batch(10, centre=world.one.north)
    with django_assert_max_num_queries(40):
        client.get("/studies/alpha/")


def test_an_administrator_creates_a_study_once(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.administrator)
    typed = {"code": "gamma", "title": "Third", "data_manager": "stranger@example.org"}
    for _ in range(2):
        response = client.post("/studies/new/", typed)
        assert response.headers["Location"] == "/"
    assert Study.objects.filter(code="gamma").count() == 1
    assert Membership.objects.get(study__code="gamma").user == world.stranger


@pytest.mark.parametrize(
    ("changes", "status", "complaint"),
    [
        ({"code": "alpha"}, 409, "exists already"),
        ({"code": "new"}, 422, "uses itself"),
        ({"code": "A B"}, 400, "small letters"),
        ({"data_manager": "nobody@example.org"}, 400, "No account has the address"),
    ],
)
def test_a_study_form_comes_back_with_what_was_typed(
    world: World, sign_in: SignIn, changes: dict[str, str], status: int, complaint: str
) -> None:
    typed = {"code": "gamma", "title": "Third study", "data_manager": "stranger@example.org"}
    response = sign_in(world.administrator).post("/studies/new/", typed | changes)
    assert response.status_code in (status, 400)
    page = response.content.decode()
    assert complaint in page
    assert 'value="Third study"' in page


def test_a_stale_study_form_shows_both_titles(world: World, manager: Client) -> None:
    opened = latest_event(world.one.study)
    manager.post("/studies/alpha/edit/", {"title": "Mine", "revision": opened})
    response = manager.post("/studies/alpha/edit/", {"title": "Yours", "revision": opened})
    assert response.status_code == 409
    form = response.context["form"]
    assert [(one.label, one.stored, one.typed) for one in form.differences] == [
        ("Title", "Mine", "Yours")
    ]
    assert form["revision"].value() == str(latest_event(world.one.study))
    again = {"title": "Yours", "revision": form["revision"].value()}
    assert manager.post("/studies/alpha/edit/", again).status_code == 302
    world.one.study.refresh_from_db()
    assert world.one.study.title == "Yours"


def test_centres_and_visits_are_added_and_changed(world: World, manager: Client) -> None:
    study = world.one.study
    for _ in range(2):
        response = manager.post(
            "/studies/alpha/centres/add/", {"code": "west", "name": "Hospital west"}
        )
        assert response.status_code == 302
    west = Centre.objects.get(study=study, code="west")
    manager.post(
        "/studies/alpha/centres/west/", {"name": "Clinic west", "revision": latest_event(west)}
    )
    west.refresh_from_db()
    assert west.name == "Clinic west"
    typed = {"code": "m6", "name": "Half a year", "day": 182, "days_before": 14, "days_after": 14}
    assert manager.post("/studies/alpha/schedule/add/", typed).status_code == 302
    half = PlannedVisit.objects.get(study=study, code="m6")
    changed = typed | {"day": 183, "revision": latest_event(half)}
    assert manager.post("/studies/alpha/schedule/m6/", changed).status_code == 302
    half.refresh_from_db()
    assert half.day == 183


def test_a_taken_day_is_said_at_its_field(world: World, manager: Client) -> None:
    typed = {"code": "m13", "name": "Other", "day": 365, "days_before": 0, "days_after": 0}
    response = manager.post("/studies/alpha/schedule/add/", typed)
    assert response.context["form"].errors == {"day": ["Found 365, the day of One year."]}


def test_a_role_is_granted_by_address(world: World, manager: Client) -> None:
    typed = {"user": "Stranger@example.org", "role": "coordinator", "centre": world.one.north.pk}
    for _ in range(2):
        assert manager.post("/studies/alpha/members/", typed).status_code == 302
    membership = Membership.objects.get(user=world.stranger)
    assert (membership.role, membership.centre) == ("coordinator", world.one.north)


@pytest.mark.parametrize(
    ("typed", "status", "complaint"),
    [
        ({"user": "nobody@example.org", "role": "monitor"}, 400, "No account has the address"),
        ({"user": "reader@alpha.example.org", "role": "monitor"}, 409, "reads blinded"),
        ({"user": "stranger@example.org", "role": "owner"}, 400, "expected one of"),
    ],
)
def test_a_refused_role_is_a_sentence(
    world: World, manager: Client, typed: dict[str, str], status: int, complaint: str
) -> None:
    response = manager.post("/studies/alpha/members/", typed)
    assert response.status_code == status
    assert complaint in response.content.decode()


def test_a_centre_of_another_study_can_not_be_chosen(world: World, manager: Client) -> None:
    typed = {"user": "stranger@example.org", "role": "monitor", "centre": world.two.north.pk}
    assert manager.post("/studies/alpha/members/", typed).status_code == 400


def test_a_new_account_gets_a_link_that_sets_its_password_once(
    world: World, manager: Client
) -> None:
    typed = {"email": "new@example.org", "full_name": "New Person", "role": "monitor"}
    response = manager.post("/studies/alpha/members/invite/", typed)
    link = response.context["link"]
    assert link in response.content.decode()
    guest = Client()
    form_page = guest.get(link, follow=True)
    chosen = {"password1": "a long enough secret", "password2": "a long enough secret"}
    guest.post(form_page.redirect_chain[-1][0], chosen)
    person = User.objects.get(email="new@example.org")
    assert person.check_password("a long enough secret")
    late = Client().get(link, follow=True)
    assert "password1" not in late.content.decode()
    again = manager.post("/studies/alpha/members/invite/", typed)
    assert again.status_code == 409
    assert "link" not in again.context


def test_a_role_is_ended_with_a_reason(world: World, manager: Client) -> None:
    membership = Membership.objects.get(user=world.one.people["monitor"])
    url = f"/studies/alpha/members/{membership.pk}/end/"
    assert manager.post(url, {"reason": ""}).status_code == 400
    for _ in range(2):
        assert manager.post(url, {"reason": "contract ended"}).status_code == 302
    page = manager.get("/studies/alpha/members/")
    assert membership in page.context["ended"]
    assert membership not in page.context["current"]


def test_the_last_data_manager_can_not_end_their_own_role(world: World, manager: Client) -> None:
    membership = Membership.objects.get(user=world.one.people["data_manager"])
    url = f"/studies/alpha/members/{membership.pk}/end/"
    response = manager.post(url, {"reason": "leaving"})
    assert "last data manager" in response.content.decode()
    assert manager.get("/studies/alpha/members/").status_code == 200
