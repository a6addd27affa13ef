"""The sheet before signing: what is signed, by whom; a refusal in place; nothing signed unseen."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client

from ra_registry.core.models import AuditEvent, Signature, StepUp
from scoring.instruments import Entry, UnscorableReason
from scoring.models import Assignment, Reading
from scoring.parts import Part
from scoring.services import (
    Mark,
    close_campaign,
    fingerprint_of,
    mark_rest_normal,
    open_correction,
    record_time,
    save_score,
    save_scores,
)
from tests.factories.authenticators import authenticator_of, code_for
from tests.factories.people import PASSWORD
from tests.factories.scoring import (
    all_marks,
    draft_reading,
    first_assignment,
    having_said_why,
    open_for_reading,
    sign_form,
    signed,
    submitted_reading,
)
from tests.factories.world import StudyWorld, World
from tests.own_cache import forget_cached

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
QUERIES = 14


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


@pytest.fixture
def draft(one: StudyWorld) -> Reading:
    """A complete draft, with two sites not scorable for the same reason."""
    assignment = first_assignment(open_for_reading(one), one.people["reader"])
    reading = draft_reading(assignment)
    metal = Entry(reason=UnscorableReason.METAL_ARTEFACT)
    cells = [Mark(position, "synovitis.MCP2", metal) for position in (1, 2)]
    for marks in (all_marks(assignment), cells):
        save_scores(reading=reading, marks=marks, revision=reading.revision, by=assignment.reader)
        reading.refresh_from_db()
    return reading


@pytest.fixture
def client(one: StudyWorld, sign_in: Callable[..., Client]) -> Client:
    return sign_in(one.people["reader"])


def url(reading: Reading) -> str:
    return f"/reading/{reading.assignment.token}/submit/"


def text_of(page: str) -> str:
    """Return what a page says, without tags and breaks."""
    return " ".join(re.sub("<[^>]+>", " ", page).split())


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_sheet_says_what_is_signed_and_by_whom(
    client: Client, draft: Reading, headers: dict[str, str]
) -> None:
    page = client.get(url(draft), headers=headers).content.decode()
    text = text_of(page)
    assert "14 of 14" in text
    assert "Metal artefact: 2 A: Synovitis, MCP joint 2 B: Synovitis, MCP joint 2" in text
    assert "By signing I, reader alpha , state: “I made this reading" in text
    assert fingerprint_of(draft)[:12] in text
    assert f'name="content_hash" value="{fingerprint_of(draft)}"' in page
    assert 'autocomplete="current-password"' in page
    assert 'name="code"' not in page
    assert ("<html" in page) is (not headers)
    assert ("hx-post" in page) is bool(headers)


def test_hints_that_are_open_stand_on_the_sheet(one: StudyWorld, client: Client) -> None:
    campaign = open_for_reading(one, features=["erosion", "jsn"])
    assignment = first_assignment(campaign, one.people["reader"])
    reading = draft_reading(assignment)
    marks = [*all_marks(assignment), Mark(1, "jsn.RAD_SCA", Entry(value=4))]
    save_scores(reading=reading, marks=marks, revision=0, by=assignment.reader)
    page = text_of(client.get(url(reading)).content.decode())
    assert "Please check" in page
    assert "a fused bone scores 10" in page


def test_what_one_act_scored_normal_stands_on_the_sheet(one: StudyWorld, client: Client) -> None:
    campaign = open_for_reading(one, features=["synovitis", "erosion"])
    assignment = first_assignment(campaign, one.people["reader"])
    reading = draft_reading(assignment)
    by = assignment.reader
    part = Part("erosion", groups=("carpal", "metacarpal_base"))
    _, cells = mark_rest_normal(reading=reading, revision=0, by=by, part=part)
    _, rest = mark_rest_normal(reading=reading, revision=1, by=by)
    position, item = cells[0]
    save_score(reading=reading, mark=Mark(position, item, Entry(value=2)), revision=2, by=by)
    page = text_of(client.get(url(reading)).content.decode())
    assert (
        f"Scored normal in one act {len(cells) - 1 + len(rest)} "
        f"Erosion, carpal bones, metacarpal bases: {len(cells) - 1} sites "
        f"The whole form: {len(rest)} sites"
    ) in page
    assert "Active time" not in page

    # A correction begins with the same scores, and they came about as they did.
    draft = open_correction(reading=signed(reading), reason="wrong hand read", by=by)
    assert f"The whole form: {len(rest)} sites" in text_of(client.get(url(draft)).content.decode())


@pytest.mark.parametrize(
    ("seconds", "said"), [(59, "less than 1 minute"), (60, "1 minute"), (179, "2 minutes")]
)
def test_the_time_at_work_stands_on_the_sheet(
    client: Client, draft: Reading, seconds: int, said: str
) -> None:
    active = {"synovitis.MCP2": seconds - 20, "": 20}
    record_time(token=draft.assignment.token, active=active, by=draft.assignment.reader)
    assert f"Active time {said}" in text_of(client.get(url(draft)).content.decode())


def test_what_is_missing_is_named_instead_of_the_fields(one: StudyWorld, client: Client) -> None:
    assignment = first_assignment(open_for_reading(one), one.people["reader"])
    page = client.get(url(draft_reading(assignment))).content.decode()
    assert "A: Synovitis, distal radioulnar joint" in page
    assert 'name="password"' not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_wrong_password_comes_back_at_its_field(
    client: Client, draft: Reading, headers: dict[str, str]
) -> None:
    sent = sign_form(draft, password="not this one")
    answer = client.post(url(draft), sent, headers=headers)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "This is not your password." in page
    assert 'aria-invalid="true"' in page
    assert "not this one" not in page
    assert f'value="{fingerprint_of(draft)}"' in page
    assert not Signature.objects.exists()
    event = AuditEvent.objects.get(kind="signature_refused")
    assert (event.study_code, event.target_id) == ("alpha", str(draft.pk))


def test_an_empty_form_says_what_to_type(client: Client, draft: Reading) -> None:
    authenticator_of(draft.assignment.reader)
    answer = client.post(url(draft), {"content_hash": fingerprint_of(draft)})
    assert answer.status_code == 422
    assert b"Type your password to sign." in answer.content
    assert b"Type the code that your authenticator shows." in answer.content
    assert b"does not say what it shows" in client.post(url(draft), {"password": "x"}).content


def test_the_code_of_an_authenticator_is_asked_for_and_kept_for_another_try(
    client: Client, draft: Reading
) -> None:
    code = code_for(authenticator_of(draft.assignment.reader))
    refused = client.post(url(draft), sign_form(draft, password="wrong", code=code))
    assert f'value="{code}"' in refused.content.decode()
    client.post(url(draft), sign_form(draft, code=code))
    assert Signature.objects.get().method == "totp"
    forget_cached()


def test_what_another_tab_changed_costs_no_code(client: Client, draft: Reading) -> None:
    code = code_for(authenticator_of(draft.assignment.reader))
    seen = sign_form(draft, code=code)
    mark = Mark(1, "synovitis.RCJ", Entry(value=2))
    save_score(reading=draft, mark=mark, revision=draft.revision, by=draft.assignment.reader)
    answer = client.post(url(draft), seen)
    assert answer.status_code == 409
    assert b"Look at it again, then sign" in answer.content
    client.post(url(draft), sign_form(draft, code=code))
    assert Signature.objects.get().content_hash == fingerprint_of(draft)
    forget_cached()


def test_in_the_dialog_it_leads_to_the_form_with_the_sentence(
    client: Client, draft: Reading
) -> None:
    answer = client.post(url(draft), sign_form(draft, content_hash="0" * 64), headers=HTMX)
    form = f"/reading/{draft.assignment.token}/"
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (200, form)
    assert b"Another tab changed this reading" in client.get(form).content
    done = client.post(url(draft), sign_form(draft), headers=HTMX)
    assert done.headers["HX-Redirect"] == form
    assert b"is submitted and locked" in client.get(form).content


def test_only_the_reader_signs(
    world: World, draft: Reading, sign_in: Callable[..., Client]
) -> None:
    for person in (world.one.second_reader, world.one.people["data_manager"], world.stranger):
        other = sign_in(person)
        assert other.get(url(draft)).status_code == 404
        assert other.post(url(draft), sign_form(draft)).status_code == 404
    assert not StepUp.objects.exists()


def test_a_closed_campaign_takes_no_signature(
    one: StudyWorld, client: Client, draft: Reading
) -> None:
    close_campaign(campaign=draft.assignment.case.campaign, by=one.people["data_manager"])
    assert b"nothing more is submitted" in client.get(url(draft)).content
    assert client.post(url(draft), sign_form(draft)).status_code == 409
    assert not Signature.objects.exists()


def test_a_submitted_reading_is_not_signed_again(client: Client, draft: Reading) -> None:
    signed(draft)
    assert b"submitted already" in client.get(url(draft)).content
    assert client.post(url(draft), {}).status_code == 302
    assert Signature.objects.count() == 1


def test_the_sheet_takes_few_queries(
    client: Client, draft: Reading, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client.get(url(draft))
    with django_assert_max_num_queries(QUERIES):
        client.get(url(draft))


# --- afterwards ----------------------------------------------------------------------------------


@pytest.fixture
def corrected(draft: Reading) -> Reading:
    """The old version of a reading that its reader has corrected."""
    old = signed(draft)
    signed(open_correction(reading=old, reason="wrong hand read", by=old.assignment.reader))
    old.refresh_from_db()
    return old


def test_a_correction_supersedes_the_signature_and_says_so(
    one: StudyWorld, corrected: Reading, sign_in: Callable[..., Client]
) -> None:
    stored = Signature.objects.of(corrected).get()
    assert (stored.superseded_as, stored.superseded_because) == ("reader alpha", "wrong hand read")
    manager = having_said_why(sign_in(one.people["data_manager"]))
    page = text_of(manager.get(f"/studies/alpha/readings/{corrected.pk}/").content.decode())
    assert "Superseded by reader alpha on" in page
    assert "because: wrong hand read" in page
    new = Reading.objects.get(is_current=True)
    page = manager.get(f"/studies/alpha/readings/{new.pk}/").content.decode()
    assert "because: wrong hand read" not in page
    assert Signature.objects.of(new).in_force().count() == 1


def test_a_correction_that_is_only_open_supersedes_nothing(draft: Reading) -> None:
    old = signed(draft)
    open_correction(reading=old, reason="wrong hand read", by=old.assignment.reader)
    assert Signature.objects.of(old).in_force().count() == 1


def test_the_audit_trail_tells_refusals_and_supersessions_in_words(
    one: StudyWorld, client: Client, corrected: Reading, sign_in: Callable[..., Client]
) -> None:
    assignment = Assignment.objects.filter(reader=corrected.assignment.reader, status="assigned")
    reading = draft_reading(assignment.earliest("sequence"))
    marks = all_marks(reading.assignment)
    save_scores(reading=reading, marks=marks, revision=0, by=reading.assignment.reader)
    client.post(url(reading), sign_form(reading, password="wrong"))
    page = sign_in(one.people["monitor"]).get("/studies/alpha/audit/").content.decode()
    text = text_of(page)
    assert "Signature refused" in text
    assert "Submitting a reading" in text
    assert "wrong password" in text
    assert "Signature superseded" in text
    assert "reader alpha: I made this reading and these are my scores" in text


def test_a_signature_that_was_changed_outside_shows(
    one: StudyWorld, draft: Reading, sign_in: Callable[..., Client]
) -> None:
    signed(draft)
    page = f"/studies/alpha/readings/{draft.pk}/"
    client = having_said_why(sign_in(one.people["monitor"]))
    assert "The stored scores are the signed ones" in client.get(page).content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE core_signature DISABLE TRIGGER USER")
        cursor.execute("UPDATE core_signature SET signed_as = 'Somebody Else'")
        cursor.execute("ALTER TABLE core_signature ENABLE TRIGGER USER")
    assert "not the ones that were signed" in client.get(page).content.decode()


def test_a_reader_sees_the_own_signature_on_the_locked_form(
    one: StudyWorld, client: Client
) -> None:
    reading = submitted_reading(
        first_assignment(open_for_reading(one, code="more"), one.people["reader"])
    )
    page = text_of(client.get(f"/reading/{reading.assignment.token}/").content.decode())
    assert "Signed reader alpha" in page
    assert f"Content {reading.content_hash[:12]}" in page


def test_the_password_is_in_no_row(client: Client, draft: Reading) -> None:
    client.post(url(draft), sign_form(draft, password=PASSWORD + "?"))
    client.post(url(draft), sign_form(draft))
    rows = [str(event.data) for event in AuditEvent.objects.all()]
    rows += [str(vars(signature)) for signature in Signature.objects.all()]
    assert not [row for row in rows if PASSWORD in row]
