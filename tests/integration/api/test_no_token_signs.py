"""A token is kept by a program; a signature needs its person. No address lets a token sign."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from ra_registry.core.models import Signature, StepUp
from scoring.models import Reading
from scoring.services import save_scores
from tests.contracts.route_table import all_routes
from tests.factories.people import PASSWORD
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    first_assignment,
    open_for_reading,
    sign_form,
)
from tests.factories.world import World
from tests.paths import PROJECT

SOURCES = ("ra_registry", "scoring", "analytics")
MAKES_PROOFS = ("accounts.confirming", "accounts.signing_form", "signing.services", "step_up")


def of_the_api(path: Path) -> bool:
    return "api" in path.parent.parts or path.stem.startswith("api")


def test_no_module_of_the_api_knows_how_to_confirm_or_sign() -> None:
    modules = [
        path for source in SOURCES for path in (PROJECT / source).rglob("*.py") if of_the_api(path)
    ]
    assert len(modules) > 20
    assert [
        path.name for path in modules for name in MAKES_PROOFS if name in path.read_text("utf-8")
    ] == []


def test_one_function_makes_proofs() -> None:
    makers = [
        path.name
        for source in SOURCES
        for path in (PROJECT / source).rglob("*.py")
        if re.search(r"\bStepUp(\.objects\.\w*create)?\(", path.read_text("utf-8"))
        and "class StepUp(" not in path.read_text("utf-8")
    ]
    assert makers == ["confirming.py"]


@pytest.fixture
def draft(world: World) -> Reading:
    """A complete draft of the first reader."""
    assignment = first_assignment(open_for_reading(world.one), world.one.people["reader"])
    reading = draft_reading(assignment)
    save_scores(reading=reading, marks=all_marks(assignment), revision=0, by=assignment.reader)
    return reading


@pytest.mark.django_db
def test_no_request_with_a_token_makes_a_proof_or_a_signature(draft: Reading, api) -> None:
    """Everything that signing takes is sent: the reader's token, password and content hash."""
    client, token = api(draft.assignment.reader), draft.assignment.token
    body = {**sign_form(draft), "revision": 1, "meaning": "authorship"}
    room = f"/api/v1/reading/cases/{token}/"
    for step in ("", "submit/", "start/", "scores/", "completeness/", "correction/"):
        for method in (client.post, client.put, client.patch):
            assert method(room + step, body).status_code >= 400 or step == "start/"
    page = client.post(f"/reading/{token}/submit/", sign_form(draft), format="multipart")
    assert page.headers["Location"].startswith("/accounts/login/")
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not StepUp.objects.exists()
    assert not Signature.objects.exists()


@pytest.mark.django_db
def test_the_reader_signs_with_the_same_fields_in_the_browser(draft: Reading) -> None:
    """Else the test above would refuse for another reason."""
    client = Client()
    client.post("/accounts/login/", {"login": draft.assignment.reader.email, "password": PASSWORD})
    client.post(f"/reading/{draft.assignment.token}/submit/", sign_form(draft))
    draft.refresh_from_db()
    assert draft.state == "submitted"
    assert Signature.objects.of(draft).count() == 1


def test_no_address_of_the_api_submits() -> None:
    assert [name for name in all_routes() if name.startswith("v1") and "submit" in name] == []
