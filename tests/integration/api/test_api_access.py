"""What a token can't reach. Who may open which address is in the route matrix."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rest_framework.test import APIClient

from ra_registry.accounts.models import User
from ra_registry.core.roles import ROLES
from tests.factories.furnished import Furnished, StudyThings, furnish

LISTS = [
    *("", "centres/", "planned-visits/", "patients/", "visits/", "assessments/", "treatments/"),
    *("examinations/", "campaigns/", "readings/", "site-scores/", "samples/", "panels/"),
    *("measurements/", "assay-files/", "batches/", "analyses/", "analyses/state/", "exports/"),
]


@pytest.fixture
def furnished(db: None) -> Furnished:
    return furnish()


def client_of(furnished: Furnished, user: User) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {furnished.secrets[user.pk]}")
    return client


def objects(things: StudyThings) -> Iterator[str]:
    """Yield the address of one of each of the study's things, without the study."""
    north = things.north
    yield from (
        f"patients/{north.patient.pseudonym}/",
        f"visits/{north.visit.pk}/",
        f"assessments/{north.assessment.pk}/",
        f"treatments/{north.treatment.pk}/",
        f"examinations/{north.examination.pk}/",
        f"samples/{north.sample.code}/",
        f"readings/{north.reading.pk}/",
        f"site-scores/{north.score_id}/",
        f"assay-files/{things.staged.token}/",
        f"batches/{things.batch.token}/",
        f"analyses/{things.run.pk}/",
        f"exports/{things.export.token}/",
        f"exports/{things.export.token}/download/",
    )


def test_another_study_is_not_found_and_lends_nothing(furnished: Furnished) -> None:
    for own, foreign in ((furnished.one, furnished.two), (furnished.two, furnished.one)):
        client = client_of(furnished, own.world.people["data_manager"])
        for path in [*LISTS, *objects(foreign)]:
            url = f"/api/v1/studies/{foreign.study.code}/{path}"
            assert client.get(url).status_code == 404, url
        for path in objects(foreign):  # a foreign object below one's own study is no way in
            url = f"/api/v1/studies/{own.study.code}/{path}"
            assert client.get(url).status_code == 404, url


def test_strangers_and_administrators_find_nothing(furnished: Furnished) -> None:
    for person in (furnished.world.stranger, furnished.world.administrator):
        client = client_of(furnished, person)
        assert client.get("/api/v1/studies/").json()["count"] == 0
        for path in [*LISTS, *objects(furnished.one)]:
            assert client.get(f"/api/v1/studies/alpha/{path}").status_code == 404, path


def test_a_readers_token_opens_the_reading_room_only(furnished: Furnished) -> None:
    things = furnished.one
    client = client_of(furnished, things.reader)
    for path in [*LISTS, *objects(things)]:
        assert client.get(f"/api/v1/studies/alpha/{path}").status_code == 403, path
    assert client.get("/api/v1/reading/cases/").json()["count"] == 8
    assert client.get(f"/api/v1/reading/cases/{things.waiting.token}/").status_code == 200


def test_nobody_else_enters_the_reading_room(furnished: Furnished) -> None:
    things = furnished.one
    case = f"/api/v1/reading/cases/{things.waiting.token}/"
    for role in set(ROLES) - {"reader"}:
        client = client_of(furnished, things.world.people[role])
        for url in ("/api/v1/reading/campaigns/", "/api/v1/reading/cases/", case):
            assert client.get(url).status_code == 403, (role, url)
    for reader in (things.world.second_reader, furnished.two.reader):
        assert client_of(furnished, reader).get(case).status_code == 404


def test_anonymous_people_are_asked_for_a_token(furnished: Furnished) -> None:
    client = APIClient()
    below = [f"studies/alpha/{path}" for path in [*LISTS, *objects(furnished.one)]]
    for path in ["studies/", "reading/cases/", "nowhere/", *below]:
        answer = client.get(f"/api/v1/{path}")
        assert answer.status_code == 401, path
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.json()["error"]["code"] == "not_authenticated"
