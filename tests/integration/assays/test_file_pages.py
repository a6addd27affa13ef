"""Uploading, reviewing, accepting and discarding on the pages."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from django.urls import reverse

from ra_registry.assays.models import AssayFile, Batch
from ra_registry.assays.services.uploads import Upload
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from tests.factories.assays import (
    accepted_batch,
    codes_of,
    export_of,
    layout_of,
    make_lot,
    raw_text_of,
    staged_file,
)

ALL = {"confirm_roles": "on", "leave_out_unknown": "on", "accept_repeats": "on"}


def as_file(upload: Upload) -> io.BytesIO:
    file = io.BytesIO(upload.content)
    file.name = upload.name
    return file


@pytest.fixture
def client(study, lot, sign_in) -> Client:
    return sign_in(study.people["coordinator"])


@pytest.fixture
def code(study) -> str:
    return study.study.code


def address(name: str, file: AssayFile) -> str:
    return reverse(f"assays:{name}", args=[file.study.code, file.token])


def test_an_upload_leads_to_its_review(study, client, code):
    upload = export_of(codes_of(study.study))

    answer = client.post(reverse("assays:upload", args=[code]), {"file": as_file(upload)})

    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    for text in ("Ready to accept", "2SYNA00001", "MSD Discovery Workbench", "Unicode (UTF-8)",
                 "comma", "Accept 300 rows", upload.sha256[:12], "IL-12p70", "7 of 7"):  # fmt: skip
        assert text in page


def test_the_upload_page_works_by_itself(client, code):
    page = client.get(reverse("assays:upload", args=[code]))

    assert page.status_code == 200
    assert "Upload for review" in page.content.decode()
    assert "This field is required" not in page.content.decode()


def test_the_same_file_leads_to_the_one_that_is_there(study, client, code):
    upload = export_of(codes_of(study.study))
    file = staged_file(study, upload)

    answer = client.post(
        reverse("assays:upload", args=[code]),
        {"file": as_file(upload), "layout": as_file(layout_of(codes_of(study.study)))},
        follow=True,
    )

    assert answer.redirect_chain == [(address("file", file), 302)]
    assert "This file is here already" in answer.content.decode()
    assert "layout beside it was not used" in answer.content.decode()
    assert AssayFile.objects.count() == 1


def test_unknown_samples_are_marked_and_can_be_registered(study, client):
    file = staged_file(study, export_of([*codes_of(study.study)[:2], "X-1"]))

    page = client.get(address("file", file)).content.decode()

    assert "No sample of this study: X-1." in page
    assert page.count("no sample of this study") >= 2
    assert "/samples/register/list/?code=X-1" in page
    assert "disabled" in page[page.index("Accept 280 rows") - 60 :][:60]


def test_choices_change_the_preview_with_and_without_htmx(study, client):
    file = staged_file(study, export_of([*codes_of(study.study)[:2], "X-1"]))

    whole = client.get(address("file", file), {"leave_out_unknown": "on"})
    part = client.get(
        address("file", file), {"leave_out_unknown": "on"}, headers={"HX-Request": "true"}
    )

    assert "Ready to accept" in whole.content.decode()
    assert "Ready to accept" in part.content.decode()
    assert "<html" not in part.content.decode()
    assert 'name="leave_out_unknown" value="on"' in part.content.decode()


def test_lot_and_layout_are_given_on_the_page(study, client, lot, coordinator):
    other = make_lot(study.study, coordinator, number="K0090000")
    codes = codes_of(study.study)
    file = staged_file(study, raw_text_of(codes))

    page = client.get(address("file", file)).content.decode()
    assert "Choose the panel&#x27;s kit lot" in page
    client.post(address("file-lot", file), {"lot": other.pk})
    client.post(address("file-layout", file), {"layout": as_file(layout_of(codes))})

    file.refresh_from_db()
    assert (file.lot, file.layout_name) == (other, "layout.csv")
    page = client.get(address("file", file), ALL).content.decode()
    assert "Ready to accept" in page
    assert "diluted 1:2" in page


def test_a_refused_layout_comes_back_with_its_place(study, client):
    file = staged_file(study, raw_text_of(codes_of(study.study)))

    answer = client.post(
        address("file-layout", file), {"layout": as_file(Upload("layout.csv", b"a,b\n1,2\n"))}
    )

    assert answer.status_code == 400
    assert "layout.csv can&#x27;t be read as a plate layout" in answer.content.decode()
    assert "line 1, column 1" in answer.content.decode()


@pytest.mark.parametrize("name", ["file-lot", "file-layout"])
def test_an_empty_choice_changes_nothing(study, client, name):
    file = staged_file(study, export_of(codes_of(study.study)))

    answer = client.post(address(name, file), follow=True)

    assert "Choose" in answer.content.decode()


def test_accepting_twice_leads_to_the_same_batch(study, client):
    file = staged_file(study, export_of(codes_of(study.study)))

    first = client.post(address("accept-file", file))
    again = client.post(address("accept-file", file))

    batch = Batch.objects.get()
    assert (
        first["Location"]
        == again["Location"]
        == reverse("assays:batch", args=[study.study.code, batch.token])
    )
    assert client.get(address("file", file))["Location"] == first["Location"]


def test_what_blocks_comes_back_and_stores_nothing(study, client):
    file = staged_file(study, export_of([*codes_of(study.study)[:2], "X-1"]))

    answer = client.post(address("accept-file", file))

    assert answer.status_code == 400
    assert "No sample of this study: X-1." in answer.content.decode()
    assert not Batch.objects.exists()


def test_a_stale_preview_comes_back(study, client):
    codes = codes_of(study.study)
    file = staged_file(study, raw_text_of(codes), layout=layout_of(codes))
    page = client.get(address("file", file), ALL)
    seen = page.context["preview"].basis
    client.post(address("file-layout", file), {"layout": as_file(layout_of(codes[::-1]))})

    answer = client.post(address("accept-file", file), {**ALL, "basis": seen})

    assert answer.status_code == 409
    assert "Nothing was stored" in answer.content.decode()
    assert not Batch.objects.exists()


def test_one_of_several_plates_is_shown(study, client, coordinator):
    codes = codes_of(study.study)
    text = raw_text_of(codes).content + raw_text_of(["X-1"], series="C").content
    file = staged_file(study, Upload("plates.txt", text), layout=layout_of(codes))

    first = client.get(address("file", file), {**ALL, "plate": "x"})
    second = client.get(address("file", file), {**ALL, "plate": "2"})

    assert first.context["one"]["map"].name == "2SYNB00001"
    assert second.context["one"]["map"].name == "2SYNC00001"
    assert first.context["plate_tabs"] == [(1, "2SYNB00001", 6), (2, "2SYNC00001", 6)]
    assert 'name="plate" value="2"' in second.content.decode()
    batch_page = client.post(address("accept-file", file), ALL)["Location"]
    for asked, shown in (("2", "2SYNC00001"), ("3", "2SYNB00001"), ("-1", "2SYNB00001")):
        answer = client.get(batch_page, {"plate": asked})
        assert answer.context["one"]["plate"].barcode == shown
        assert "?plate=2" in answer.content.decode()


def test_discarding(study, client):
    file = staged_file(study, export_of(codes_of(study.study)))

    answer = client.post(address("discard-file", file), follow=True)

    assert "is discarded" in answer.content.decode()
    assert "This file was discarded" in client.get(address("file", file)).content.decode()
    assert client.post(address("accept-file", file)).status_code == 409


def test_a_file_that_can_not_be_read_any_more_can_still_be_discarded(study, client, monkeypatch):
    file = staged_file(study, export_of(codes_of(study.study)))
    checks = "ra_registry.assays.services.checks"
    monkeypatch.setattr(f"{checks}.is_plausible_number", lambda _: False)

    page = client.get(address("file", file))

    assert page.status_code == 200
    assert "can&#x27;t be read as an assay file" in page.content.decode()
    assert client.post(address("discard-file", file)).status_code == 302


def test_the_original_is_sent_as_it_came_and_audited(study, client):
    upload = export_of(codes_of(study.study), name="Plätte 1.csv")
    file = staged_file(study, upload)

    answer = client.get(address("original-file", file))

    assert answer.content == upload.content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert AuditEvent.objects.latest("position").kind == EventKind.TABLE_DOWNLOADED


def test_who_only_looks_gets_no_buttons(study, client, sign_in):
    file = staged_file(study, export_of(codes_of(study.study)))
    monitor = sign_in(study.people["monitor"])

    page = monitor.get(address("file", file)).content.decode()

    assert "Ready to accept" in page
    for text in ("Accept 300 rows", "Use this lot", "Add layout", "Discard"):
        assert text not in page
    assert monitor.post(address("accept-file", file)).status_code == 403


@pytest.mark.parametrize("role", ["reader", "investigator"])
def test_rights(study, world, lot, sign_in, role):
    file = staged_file(study, export_of(codes_of(study.study)))
    person = sign_in(study.people[role])

    assert person.post(reverse("assays:upload", args=["alpha"])).status_code == 403
    assert person.get(address("file", file)).status_code == (403 if role == "reader" else 200)
    local = sign_in(study.local["coordinator"])
    assert local.get(address("file", file)).status_code == 403
    outsider = sign_in(world.two.people["coordinator"])
    assert outsider.get(address("file", file)).status_code == 404
    assert outsider.post(reverse("assays:upload", args=["alpha"])).status_code == 404
    theirs = reverse("assays:file", args=["beta", file.token])
    assert outsider.get(theirs).status_code == 404


def test_the_review_costs_a_bounded_number_of_queries(study, client, django_assert_max_num_queries):
    accepted_batch(study)
    codes = codes_of(study.study)
    file = staged_file(study, raw_text_of(codes), layout=layout_of(codes))

    with django_assert_max_num_queries(30):
        client.get(address("file", file), ALL)
