"""What a run of requests leaves in the log: who did what and when, and nothing that tells."""

from __future__ import annotations

import io
import json
import logging
import logging.config
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from celery.app.trace import build_tracer
from celery.signals import after_task_publish
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.test import Client
from django_structlog.celery.receivers import CeleryReceiver

from ra_registry.accounts.services import create_token
from ra_registry.celery import app
from ra_registry.cohort.freshness import RECOMPUTE_TASK, request_recompute
from ra_registry.core.tasks import verify_audit
from ra_registry.settings.logs import configure
from tests.factories.people import PASSWORD
from tests.factories.scoring import draft_reading, first_assignment, open_for_reading
from tests.factories.world import World

pytestmark = pytest.mark.django_db


class Log:
    """Everything that production would write, from the level on that production has."""

    def __init__(self) -> None:
        self.stream = io.StringIO()

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def events(self, name: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["event"] == name]


@pytest.fixture
def log() -> Iterator[Log]:
    written = Log()
    config = configure(json=True)
    configurator = logging.config.DictConfigurator(config)
    handler = logging.StreamHandler(written.stream)
    handler.setFormatter(configurator.configure_formatter(config["formatters"]["structured"]))
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.setLevel(before)
    root.removeHandler(handler)


def test_signing_in_leaves_no_password_session_or_key(world: World, log: Log) -> None:
    person = world.one.people["coordinator"]
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": "a wrong pass phrase"})
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/password/reset/", {"email": person.email})
    [link] = [word for word in mail.outbox[-1].body.split() if "/reset/key/" in word]
    path = link.replace("http://testserver", "")
    client.get(path, follow=True)
    key = path.split("/reset/key/")[1].strip("/")
    for secret in ("a wrong pass phrase", PASSWORD, key, client.session.session_key, person.email):
        assert secret not in log.text
    assert "/reset/key/[left out]/" in log.text
    assert {line["user_id"] for line in log.events("request_finished")} == {None, person.pk}


def test_a_token_is_never_written(world: World, log: Log) -> None:
    token = create_token(name="script", scopes=["read"], days=1, by=world.one.people["coordinator"])
    for secret in (token.secret, token.secret[:-1] + "x"):
        for path in ("/api/v1/studies/", f"/api/v1/studies/?token={secret}", f"/nowhere/{secret}"):
            Client().get(path, headers={"Authorization": f"Bearer {secret}"})
        assert secret not in log.text
    assert len(log.events("request_started")) == 6


def test_scores_leave_the_fact_but_not_the_value(world: World, log: Log) -> None:
    reader = world.one.people["reader"]
    assignment = first_assignment(open_for_reading(world.one), reader)
    draft_reading(assignment)
    client = Client()
    client.force_login(reader)
    body = {"revision": 0, "marks": {"synovitis.RCJ@1": "2", "synovitis.RCJ@2": "3"}}
    path = f"/reading/{assignment.token}/scores/"
    assert client.post(path, body, content_type="application/json").status_code == 200
    refused = {"revision": 1, "marks": {"synovitis.RCJ@1": "765432"}}
    assert client.post(path, refused, content_type="application/json").status_code == 422
    assert f"POST {path}" in log.text
    for telling in ("synovitis", "RCJ", "marks", "765432", assignment.case.patient.pseudonym):
        assert telling not in log.text.replace(str(assignment.token), "")


def test_what_is_typed_and_searched_is_not_written(world: World, log: Log) -> None:
    client = Client()
    client.force_login(world.one.people["coordinator"])
    patient = world.one.patients[0]
    client.get("/studies/alpha/patients/", {"q": "KB-7Q4M", "sex": "F"})
    form = {"took_place_on": "1987-06-23", "note": "a note about plover", "revision": "x"}
    client.post(f"/studies/alpha/patients/{patient.pseudonym}/visits/bl/", form)
    content = SimpleUploadedFile("patient-plover.csv", b"not an assay file: plover 7331.57")
    client.post("/studies/alpha/assays/upload/", {"file": content})
    for telling in ("KB-7Q4M", "1987-06-23", "plover", "7331.57", "birth"):
        assert telling not in log.text
    assert "/studies/alpha/patients/?[left out]" in log.text


def test_a_row_that_the_database_quotes_is_left_out(world: World, log: Log) -> None:
    patient = world.one.patients[0]
    sql = "UPDATE cohort_patient SET acpa_value = 7331.57, acpa_uln = -1 WHERE id = %s"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [patient.pk])
    except Error:
        structlog.get_logger("test").exception("write_failed")
    [line] = log.events("write_failed")
    assert "cohort_patient_acpa_complete" in line["exception"]
    assert patient.pseudonym not in log.text
    assert "7331.57" not in log.text


def test_every_line_of_a_request_has_its_id(world: World, log: Log) -> None:
    client = Client()
    client.force_login(world.one.people["coordinator"])
    client.get("/studies/alpha/")
    started, finished = log.events("request_started")[-1], log.events("request_finished")[-1]
    assert started["request_id"] == finished["request_id"]
    client.get("/studies/alpha/", headers={"X-Request-ID": "chosen by somebody" * 20})
    assert "chosen by somebody" not in log.text


def test_a_request_and_the_task_it_causes_have_the_same_id(world: World, log: Log) -> None:
    sent: list[dict[str, Any]] = []

    def note(headers: dict[str, Any], **_: Any) -> None:
        sent.append(headers)

    after_task_publish.connect(note)
    with structlog.contextvars.bound_contextvars(request_id="request-one"):
        request_recompute(world.one.study.pk)
    [headers] = [one for one in sent if one["task"] == RECOMPUTE_TASK]

    receiver = CeleryReceiver()
    receiver.connect_worker_signals()
    task = app.tasks[verify_audit.name]
    build_tracer(task.name, task, app=app)("task-one", [], {}, request=headers)
    [line] = log.events("audit_intact")
    assert line["request_id"] == "request-one"
    assert line["task_id"] == "task-one"
    structlog.contextvars.clear_contextvars()
