"""Who may open which page: 404 outside the study or centre, 403 without the right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership, Patient
from tests.factories.clinical import TreatmentFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
ALL = {"coordinator", "investigator", "data_manager", "monitor"}
EDIT = {"coordinator", "data_manager"}
MANAGE = {"data_manager"}
AUDIT = {"data_manager", "monitor"}

PAGES = {
    "studies/alpha/": ALL,
    "studies/alpha/edit/": MANAGE,
    "studies/alpha/centres/add/": MANAGE,
    "studies/alpha/centres/north/": MANAGE,
    "studies/alpha/schedule/add/": MANAGE,
    "studies/alpha/schedule/m12/": MANAGE,
    "studies/alpha/members/": MANAGE,
    "studies/alpha/members/invite/": MANAGE,
    "studies/alpha/members/{membership}/end/": MANAGE,
    "studies/alpha/audit/": AUDIT,
    "studies/alpha/patients/": ALL,
    "studies/alpha/patients/download/": ALL,
    "studies/alpha/patients/enrol/": EDIT,
    "studies/alpha/patients/{patient}/": ALL,
    "studies/alpha/patients/{patient}/history/": ALL,
    "studies/alpha/patients/{patient}/edit/": EDIT,
    "studies/alpha/patients/{patient}/void/": EDIT,
    "studies/alpha/patients/{patient}/visits/bl/": EDIT,
    "studies/alpha/patients/{patient}/visits/bl/void/": EDIT,
    "studies/alpha/patients/{patient}/visits/bl/assessment/": EDIT,
    "studies/alpha/patients/{patient}/visits/bl/assessment/void/": EDIT,
    "studies/alpha/patients/{patient}/visits/bl/examinations/mri/": EDIT,
    "studies/alpha/patients/{patient}/visits/bl/examinations/mri/void/": EDIT,
    "studies/alpha/patients/{patient}/treatments/add/": EDIT,
    "studies/alpha/patients/{patient}/treatments/{treatment}/": EDIT,
    "studies/alpha/patients/{patient}/treatments/{treatment}/stop/": EDIT,
    "studies/alpha/patients/{patient}/treatments/{treatment}/void/": EDIT,
}


def addresses(world: World, patient: Patient) -> dict[str, str]:
    """Every page's address for one patient of study alpha."""
    parts = {
        "patient": patient.pseudonym,
        "treatment": TreatmentFactory(patient=patient).pk,
        "membership": Membership.objects.get(user=world.one.people["monitor"]).pk,
    }
    return {page: "/" + page.format(**parts) for page in PAGES}


def statuses(client: Client, found: dict[str, str]) -> dict[str, int]:
    return {page: client.get(url).status_code for page, url in found.items()}


@pytest.mark.parametrize(
    "role", ["reader", "coordinator", "investigator", "data_manager", "monitor"]
)
def test_each_role_opens_its_pages_only(world: World, sign_in: SignIn, role: str) -> None:
    found = statuses(sign_in(world.one.people[role]), addresses(world, world.one.patients[0]))
    assert found == {page: 200 if role in roles else 403 for page, roles in PAGES.items()}


@pytest.mark.parametrize("who", ["stranger", "administrator", "other"])
def test_for_everybody_else_the_study_does_not_exist(
    world: World, sign_in: SignIn, who: str
) -> None:
    people = {
        "stranger": world.stranger,
        "administrator": world.administrator,
        "other": world.two.people["data_manager"],
    }
    found = statuses(sign_in(people[who]), addresses(world, world.one.patients[0]))
    assert set(found.values()) == {404}


@pytest.mark.parametrize("role", ["coordinator", "data_manager"])
def test_a_role_for_one_centre_ends_at_its_door(world: World, sign_in: SignIn, role: str) -> None:
    client = sign_in(world.one.local[role])
    of_patient = {
        page: url
        for page, url in addresses(world, world.one.patients[2]).items()
        if "{patient}" in page
    }
    assert set(statuses(client, of_patient).values()) == {404}
    own = {
        page: url
        for page, url in addresses(world, world.one.patients[0]).items()
        if "{patient}" in page
    }
    assert set(statuses(client, own).values()) == {200}


def test_a_centres_data_manager_does_not_manage_the_study(world: World, sign_in: SignIn) -> None:
    found = statuses(
        sign_in(world.one.local["data_manager"]), addresses(world, world.one.patients[0])
    )
    closed = {page for page, status in found.items() if status == 403}
    assert closed == {page for page in PAGES if PAGES[page] in (MANAGE, AUDIT)}


def test_without_signing_in_every_page_leads_to_the_sign_in(world: World) -> None:
    for url in [*addresses(world, world.one.patients[0]).values(), "/", "/studies/new/"]:
        response = Client().get(url)
        assert response.status_code == 302, url
        assert response.headers["Location"].startswith("/accounts/login/"), url


def test_creating_a_study_is_for_administrators(world: World, sign_in: SignIn) -> None:
    assert sign_in(world.administrator).get("/studies/new/").status_code == 200
    assert sign_in(world.one.people["data_manager"]).get("/studies/new/").status_code == 403


@pytest.mark.parametrize(
    "page",
    [
        "studies/alpha/patients/KB-0000/",
        "studies/alpha/patients/{foreign}/",
        "studies/alpha/patients/{patient}/visits/m99/",
        "studies/alpha/patients/{patient}/visits/bl/examinations/ct/",
        "studies/alpha/patients/{patient}/treatments/999999/",
        "studies/alpha/centres/elsewhere/",
        "studies/alpha/schedule/m99/",
        "studies/alpha/members/999999/end/",
    ],
)
def test_what_is_not_there_is_not_found(world: World, sign_in: SignIn, page: str) -> None:
    url = page.format(
        patient=world.one.patients[0].pseudonym, foreign=world.two.patients[0].pseudonym
    )
    assert sign_in(world.one.people["data_manager"]).get("/" + url).status_code == 404


def test_a_treatment_of_another_patient_is_not_found(world: World, sign_in: SignIn) -> None:
    treatment = TreatmentFactory(patient=world.one.patients[1])
    url = f"/studies/alpha/patients/{world.one.patients[0].pseudonym}/treatments/{treatment.pk}/"
    assert sign_in(world.one.people["coordinator"]).get(url).status_code == 404
