"""The list of batches and the page of one."""

from __future__ import annotations

import csv

import pytest
from django.test import Client
from django.urls import reverse

from ra_registry.assays.models import Batch
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.staging import discard_file
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from tests.factories.assays import accepted_batch, codes_of, export_of, staged_file


@pytest.fixture
def batch(study) -> Batch:
    return accepted_batch(study)


@pytest.fixture
def client(study, sign_in) -> Client:
    return sign_in(study.people["coordinator"])


def page_of(batch: Batch, name: str = "batch") -> str:
    return reverse(f"assays:{name}", args=[batch.study.code, batch.token])


def test_a_new_study_has_no_batch_yet(study, client):
    page = client.get(reverse("assays:batches", args=[study.study.code])).content.decode()

    assert "No batch is accepted yet" in page
    assert "Upload for review" in page


def test_the_list_shows_what_waits_what_was_accepted_and_what_not(
    study, batch, client, coordinator, django_assert_max_num_queries
):
    codes = codes_of(study.study)
    staged_file(study, export_of(codes, series="B", name="waiting.csv"))
    discarded = staged_file(study, export_of(codes, series="C", name="discarded.csv"))
    discard_file(file=discarded, by=coordinator)
    for series in "DEF":
        accepted_batch(study, series=series, choices=Choices(accept_repeats=True))

    with django_assert_max_num_queries(16):
        page = client.get(reverse("assays:batches", args=["alpha"])).content.decode()

    assert "waiting.csv" in page
    assert "discarded.csv" in page
    assert "1–4 of 4" in page
    assert batch.file.sha256[:12] in page


def test_a_monitor_gets_no_upload_form(study, batch, sign_in):
    page = sign_in(study.people["monitor"]).get(reverse("assays:batches", args=["alpha"]))

    assert "Upload for review" not in page.content.decode()


def test_the_page_reconciles_the_import(batch, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        answer = client.get(page_of(batch))

    report = answer.context["report"]
    assert (report.rows_in_file, report.rows_stored, report.not_stored) == (300, 300, 0)
    assert report.by_role == {"Calibrator": 160, "Control": 60, "Sample": 80}
    page = answer.content.decode()
    for text in (batch.file.sha256, "2SYNA00001", "7 of 7", "1–50 of 300", "IFN-γ"):
        assert text in page


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ({"analyte": "il-6"}, 30),
        ({"role": "sample"}, 80),
        ({"role": "sample", "analyte": "il-6"}, 8),
        ({"sample": "s001"}, 20),
        ({"sample": "nobody"}, 0),
        ({"role": "guess", "censor": "nowhere"}, 300),
        ({"page": "x"}, 300),
    ],
)
def test_measurements_are_filtered(batch, client, query, count):
    found = client.get(page_of(batch), query).context["page"].paginator.count
    part = client.get(page_of(batch), query, headers={"HX-Request": "true"})

    assert found == count
    assert part.context["page"].paginator.count == count
    assert "<html" not in part.content.decode()


def test_censor_codes_are_a_filter(batch, client):
    answer = client.get(page_of(batch), {"censor": "below_llod"})

    shown = answer.context["page"].object_list
    assert shown
    assert {one.censor for one in shown} == {"below_llod"}


def test_the_table_is_downloaded_and_audited(study, batch, client):
    answer = client.get(page_of(batch, "download-measurements"), {"analyte": "il-6"})

    rows = list(csv.DictReader(answer.getvalue().decode("utf-8-sig").splitlines()))
    assert len(rows) == 30
    sample = next(row for row in rows if row["sample"] == codes_of(study.study)[0])
    assert (sample["analyte"], sample["unit"], sample["dilution"]) == ("il-6", "pg/ml", "2.0")
    assert sample["vendor_text"] == sample["concentration"]
    assert sample["patient"] == study.patients[0].pseudonym
    event = AuditEvent.objects.latest("position")
    assert event.kind == EventKind.TABLE_DOWNLOADED
    assert (event.data["rows"], event.data["filters"]) == (30, {"analyte": "il-6"})


def test_taking_back_asks_why(batch, client):
    assert "leave every analysis" in client.get(page_of(batch, "void-batch")).content.decode()
    assert client.post(page_of(batch, "void-batch")).status_code == 400

    answer = client.post(page_of(batch, "void-batch"), {"reason": "wrong lot"}, follow=True)

    page = answer.content.decode()
    assert "no analysis uses it" in page
    assert "wrong lot" in page
    assert client.post(page_of(batch, "void-batch"), {"reason": "x"}).status_code == 409


def test_rights(study, world, batch, sign_in):
    for role, status in (("investigator", 200), ("monitor", 200), ("reader", 403)):
        person = sign_in(study.people[role])
        assert person.get(page_of(batch)).status_code == status
        assert person.post(page_of(batch, "void-batch"), {"reason": "x"}).status_code == 403
    assert sign_in(study.local["coordinator"]).get(page_of(batch)).status_code == 403
    assert sign_in(world.two.people["coordinator"]).get(page_of(batch)).status_code == 404
    elsewhere = reverse("assays:batch", args=["beta", batch.token])
    assert sign_in(world.two.people["coordinator"]).get(elsewhere).status_code == 404
    assert not Batch.objects.filter(voided_at__isnull=False).exists()
