"""Asking as somebody, and reading the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponseBase
from django.template.backends.django import Template
from django.test import Client
from django.urls import reverse

from ra_registry.accounts.models import User
from tests.contracts.cast import Answer, Target
from tests.contracts.route_table import Route

SIGN_IN = "/accounts/login/"

Value = Callable[[Target], Any]

# What stands in an address, by the name of the variable part.
VALUES: dict[str, Value] = {
    "code": lambda target: target.study,
    "pseudonym": lambda target: target.centre.patient.pseudonym,
    "planned_code": lambda target: target.things.world.baseline.code,
    "centre_code": lambda target: target.centre.centre.code,
    "membership_id": lambda target: target.things.membership.pk,
    "treatment_id": lambda target: target.centre.treatment.pk,
    "question_id": lambda target: target.centre.question.pk,
    "kind": lambda _: "mri",
    "campaign_code": lambda target: target.things.campaign.code,
    "reading_id": lambda target: target.centre.reading.pk,
    "entry_id": lambda target: target.things.campaign.roster.current().latest("pk").pk,
    "charter_id": lambda target: target.things.campaign.charters.earliest("pk").pk,
    "report_id": lambda target: target.things.report.pk,
    "number": lambda target: target.centre.reading.assignment.case.number,
    "token_id": lambda target: target.owner.api_tokens.earliest("pk").pk,
    "key": lambda _: "bm90LWEta2V5",
    "uidb36": lambda _: "1",
    "run_id": lambda target: target.things.run.pk,
    "panel_code": lambda target: target.things.batch.panel.code,
    "lot_id": lambda target: target.things.batch.lot_id,
    "sample_id": lambda target: target.centre.sample.pk,
    "sample_code": lambda target: target.centre.sample.code,
}
# Where the same name means different things, by route or by its namespace.
SPECIAL: dict[str, dict[str, Value]] = {
    "scoring": {"token": lambda target: target.things.waiting.token},
    "exports": {"token": lambda target: target.things.export.token},
    "scoring:reliability-table": {"key": lambda _: "summary"},
    "v1:case": {"token": lambda target: target.things.waiting.token},
    "assays": {"token": lambda target: target.things.batch.token},
    "assays:file": {"token": lambda target: target.things.staged.token},
    "assays:accept-file": {"token": lambda target: target.things.staged.token},
    "assays:discard-file": {"token": lambda target: target.things.staged.token},
    "assays:original-file": {"token": lambda target: target.things.staged.token},
    "analytics:table": {"key": lambda _: "flow"},
    "analytics:figure": {"key": lambda _: "distribution"},
    "analytics:revise": {"key": lambda _: "mri-progression"},
    "analytics:retire": {"key": lambda _: "mri-progression"},
    "v1:endpoint": {"key": lambda _: "mri-progression"},
    "v1:assay-file": {"token": lambda target: target.things.staged.token},
    "v1:batch": {"token": lambda target: target.things.batch.token},
    "v1:export": {"token": lambda target: target.things.export.token},
    "v1:analysis": {"pk": lambda target: target.things.run.pk},
    "v1:measurement": {"pk": lambda target: target.centre.measurement_id},
    "v1:record": {
        "kind": lambda _: "patient",
        "key": lambda target: target.centre.patient.pseudonym,
    },
    "cohort:restore": {
        "kind": lambda _: "patient",
        "key": lambda target: target.centre.patient.pseudonym,
    },
    "v1:result": {"pk": lambda target: target.centre.result_id},
    "v1:visit": {"pk": lambda target: target.centre.visit.pk},
    "v1:assessment": {"pk": lambda target: target.centre.assessment.pk},
    "v1:question": {"pk": lambda target: target.centre.question.pk},
    "v1:treatment": {"pk": lambda target: target.centre.treatment.pk},
    "v1:examination": {"pk": lambda target: target.centre.examination.pk},
    "v1:reading": {"pk": lambda target: target.centre.reading.pk},
    "v1:site-score": {"pk": lambda target: target.centre.score_id},
}


@dataclass(frozen=True)
class Reply:
    """Everything that one answer sends: status, headers with cookies, and the whole body."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")

    @property
    def answer(self) -> Answer:
        """The kind of answer this is."""
        if self.status == 401 or (self.status == 302 and self.location.startswith(SIGN_IN)):
            return Answer.SIGN_IN
        if self.status >= 500:
            return Answer.BROKEN
        return {403: Answer.REFUSED, 404: Answer.ABSENT, 405: Answer.WRONG_METHOD}.get(
            self.status, Answer.ALLOWED
        )

    @classmethod
    def of(cls, response: HttpResponseBase) -> Reply:
        """Read a response to its end."""
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = dict(response.items())
        if response.cookies:
            headers["Set-Cookie"] = response.cookies.output(header="", sep="\n")
        return cls(response.status_code, headers, body)


def address(route: Route, target: Target) -> str:
    """Return the route's address for the target's objects."""
    values = dict(VALUES)
    for prefix, special in SPECIAL.items():
        if route.name == prefix or route.name.startswith((f"{prefix}:", f"{prefix}-")):
            values.update(special)
    arguments = {name: values[name](target) for name in sorted(route.parameters)}
    return reverse(route.name, kwargs=arguments)


def session_of(user: User | None) -> str | None:
    """Return the key of a new session of the user."""
    if user is None:
        return None
    client = Client()
    client.force_login(user)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@cache
def _client() -> Client:
    """One client for all: a new one would load every middleware anew."""
    return Client(raise_request_exception=False)


SCRIPTED = ("/scores/", "/rest-normal/")


def ask(
    method: str,
    path: str,
    *,
    session: str | None = None,
    token: str | None = None,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Send one request with nothing left over from earlier ones; faults come back as 500.

    The API and what a form's script asks for are asked in JSON, pages by forms.
    """
    client = _client()
    client.cookies = SimpleCookie()
    if session is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = session
    sent = dict(headers or {})
    if token is not None:
        sent["Authorization"] = f"Bearer {token}"
    extra: dict[str, Any] = {"headers": sent}
    if method not in {"GET", "HEAD", "OPTIONS"}:
        is_json = path.startswith("/api/") or path.endswith(SCRIPTED)
        extra["data"] = body if body is not None else {}
        if is_json or method != "POST":
            extra["content_type"] = "application/json"
    return Reply.of(getattr(client, method.lower())(path, **extra))


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is written inside. Durable blocks are let in, as in Django's tests."""
    atomic = transaction.atomic()
    atomic._from_testcase = True
    with atomic:
        yield
        transaction.set_rollback(True)


@contextmanager
def unrendered() -> Iterator[None]:
    """Leave templates out where only the kind of answer counts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda *_, **__: "")
        yield
