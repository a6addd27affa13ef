"""A form that names an object of another study or centre is refused and changes nothing.

The address says which study a request is for; what is typed or sent beside it must be of that
study as well, and of a centre where the person holds the right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ra_registry.core.models import AuditEvent
from tests.contracts.visitor import ask, session_of, undone
from tests.factories.furnished import Furnished, StudyThings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_city")]

Body = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """A form of study one: what is sent for one's own objects, and what makes it foreign."""

    name: str
    path: str
    own: Callable[[StudyThings], Body]
    foreign: Callable[[StudyThings], Body]
    role: str = "data_manager"

    def __str__(self) -> str:
        return self.name


PATIENT: Body = {
    "pseudonym": "KB-7Q4M",
    "enrolled_on": "2024-03-11",
    "sex": "F",
    "birth_year": "1961",
    "diagnosis": "ra-2010",
}
ENDPOINT: Body = {
    "based_on": "1",
    "label": "MRI erosion progression",
    "side": "above",
    "limit_by": "points",
    "threshold": "1.5",
    "reader_rule": "mean",
    "missing_rule": "pairwise",
    "reason": "stricter",
}


def endpoint(things: StudyThings) -> Body:
    return ENDPOINT | {
        "of": f"{things.waiting.case.campaign_id}/erosion",
        "baseline": things.world.baseline.pk,
        "follow_up": things.world.year_one.pk,
    }


FORMS = [
    Form(
        "enrol into a centre",
        "patients/enrol/",
        lambda own: PATIENT | {"centre": own.north.centre.pk},
        lambda other: {"centre": other.north.centre.pk},
    ),
    Form(
        "grant a role for a centre",
        "members/",
        lambda own: {
            "user": "stranger@example.org",
            "role": "monitor",
            "centre": own.north.centre.pk,
        },
        lambda other: {"centre": other.north.centre.pk},
    ),
    Form(
        "invite for a centre",
        "members/invite/",
        lambda own: {
            "full_name": "New Person",
            "email": "new@example.org",
            "role": "monitor",
            "centre": own.north.centre.pk,
        },
        lambda other: {"centre": other.north.centre.pk},
    ),
    Form(
        "make cases of visits",
        "campaigns/draft/cases/",
        lambda own: {"visits": [own.world.baseline.pk, own.world.year_one.pk]},
        lambda other: {"visits": [other.world.baseline.pk, other.world.year_one.pk]},
    ),
    Form(
        "assign readers",
        "campaigns/draft/readers/",
        lambda own: {"readers": [own.reader.pk, own.world.second_reader.pk], "strategy": "fixed"},
        lambda other: {"readers": [other.reader.pk, other.world.second_reader.pk]},
    ),
    Form(
        "register a sample of a patient",
        "samples/register/",
        lambda own: {
            "patient": own.north.patient.pseudonym,
            "visit": "m12",
            "material": "plasma",
            "code": "NEW-1",
        },
        lambda other: {"patient": other.north.patient.pseudonym},
        role="coordinator",
    ),
    Form(
        "an endpoint of a campaign",
        "analysis/endpoints/mri-progression/",
        endpoint,
        lambda other: {"of": f"{other.waiting.case.campaign_id}/erosion"},
    ),
    Form(
        "an endpoint of a visit",
        "analysis/endpoints/mri-progression/",
        endpoint,
        lambda other: {"follow_up": other.world.year_one.pk},
    ),
]


@pytest.mark.parametrize("form", FORMS, ids=str)
def test_what_belongs_to_another_study_is_refused(form: Form, city: Furnished) -> None:
    path = f"/studies/{city.one.study.code}/{form.path}"
    session = session_of(city.world.one.people[form.role])
    body = form.own(city.one)
    if form.name == "assign readers":
        cases = {"visits": [city.one.world.baseline.pk, city.one.world.year_one.pk]}
        ask("POST", path.replace("readers", "cases"), session=session, body=cases)
    with undone():
        accepted = ask("POST", path, session=session, body=body)
    assert accepted.status in {200, 302}, "the form with one's own objects must be complete"
    before = AuditEvent.objects.count()
    refused = ask("POST", path, session=session, body=body | form.foreign(city.two))
    assert refused.status in {400, 422}
    assert AuditEvent.objects.count() == before, "whatever is written leaves an event"


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("patients/enrol/", lambda one: PATIENT | {"centre": one.north.centre.pk}),
        (
            "samples/register/",
            lambda one: {
                "patient": one.north.patient.pseudonym,
                "visit": "m12",
                "material": "plasma",
                "code": "NEW-1",
            },
        ),
    ],
)
def test_what_belongs_to_another_centre_is_refused(
    path: str, own: Callable[[StudyThings], Body], city: Furnished
) -> None:
    session = session_of(city.world.one.local["coordinator"])
    address = f"/studies/{city.one.study.code}/{path}"
    body = own(city.one)
    with undone():
        assert ask("POST", address, session=session, body=body).status == 302
    south = city.one.south
    foreign = {"centre": south.centre.pk, "patient": south.patient.pseudonym}
    changed = body | {name: value for name, value in foreign.items() if name in body}
    before = AuditEvent.objects.count()
    assert ask("POST", address, session=session, body=changed).status == 400
    assert AuditEvent.objects.count() == before


def test_a_patient_is_not_moved_to_a_centre_out_of_ones_reach(city: Furnished) -> None:
    patient = city.one.north.patient
    session = session_of(city.world.one.local["coordinator"])
    address = f"/studies/{city.one.study.code}/patients/{patient.pseudonym}/edit/"
    body = PATIENT | {"revision": patient.revision, "reason": "moved"}
    del body["pseudonym"]
    with undone():
        stays = ask("POST", address, session=session, body=body | {"centre": patient.centre_id})
    assert stays.status == 302
    for centre in (city.one.south.centre, city.two.north.centre):
        moved = ask("POST", address, session=session, body=body | {"centre": centre.pk})
        assert moved.status == 400
    patient.refresh_from_db()
    assert patient.centre_id == city.one.north.centre.pk


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "x:y"])
def test_a_recompute_leads_nowhere_else(target: str, city: Furnished) -> None:
    session = session_of(city.world.one.people["investigator"])
    address = f"/studies/{city.one.study.code}/analysis/recompute/"
    reply = ask("POST", address, session=session, body={"next": target})
    assert reply.status == 302
    assert reply.location == f"/studies/{city.one.study.code}/analysis/"


@pytest.mark.parametrize(
    "path",
    [
        "v1:visit visits/{two.north.visit.pk}/",
        "v1:reading readings/{two.north.reading.pk}/",
        "v1:assay-file assay-files/{two.staged.token}/",
        "v1:batch batches/{two.batch.token}/",
        "v1:analysis analyses/{two.run.pk}/",
        "v1:export exports/{two.export.token}/",
        "page readings/{two.north.reading.pk}/",
        "page assays/files/{two.staged.token}/",
        "page assays/batches/{two.batch.token}/",
        "page exports/{two.export.token}/download",
        "page analysis/runs/{two.run.pk}/",
        "page patients/{two.north.patient.pseudonym}/",
        "page members/{two.membership.pk}/end/",
    ],
)
def test_a_foreign_object_is_not_found_below_ones_own_study(path: str, city: Furnished) -> None:
    kind, rest = path.split(" ")
    base = "/api/v1/studies" if kind.startswith("v1") else "/studies"
    address = f"{base}/{city.one.study.code}/{rest.format(two=city.two)}"
    session = session_of(city.world.one.people["data_manager"])
    assert ask("GET", address, session=session).status == 404
