"""A NUL character in an address, a form, a body or the name of a file never breaks an answer."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.urls.resolvers import RoutePattern

from ra_registry.core.json_bodies import read_json
from scoring.services import start_reading
from tests.factories.scoring import first_assignment, open_for_reading
from tests.factories.world import World

pytestmark = pytest.mark.django_db

VALUE = re.compile(r"<[^>]*>")


def patterns(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, here)
        elif isinstance(pattern.pattern, RoutePattern):
            yield here


def addresses() -> list[str]:
    """Every page's address with a NUL in each of its parts and behind it, and static files."""
    found = {"/static/a%00.css", "/%00", "/health/live%00"}
    for address in patterns(get_resolver()):
        found |= {VALUE.sub("x%00y", address), VALUE.sub("alpha", address) + "%00"}
    return sorted(a for a in found if "%00" in a)


def test_a_nul_in_an_address_is_not_found(world: World, client: Client) -> None:
    client.force_login(world.one.people["data_manager"])
    answers = {address: client.get(address).status_code for address in addresses()}
    assert {a: s for a, s in answers.items() if s != 404} == {}


@pytest.mark.parametrize(
    "address",
    [
        "/studies/alpha/patients/?q=%00",
        "/studies/alpha/patients/?q%00=a",
        "/studies/alpha/audit/?day=%00",
        "/studies/alpha/exports/?page=%00",
        "/accounts/login/?next=%00",
        "/?a=%00",
    ],
)
def test_a_nul_in_the_query_of_a_page_is_not_found(
    world: World, client: Client, address: str
) -> None:
    client.force_login(world.one.people["data_manager"])
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "query", ["pseudonym=%00", "centre=%00", "cursor=%00", "page_size=1%00", "%00=1"]
)
def test_a_nul_in_a_filter_is_refused(world: World, client: Client, query: str) -> None:
    client.force_login(world.one.people["data_manager"])
    answer = client.get(f"/api/v1/studies/alpha/patients/?{query}")
    assert answer.status_code == 400
    assert "NUL" in answer.json()["error"]["message"]


def test_a_nul_in_a_form_is_refused_with_a_sentence(world: World, client: Client) -> None:
    client.force_login(world.one.people["data_manager"])
    answer = client.post("/studies/alpha/exports/", {"purpose": "a\x00b"})
    assert answer.status_code == 400
    assert "NUL character" in answer.content.decode()


@pytest.mark.parametrize("address", ["v1:case-scores", "scoring:save-scores"])
def test_a_nul_in_the_body_of_a_reading_is_refused(
    world: World, client: Client, address: str
) -> None:
    assignment = first_assignment(open_for_reading(world.one), world.one.people["reader"])
    start_reading(assignment=assignment, by=assignment.reader)
    client.force_login(assignment.reader)
    answer = client.post(
        reverse(address, args=[assignment.token]),
        json.dumps({"revision": 0, "marks": {"erosion.RAD@1": "1\x00"}}),
        content_type="application/json",
    )
    assert answer.status_code == 400
    assert "NUL character" in answer.content.decode()


@pytest.mark.parametrize("text", ['{"a": "\\u0000"}', '{"\\u0000": 1}', '["\\ud800"]'])
def test_json_with_a_text_that_nothing_stores_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="NUL character or half"):
        read_json(text)


def test_json_that_says_a_name_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="stands there twice"):
        read_json('{"marks": {"erosion.RAD@1": "1", "erosion.RAD@1": "2"}}')
