"""The list of samples and the pages that register and void them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ra_registry.assays.models import Sample
from tests.factories.assays import accepted_batch, codes_of
from tests.factories.clinical import PatientFactory, SampleFactory, VisitFactory


@pytest.fixture
def client(study, sign_in) -> Client:
    return sign_in(study.people["coordinator"])


def page(name: str = "samples", *more: object) -> str:
    return reverse(f"assays:{name}", args=["alpha", *more])


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({}, 4),
        ({"q": "pt-"}, 4),
        ({"q": "nobody"}, 0),
        ({"visit": "bl"}, 4),
        ({"visit": "m12"}, 0),
        ({"measured": "yes"}, 0),
        ({"measured": "no"}, 4),
        ({"measured": "voided"}, 0),
        ({"measured": "perhaps"}, 4),
    ],
)
def test_the_list_is_searched_and_filtered(client, query, count):
    assert client.get(page(), query).context["page"].paginator.count == count


def test_measured_samples_are_told_apart(study, client):
    accepted_batch(study)
    SampleFactory(visit=study.visit(study.patients[0], study.year_one))

    answer = client.get(page(), {"measured": "no"}, headers={"HX-Request": "true"})

    assert answer.context["page"].paginator.count == 1
    assert "<html" not in answer.content.decode()
    counts = client.get(page()).context["counts"]
    assert (counts.samples, counts.measured) == (5, 4)


def test_the_list_costs_the_same_however_long_it_is(study, client, django_assert_max_num_queries):
    for _ in range(30):
        patient = PatientFactory(centre=study.south)
        SampleFactory(visit=VisitFactory(patient=patient, planned=study.baseline))

    with django_assert_max_num_queries(14):
        answer = client.get(page())

    assert answer.context["page"].paginator.count == 34


def test_a_centre_sees_its_own_samples(study, sign_in):
    local = sign_in(study.local["coordinator"])

    assert local.get(page()).context["page"].paginator.count == 2
    north = Sample.objects.get(visit=study.visit(study.patients[0], study.baseline))
    south = Sample.objects.get(visit=study.visit(study.patients[2], study.baseline))
    assert local.get(page("void-sample", north.pk)).status_code == 200
    assert local.get(page("void-sample", south.pk)).status_code == 404


def typed(study, **changes) -> dict[str, str]:
    return {
        "patient": study.patients[0].pseudonym.lower(),
        "visit": "m12",
        "material": "plasma",
        "taken_on": "2025-03-12",
        "code": "TUBE-1",
        **changes,
    }


def test_registering_twice_registers_once(study, client):
    for _ in range(2):
        assert client.post(page("register-sample"), typed(study))["Location"] == page()

    assert Sample.objects.filter(code="TUBE-1").count() == 1
    nameless = typed(study, code="", taken_on="", material="serum")
    for _ in range(2):
        assert client.post(page("register-sample"), nameless).status_code == 302
    assert Sample.objects.filter(material="serum").count() == 1


def test_the_patients_page_fills_in_the_form(study, client):
    pseudonym = study.patients[0].pseudonym

    answer = client.get(page("register-sample"), {"patient": pseudonym, "visit": "m12"})

    assert f'value="{pseudonym}"' in answer.content.decode()
    assert '<option value="m12" selected' in answer.content.decode()


@pytest.mark.parametrize(
    ("changes", "status", "sentence"),
    [
        ({"patient": "NOBODY"}, 400, "Found NOBODY"),
        ({"patient": ""}, 400, "This field is required"),
        ({"visit": "m99"}, 400, "Select a valid choice"),
        ({"material": "urine"}, 400, "Found urine"),
        ({"taken_on": "12/03/2025"}, 400, "Found 12/03/2025"),
        ({"taken_on": "2999-01-01"}, 400, "not in the future"),
        ({"code": "a b"}, 400, "letters, digits"),
        ({"code": "TUBE-0"}, 409, "has a sample TUBE-0 already"),
    ],
)
def test_what_can_not_be_registered_comes_back(study, client, changes, status, sentence):
    SampleFactory(visit=study.visit(study.patients[1], study.year_one), code="TUBE-0")

    answer = client.post(page("register-sample"), typed(study, **changes))

    assert answer.status_code == status
    assert sentence in answer.content.decode()
    assert not Sample.objects.filter(code="TUBE-1").exists()


def test_a_visit_that_did_not_take_place_has_no_sample(study, client):
    patient = PatientFactory(centre=study.north)
    VisitFactory(patient=patient, planned=study.baseline)

    answer = client.post(page("register-sample"), typed(study, patient=patient.pseudonym))

    assert "record the visit first" in answer.content.decode()


def test_a_local_coordinator_registers_for_the_own_centre_only(study, sign_in):
    local = sign_in(study.local["coordinator"])
    south = study.patients[2].pseudonym

    refused = local.post(page("register-sample"), typed(study, patient=south))
    assert "Found PT-" in refused.content.decode()
    local.post(page("register-visit-samples"), {"visit": "m12", "material": "plasma"})

    centres = set(
        Sample.objects.filter(visit__planned__code="m12", study=study.study).values_list(
            "visit__patient__centre", flat=True
        )
    )
    assert centres == {study.north.pk}


def test_a_whole_visit(client):
    wanted = {"visit": "m12", "material": "plasma"}

    first = client.post(page("register-visit-samples"), wanted, follow=True)
    again = client.post(page("register-visit-samples"), wanted, follow=True)
    wrong = client.post(page("register-visit-samples"), {}, follow=True)

    assert "4 samples of One year are registered" in first.content.decode()
    assert "Every recorded One year has a sample already (plasma)" in again.content.decode()
    assert "Choose the visit and the material" in wrong.content.decode()


def test_a_pasted_list_comes_back_with_its_errors(study, client):
    pseudonym = study.patients[0].pseudonym
    lines = f"TUBE-1,{pseudonym},m12,,\nTUBE-2,NOBODY,m12,,"

    answer = client.post(page("paste-samples"), {"lines": lines})

    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "line 2, column pseudonym" in shown
    assert f"TUBE-1,{pseudonym}" in shown, "nothing typed is lost"
    done = client.post(page("paste-samples"), {"lines": lines.splitlines()[0]}, follow=True)
    assert "1 sample is registered" in done.content.decode()
    assert client.post(page("paste-samples")).status_code == 400


def test_unknown_codes_of_a_plate_file_are_filled_in(client):
    answer = client.get(page("paste-samples"), {"code": ["X-1", "<b>"]})

    assert "X-1,,,,\n&lt;b&gt;,,,," in answer.content.decode()


def test_voiding_asks_why(study, client):
    sample = Sample.objects.get(code=codes_of(study.study)[0])

    assert client.post(page("void-sample", sample.pk)).status_code == 400
    client.post(page("void-sample", sample.pk), {"reason": "wrong tube"})

    assert client.get(page(), {"measured": "voided"}).context["page"].paginator.count == 1
    assert client.get(page()).context["page"].paginator.count == 3


def test_rights(study, world, sign_in):
    sample = Sample.objects.filter(study=study.study).first()
    for role, sees in (("investigator", 200), ("monitor", 200), ("reader", 403)):
        person = sign_in(study.people[role])
        assert person.get(page()).status_code == sees
        for name in ("register-sample", "paste-samples", "register-visit-samples"):
            assert person.post(page(name)).status_code == 403
        assert person.post(page("void-sample", sample.pk)).status_code == 403
    outsider = sign_in(world.two.people["coordinator"])
    assert outsider.get(page()).status_code == 404
    assert outsider.get(reverse("assays:void-sample", args=["beta", sample.pk])).status_code == 404
