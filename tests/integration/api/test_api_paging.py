"""A list that is read page by page, while rows come and go, gives each row once."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from ra_registry.cohort.models import Patient, Visit
from scoring.models import Reading
from tests.factories.clinical import PatientFactory
from tests.factories.furnished import Furnished, furnish
from tests.factories.world import World
from tests.undone import undone

ALPHA = "/api/v1/studies/alpha/"
ADDED = 3


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["monitor"])


def void(row: Any, person: object) -> None:
    row.voided_at, row.voided_by, row.void_reason = timezone.now(), person, "entered twice"
    row.save()


def walk(client: APIClient, address: str, between: Callable[[list[Any]], None]) -> Iterator[Any]:
    """Yield every row of a list, page after page; ``between`` is told what was delivered."""
    page: dict[str, Any] = {"next": address}
    while page["next"]:
        page = client.get(page["next"]).json()
        yield from page["results"]
        between(page["results"])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_rows_that_are_voided_meanwhile_push_no_other_out(
    world: World, client: APIClient, size: int
) -> None:
    """By the number of a page, each row voided behind the reader hid one before them."""
    before = set(Patient.objects.filter(study__code="alpha").values_list("pseudonym", flat=True))
    person = world.one.people["data_manager"]

    def between(rows: list[Any]) -> None:
        for row in rows:
            void(Patient.objects.get(pseudonym=row["pseudonym"]), person)

    found = [r["pseudonym"] for r in walk(client, f"{ALPHA}patients/?page_size={size}", between)]
    assert len(found) == len(set(found))
    assert set(found) == before


@pytest.mark.parametrize("name", ["AAA", "PT-5", "ZZZ"])
def test_rows_that_are_added_meanwhile_push_none_in_twice(
    world: World, client: APIClient, name: str
) -> None:
    """Wherever a new pseudonym sorts, what was there is delivered once."""
    before = set(Patient.objects.filter(study__code="alpha").values_list("pseudonym", flat=True))
    made = iter(range(ADDED))

    def between(_: list[Any]) -> None:
        number = next(made, None)
        if number is not None:
            PatientFactory(centre=world.one.north, pseudonym=f"{name}{number}X")

    found = [r["pseudonym"] for r in walk(client, f"{ALPHA}patients/?page_size=1", between)]
    assert len(found) == len(set(found))
    assert before <= set(found)


def test_a_row_that_is_corrected_meanwhile_does_not_move(client: APIClient) -> None:
    """By day, a visit whose day is put right jumped over the reader or came again."""
    before = set(Visit.objects.filter(study__code="alpha").values_list("pk", flat=True))

    def between(rows: list[Any]) -> None:
        for row in rows:
            Visit.objects.filter(pk=row["id"]).update(took_place_on="2029-01-01")

    found = [row["id"] for row in walk(client, f"{ALPHA}visits/?page_size=1", between)]
    assert len(found) == len(set(found))
    assert set(found) == before


@pytest.fixture(scope="module")
def furnished(django_db_setup: object, django_db_blocker: Any) -> Iterator[Furnished]:

    with django_db_blocker.unblock(), undone():
        yield furnish()


LISTS = [
    "centres",
    "planned-visits",
    "patients",
    "visits",
    "assessments",
    "treatments",
    "examinations",
    "campaigns",
    "readings",
    "site-scores",
    "samples",
    "panels",
    "assay-files",
    "batches",
    "measurements",
    "analyses",
    "exports",
]


@pytest.mark.parametrize("name", LISTS)
def test_every_list_walks_there_and_back(furnished: Furnished, api, name: str) -> None:
    client = api(furnished.world.one.people["data_manager"])
    address = f"/api/v1/studies/{furnished.one.study.code}/{name}/"
    whole = client.get(f"{address}?page_size=500").json()["results"]
    page = client.get(f"{address}?page_size=2").json()
    pages = [page["results"]]
    while page["next"] and len(pages) < 20:
        page = client.get(page["next"]).json()
        pages.append(page["results"])
    forth = [row for rows in pages for row in rows]
    assert forth == whole[: len(forth)]
    for rows in reversed(pages[:-1]):
        page = client.get(page["previous"]).json()
        assert page["results"] == rows
    assert not page["previous"] or not client.get(page["previous"]).json()["results"]


def test_scores_go_on_behind_a_reading_that_went_meanwhile(furnished: Furnished, api) -> None:
    """A page ends inside a reading whose patient is voided: the next reading is still whole."""
    client = api(furnished.world.one.people["data_manager"])
    base = f"/api/v1/studies/{furnished.one.study.code}/"
    address = f"{base}site-scores/?page_size=7"
    first = client.get(address).json()
    reading = Reading.objects.get(pk=first["results"][-1]["reading"])
    expected = [
        row["id"]
        for row in client.get(f"{base}site-scores/?page_size=500").json()["results"]
        if row["patient"] != reading.assignment.case.patient.pseudonym
    ][:7]
    patient = reading.assignment.case.patient
    Patient.objects.filter(pk=patient.pk).update(
        voided_at=timezone.now(),
        voided_by=furnished.world.one.people["data_manager"],
        void_reason="entered twice",
    )
    assert [row["id"] for row in client.get(first["next"]).json()["results"]] == expected


def cursors() -> st.SearchStrategy[str]:
    values = st.one_of(st.text(max_size=8), st.integers(), st.none(), st.lists(st.text(max_size=3)))
    shapes = st.one_of(
        st.tuples(st.booleans(), st.lists(values, max_size=3)),
        values,
        st.tuples(st.just(False), st.lists(st.sampled_from(["1", "-1", "9" * 30]), max_size=2)),
    )
    written = shapes.map(lambda v: base64.urlsafe_b64encode(json.dumps(v).encode()).decode())
    return st.one_of(written, st.text(max_size=20))


@given(cursor=cursors(), name=st.sampled_from(["patients", "site-scores", "samples"]))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_cursor_breaks_a_list(client: APIClient, cursor: str, name: str) -> None:
    answer = client.get(f"{ALPHA}{name}/", {"cursor": cursor})
    assert answer.status_code in {200, 400, 404}
