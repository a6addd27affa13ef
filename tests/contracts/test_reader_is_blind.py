"""A reader is sent nothing that tells who, when, what the laboratory found, or what others scored.

Two ways: planted facts are looked for in all that is sent, and what is sent must not change when
the facts behind it do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db.models import F

from ra_registry.cohort.models import ClinicalAssessment, Patient, Visit
from scoring.models import Assignment
from tests.contracts.canaries import Canaries, number_from_afar, plant
from tests.contracts.reader_requests import (
    Answered,
    case_by_api,
    case_on_pages,
    every_address,
)
from tests.contracts.visitor import Reply, ask, session_of, undone
from tests.factories.furnished import Furnished, furnish
from tests.factories.scoring import submitted_reading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_city")]

CHANCE = [
    (re.compile(rb'name="csrfmiddlewaretoken" value="\w+"'), b"token of the form"),
    (re.compile(rb"\d{1,2}:\d\d(:\d\d(\.\d+)?)?"), b"time of day"),
    (re.compile(rb"\b[0-9a-f]{64}\b"), b"hash"),
]


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any, export_dir: Path) -> Iterator[Furnished]:
    """The furnished world with keys that can be recognised."""
    with django_db_blocker.unblock(), undone(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.EXPORT_DIR", export_dir)
        number_from_afar()
        yield furnish()


@pytest.fixture
def session(city: Furnished) -> str:
    return session_of(city.one.reader)


@pytest.fixture
def token(city: Furnished) -> str:
    return city.secrets[city.one.reader.pk]


@pytest.fixture
def canaries(city: Furnished) -> Canaries:
    return plant(city.one)


def all_of(reply: Reply) -> str:
    """Status, headers with cookies and file names, and body, as one text."""
    headers = "\n".join(f"{name}: {value}" for name, value in reply.headers.items())
    return f"{reply.status}\n{headers}\n{reply.body.decode(errors='replace')}"


def told(answered: Answered, canaries: Canaries) -> list[str]:
    """Return what planted facts the answers tell, and where; fails on an answer that is a fault."""
    found = []
    for name, reply in answered:
        assert reply.status < 500, name
        found += [f"{name}: {what}" for what in canaries.in_text(all_of(reply))]
    return found


def test_no_address_tells(city: Furnished, session: str, token: str, canaries: Canaries) -> None:
    answered = every_address(city.one, session=session, token=token)
    assert not told(answered, canaries)


def test_a_case_read_in_the_browser_tells_nothing(
    city: Furnished, session: str, canaries: Canaries
) -> None:
    assert not told(case_on_pages(city.one, session=session), canaries)


def test_a_case_read_through_the_api_tells_nothing(
    city: Furnished, token: str, canaries: Canaries
) -> None:
    assert not told(case_by_api(city.one, token=token), canaries)


def test_the_walks_meet_every_kind_of_answer(city: Furnished, session: str, token: str) -> None:
    """Else the scan would have looked at refusals only."""
    with undone():
        pages = [reply.status for _, reply in case_on_pages(city.one, session=session)]
    assert {200, 302, 409, 422} <= set(pages)
    api = {name: reply.status for name, reply in case_by_api(city.one, token=token)}
    assert {200, 400, 409, 422} <= set(api.values())
    assert api["API: where to sign"] == 200
    assert api["API: corrected"] == 200


def test_the_planted_facts_are_told_to_those_who_may_know(
    city: Furnished, canaries: Canaries
) -> None:
    """Each is found somewhere by the same search, so its absence above means something."""
    study = city.one.study
    session = session_of(city.world.one.people["data_manager"])
    base = f"/studies/{study.code}/"
    patient = Patient.objects.get(pk=city.one.north.patient.pk).pseudonym
    paths = [
        base,
        f"{base}members/",
        f"{base}patients/",
        f"{base}patients/{patient}/",
        f"{base}samples/",
        f"{base}assays/",
        f"{base}readings/{city.one.others_reading.pk}/",
        f"{base}campaigns/mri/",
        f"/api/v1{base}patients/{patient}/",
        f"/api/v1{base}visits/",
        f"/api/v1{base}assessments/",
        f"/api/v1{base}measurements/",
    ]
    seen = "\n".join(all_of(ask("GET", path, session=session)) for path in paths)
    known = {what.split(" ")[0] for what in canaries.in_text(seen)}
    assert known >= {
        "birth", "pseudonym", "visit", "RF", "ACPA", "CRP", "sample", "centre", "colleague",
        "assay", "seed", "a", "drug",
    }  # fmt: skip


def change_dates(city: Furnished) -> None:
    """Let the second visit be the first one in time, years later."""
    Visit.objects.filter(study=city.one.study).update(
        took_place_on=F("took_place_on") - timedelta(days=4000)
    )


def change_patients(city: Furnished) -> None:
    Patient.objects.filter(study=city.one.study).update(
        birth_year=1999, sex="M", acpa_value=Decimal("0.10"), rf_value=Decimal("0.10")
    )
    ClinicalAssessment.objects.filter(visit__study=city.one.study).update(
        sjc28=0, tjc28=0, crp_value=Decimal("0.100"), esr=1
    )


def let_the_colleague_finish(city: Furnished) -> None:
    waiting = Assignment.objects.filter(reader=city.world.one.second_reader, status="assigned")
    for assignment in waiting.filter(case__campaign__state="open"):
        submitted_reading(assignment, value=3)


@pytest.mark.parametrize("change", [change_dates, change_patients, let_the_colleague_finish])
def test_what_a_reader_is_sent_does_not_depend_on_what_is_hidden(
    city: Furnished, session: str, token: str, change: Callable[[Furnished], None]
) -> None:
    def walk() -> list[tuple[str, int, bytes]]:
        seen: list[tuple[str, int, bytes]] = []
        for way in (
            case_on_pages(city.one, session=session),
            case_by_api(city.one, token=token),
        ):
            with undone():
                seen += [(name, reply.status, without_chance(reply)) for name, reply in way]
        return seen

    before = walk()
    change(city)
    after = walk()
    differing = [name for (name, *old), (_, *new) in zip(before, after, strict=True) if old != new]
    assert not differing


def without_chance(reply: Reply) -> bytes:
    """Return the body without what differs between any two answers."""
    body = reply.body
    for pattern, name in CHANCE:
        body = pattern.sub(name, body)
    return body
