"""What a file prints is stored, shown and sent as it was printed, whatever was read from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import reverse

from ra_registry.assays.models import Batch, Measurement
from ra_registry.assays.services.uploads import Upload
from tests.factories.assay_files import SMALL_TABLE
from tests.factories.assays import codes_of
from tests.integration.assays.doors import PageDoor

PRINTED = {"A01": "<0,3", "A02": "NaN", "A03": "> 3450", "A04": "１２，５", "A05": "1 234,5",
           "A06": "7,250", "A07": "N/A", "A08": "−1,5"}  # fmt: skip
NUMBERS = {"A04": 12.5, "A05": 1234.5, "A06": 7.25, "A08": -1.5}


@pytest.fixture
def printed(study) -> Upload:
    """Wells of one sample whose concentrations are printed in every odd way."""
    code = codes_of(study.study)[0]
    lines = [SMALL_TABLE[0]] + [
        ["Plate_2AB0CD1234", code, "Unknowns", "IL-6", well, "5", "2", "", "1512", text,
         "Below Detection Range" if text[0] in "−<" else "In Detection Range", "no"]
        for well, text in PRINTED.items()
    ]  # fmt: skip
    return Upload("plate.csv", "\n".join(";".join(line) for line in lines).encode())


def test_printed_texts_are_stored_by_every_door(door, printed):
    door.send(printed)
    accepted, said = door.accept("the laboratory was asked")

    assert accepted, said
    stored = {one.well.name: one for one in Measurement.objects.select_related("well")}
    assert {name: one.vendor_text for name, one in stored.items()} == PRINTED
    numbers = {name: one.vendor_concentration for name, one in stored.items()}
    assert {name: value for name, value in numbers.items() if value is not None} == NUMBERS


def test_printed_texts_are_shown_and_sent(study, lot, coordinator, printed, sign_in):
    page = PageDoor(study.study, coordinator, lot, Path())
    page.send(printed)
    accepted, said = page.accept("the laboratory was asked")
    assert accepted, said
    client, token = sign_in(coordinator), Batch.objects.get().token
    shown = client.get(reverse("assays:batch", args=[study.study.code, token])).content.decode()
    address = reverse("assays:download-measurements", args=[study.study.code, token])
    sent = b"".join(client.get(address).streaming_content).decode()

    for text in PRINTED.values():
        assert f">{text.replace('<', '&lt;').replace('>', '&gt;')}</td>" in shown
        assert text in sent
