"""What every answer tells the browser, and what every change asks of it."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.contracts.cast import Answer, Cast, Person, expected, targets
from tests.contracts.route_table import Line, all_routes, read_table
from tests.contracts.visitor import Reply, address, ask, undone
from tests.factories.furnished import Furnished
from tests.factories.people import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_city")]

TABLE = read_table()
CHANGING = [line for line in TABLE if "POST" in line.methods]


def let_in(line: Line, city: Furnished, cast: Cast) -> tuple[Person, str | None]:
    """Return the first person of the cast who may open the line's route."""
    target = targets(city, line)[0]
    for person, session in cast:
        if expected(line, person, target) == Answer.ALLOWED:
            return person, session
    return cast[0]


def problems_of(reply: Reply) -> list[str]:
    """Return what the headers of an answer lack."""
    headers = reply.headers
    policy = headers.get("Content-Security-Policy", "")
    directives = dict(part.split(" ", 1) for part in policy.split("; ") if " " in part)
    checks = {
        "script-src": directives.get("script-src") == "'self'",
        "style-src": directives.get("style-src") == "'self'",
        "default-src": directives.get("default-src") == "'none'",
        "frame-ancestors": directives.get("frame-ancestors") == "'none'",
        "base-uri": directives.get("base-uri") == "'none'",
        "form-action": directives.get("form-action") == "'self'",
        "no unsafe word": "unsafe" not in policy and "*" not in policy and "http" not in policy,
        "X-Frame-Options": headers.get("X-Frame-Options") == "DENY",
        "nosniff": headers.get("X-Content-Type-Options") == "nosniff",
        "Referrer-Policy": headers.get("Referrer-Policy") == "same-origin",
        "opener": headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "no-store": "no-store" in headers.get("Cache-Control", ""),
        "no server name": "Server" not in headers and "X-Powered-By" not in headers,
    }
    return [name for name, met in checks.items() if not met]


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_every_answer_protects_itself(line: Line, city: Furnished, cast: Cast) -> None:
    """Pages and redirects, refusals and errors alike."""
    path = address(all_routes()[line.route], targets(city, line)[0])
    _, session = let_in(line, city, cast)
    stranger = next(session for person, session in cast if person.label == "stranger")
    for method in line.methods:
        for asking in (session, stranger, None):
            with undone():
                reply = ask(method, path, session=asking)
            assert not problems_of(reply), (method, reply.status)


@pytest.mark.parametrize("line", CHANGING, ids=str)
def test_every_change_needs_the_forms_token(line: Line, city: Furnished, cast: Cast) -> None:
    """A page elsewhere can make a browser send a form with its cookies, but not with the token."""
    path = address(all_routes()[line.route], targets(city, line)[0])
    person, session = let_in(line, city, cast)
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    if session is not None:
        client.cookies[django_settings.SESSION_COOKIE_NAME] = session
    assert client.post(path).status_code == 403, person.label


def test_a_refused_token_says_that_nothing_was_changed(client: Client) -> None:
    checking = Client(enforce_csrf_checks=True)
    answer = checking.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert answer.status_code == 403
    assert "Nothing was" in answer.content.decode()


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(city: Furnished) -> None:
    client = Client()
    form = {"login": city.world.stranger.email, "password": PASSWORD}
    answer = client.post("/accounts/login/", form)
    session = answer.cookies[django_settings.SESSION_COOKIE_NAME]
    assert session["httponly"]
    assert session["samesite"] == "Lax"
    answer = Client().get("/accounts/login/")
    assert answer.cookies[django_settings.CSRF_COOKIE_NAME]["samesite"] == "Lax"


def test_https_is_kept_to_in_production(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^health/"]
    settings.SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    client = Client()
    plain = client.get("/accounts/login/")
    assert plain.status_code == 301
    assert plain.headers["Location"] == "https://testserver/accounts/login/"
    secure = client.get("/accounts/login/", secure=True)
    assert secure.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert client.get("/health/live").status_code == 200


def test_static_files_are_not_sniffed_either(client: Client) -> None:
    answer = client.get("/static/js/app.js")
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "javascript" in answer.headers["Content-Type"]
    # Read to its end, never closed by hand: the client would close the module's connection with it.
    assert b"".join(answer.streaming_content)
