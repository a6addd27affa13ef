"""The first page says what waits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from ra_registry.accounts.models import User
from ra_registry.accounts.rules import mfa_required_for
from ra_registry.cohort import providers
from ra_registry.cohort.providers import NextStep
from tests.factories.clinical import PatientFactory
from tests.factories.people import CentreFactory, MembershipFactory, StudyFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


def steps(client: Client) -> dict[str, list[str]]:
    """The titles of each study's next steps, in the order shown."""
    shown = client.get("/").context["my_studies"]
    return {item["study"].code: [step.title for step in item["steps"]] for item in shown}


def test_a_coordinator_sees_overdue_visits_first(world: World, sign_in: SignIn) -> None:
    PatientFactory(centre=world.one.north)
    found = steps(sign_in(world.one.people["coordinator"]))
    assert found["alpha"][0] == "Overdue visits"
    assert "Enrol a patient" in found["alpha"]


def test_steps_count_ones_own_centre_only(world: World, sign_in: SignIn) -> None:
    PatientFactory(centre=world.one.south)
    assert "Overdue visits" not in steps(sign_in(world.one.local["coordinator"]))["alpha"]


def test_an_empty_study_is_to_be_set_up(sign_in: SignIn) -> None:
    membership = MembershipFactory(study=StudyFactory(code="gamma"), role="data_manager")
    client = sign_in(membership.user)
    assert steps(client)["gamma"][:2] == ["Add a centre", "Plan the visits"]
    CentreFactory(study=membership.study)
    assert steps(client)["gamma"][0] == "Plan the visits"


def test_a_monitor_is_led_to_the_audit_trail(world: World, sign_in: SignIn) -> None:
    assert "Review the audit trail" in steps(sign_in(world.one.people["monitor"]))["alpha"]


def test_a_reader_finds_no_door_to_the_studys_data(world: World, sign_in: SignIn) -> None:
    response = sign_in(world.one.people["reader"]).get("/")
    page = response.content.decode()
    assert "Reader" in page
    for closed in ("/studies/alpha/", "Patients", "Enrol"):
        assert closed not in page.replace("/studies/alpha/reading", "")


def test_without_a_role_the_page_says_whom_to_ask(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.stranger).get("/").content.decode()
    assert "You hold no role in a study yet" in page
    assert "mailto:admin@example.org" in page
    assert "/studies/new/" not in page


def test_an_administrator_can_create_a_study(world: World, sign_in: SignIn) -> None:
    assert 'href="/studies/new/"' in sign_in(world.administrator).get("/").content.decode()


def test_another_app_adds_its_own_steps(
    world: World, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = NextStep("Read the next case", "3 wait", "/somewhere/", count=3, urgent=True)
    monkeypatch.setattr(
        providers.registry, "next_steps", [*providers.registry.next_steps, lambda _: [step]]
    )
    assert steps(sign_in(world.one.people["reader"]))["alpha"][0] == "Read the next case"


def test_only_data_managers_and_administrators_need_a_second_factor(world: World) -> None:
    needing = {role for role, person in world.one.people.items() if mfa_required_for(person)}
    assert needing == {"data_manager"}
    assert mfa_required_for(world.administrator)
    assert not mfa_required_for(world.stranger)


def test_a_demand_for_the_second_factor_leads_to_its_page(
    world: World, sign_in: SignIn, settings: Any
) -> None:
    settings.REQUIRE_MFA_FOR_DATA_MANAGERS = True
    response = sign_in(world.one.people["data_manager"]).get("/studies/alpha/patients/")
    assert response.headers["Location"] == "/accounts/2fa/totp/activate/"
    assert sign_in(world.one.people["coordinator"]).get("/studies/alpha/").status_code == 200
