"""Kit lots on the pages: list, certificate, new lot by file or by hand."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ra_registry.assays.models import KitLot
from tests.factories.assays import certificate_csv, certificate_rows, make_lot, shipped_panel


@pytest.fixture
def client(study, sign_in) -> Client:
    return sign_in(study.people["coordinator"])


def page(name: str = "lots", *more: object) -> str:
    return reverse(f"assays:{name}", args=["alpha", *more])


def certificate(content: bytes | None = None) -> io.BytesIO:
    file = io.BytesIO(certificate_csv() if content is None else content)
    file.name = "certificate.csv"
    return file


def typed(**changes) -> dict[str, str]:
    numbers = {
        f"{column}-{shipped_panel().analytes.get(name=row.analyte).code}": str(value)
        for row in certificate_rows()
        for column, value in (
            ("llod", row.llod),
            ("lloq", row.lloq),
            ("uloq", row.uloq),
            ("top", row.levels["S001"]),
        )
    }
    common = {"panel": str(shipped_panel().pk), "number": "K1", "fold": "4", "levels": "8"}
    return {**common, **numbers, **changes}


def test_lots_are_listed_with_their_expiry(study, coordinator, client):
    today = timezone.now().date()
    for number, days in (("K1", -1), ("K2", 10), ("K3", 400)):
        lot = make_lot(study.study, coordinator, number=number)
        KitLot.objects.filter(pk=lot.pk).update(expires_on=today + timedelta(days=days))
    make_lot(study.study, coordinator, number="K4")

    shown = {lot.number: label for lot, _, label in client.get(page()).context["lots"]}

    assert shown == {
        "K1": "Expired",
        "K2": "Expires soon",
        "K3": "Valid",
        "K4": "No expiry stated",
    }


def test_a_study_without_lots(client):
    assert "No kit lot is recorded yet" in client.get(page()).content.decode()


def test_a_lot_shows_its_certificate(study, coordinator, client):
    lot = make_lot(study.study, coordinator)

    shown = client.get(page("lot", lot.pk)).content.decode()

    for text in ("K0081234", "IL-12p70", "0.633", "S008"):
        assert text in shown
    assert client.get(page("lot", lot.pk + 1)).status_code == 404


def test_a_lot_from_its_certificate(client):
    panel = shipped_panel()
    answer = client.post(
        page("create-lot"),
        {
            "panel": panel.pk,
            "number": "K1",
            "expires_on": "2027-01-31",
            "certificate": certificate(),
        },
    )

    lot = KitLot.objects.get()
    assert answer["Location"] == page("lot", lot.pk)
    assert (lot.number, str(lot.expires_on), lot.limits.count()) == ("K1", "2027-01-31", 10)


def test_what_is_left_out_of_a_certificate_is_said(client):
    table = io.BytesIO(certificate_csv() + b"\r\nReviewed by: AC\r\n")
    table.name = "certificate.csv"
    sent = {"panel": shipped_panel().pk, "number": "K1", "certificate": table}
    shown = client.post(page("create-lot"), sent, follow=True).content.decode()

    assert "Lot K1 of" in shown
    assert "line 12, column whole line: The line is read as a footer" in shown
    assert "Reviewed by: AC" in shown


def test_a_lot_typed_by_hand(client):
    address = f"{page('create-lot')}?panel={shipped_panel().code}"
    opened = client.get(address).content.decode()
    assert "Numbers of the certificate" in opened
    assert "This field is required" not in opened

    answer = client.post(address, typed())

    assert answer.status_code == 302
    lot = KitLot.objects.get()
    assert lot.calibrators.count() == 80
    assert lot.calibrators.get(analyte__code="il-6", level="S002").concentration == 125


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"llod-il-6": ""}, "LLOD of IL-6"),
        ({"llod-il-6": "low"}, "Found low, expected a number of at least 0."),
        ({"llod-il-6": "0"}, "No such limit exists"),
        ({"lloq-il-6": "0.01"}, "limits don&#x27;t rise"),
        ({"fold": "1"}, "Fold between levels"),
        ({"levels": "3"}, "Found 3, expected a whole number from 6 to 16."),
        ({"number": ""}, "Lot number"),
        ({"expires_on": "soon"}, "Found soon"),
    ],
)
def test_wrong_numbers_come_back_with_what_was_typed(client, changes, sentence):
    address = f"{page('create-lot')}?panel={shipped_panel().code}"

    answer = client.post(address, typed(**changes))

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert 'value="938.0"' in answer.content.decode() or 'value="938"' in answer.content.decode()
    assert not KitLot.objects.exists()


def test_a_wrong_certificate_comes_back_with_its_place(client):
    wrong = certificate(certificate_csv().replace(b"0.633", b"high"))

    answer = client.post(
        page("create-lot"),
        {"panel": shipped_panel().pk, "number": "K1", "certificate": wrong},
    )

    assert answer.status_code == 400
    assert "line 6, column lloq" in answer.content.decode()


def test_neither_file_nor_numbers(client):
    answer = client.post(page("create-lot"), {"panel": shipped_panel().pk, "number": "K1"})

    assert answer.status_code == 400
    assert "Choose the certificate" in answer.content.decode()


def test_a_known_number_and_an_unknown_panel(study, coordinator, client):
    make_lot(study.study, coordinator, number="K1")

    answer = client.post(
        page("create-lot"),
        {"panel": shipped_panel().pk, "number": "K1", "certificate": certificate()},
    )

    assert answer.status_code == 409
    assert "has a lot K1 already" in answer.content.decode()
    assert client.get(f"{page('create-lot')}?panel=none").status_code == 404


def test_rights(study, world, sign_in):
    for role, sees in (("investigator", 200), ("reader", 403)):
        person = sign_in(study.people[role])
        assert person.get(page()).status_code == sees
        assert person.get(page("create-lot")).status_code == 403
    assert sign_in(study.people["data_manager"]).get(page("create-lot")).status_code == 200
    assert sign_in(study.local["coordinator"]).get(page("create-lot")).status_code == 403
    assert sign_in(world.two.people["coordinator"]).get(page()).status_code == 404
