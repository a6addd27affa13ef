"""Kit lots: what their certificate states, whole or not at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ra_registry.assays.models import CalibratorLevel, KitLot, KitLotLimit
from ra_registry.assays.selectors import lot_table
from ra_registry.assays.services.certificates import CertificateRow
from ra_registry.assays.services.lots import create_lot, create_lot_from_certificate
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.errors import AlreadyRecorded
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from tests.factories.assays import certificate_csv, certificate_rows, shipped_panel


@pytest.fixture
def common(study, coordinator):
    return {"by": coordinator, "study": study.study, "panel": shipped_panel(), "number": "K1"}


def upload(content: bytes) -> Upload:
    return Upload("certificate.csv", content)


def changed(of: str, **changes) -> list[CertificateRow]:
    return [replace(row, **changes) if row.analyte == of else row for row in certificate_rows()]


def test_a_lot_holds_limits_and_calibrators_of_every_analyte(common):
    lot = create_lot(rows=certificate_rows(), **common)

    table = lot_table(lot)
    assert [line.analyte for line in table.lines][:5] == ["IFN-γ", "IL-1β", "IL-2", "IL-4", "IL-6"]
    assert table.level_names == [f"S00{number}" for number in range(1, 9)]
    il6 = table.lines[4]
    assert (il6.limit.llod, il6.limit.lloq, il6.limit.uloq) == (0.06, 0.633, 488)
    assert il6.levels[0] == 500
    assert il6.levels[-1] == 0
    event = AuditEvent.objects.latest("position")
    assert (event.kind, event.data["lot"]) == (EventKind.KIT_LOT_ADDED, "K1")


def test_file_and_form_give_the_same_lot(common):
    typed = create_lot(rows=certificate_rows(), **common)
    read = create_lot_from_certificate(
        certificate=upload(certificate_csv()), **{**common, "number": "K2"}
    ).lot

    for model in (KitLotLimit, CalibratorLevel):
        fields = [
            field.name for field in model._meta.concrete_fields if field.name not in {"id", "lot"}
        ]
        one, other = (
            list(model.objects.filter(lot=lot).order_by(*fields).values_list(*fields))
            for lot in (typed, read)
        )
        assert one == other


def test_names_are_taken_in_any_spelling(common):
    lot = create_lot(rows=changed("IFN-γ", analyte="IFN-gamma (Human)"), **common)

    assert lot.limits.count() == 10


def test_calibrators_may_be_left_to_the_plate_files(common):
    rows = [replace(row, levels={}) for row in certificate_rows()]

    assert create_lot(rows=rows, **common).calibrators.count() == 0


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (changed("IL-6", analyte="IL-99"), "column analyte: Unknown analyte. Found: IL-99"),
        (changed("IL-6", analyte="IL-4"), "column analyte: Stands twice. Found: IL-4"),
        (certificate_rows()[:-1], "Expected: a line for TNF-α"),
        (changed("IL-6", unit="ng/ml"), "column unit: The unit is another one. Found: ng/ml"),
        (changed("IL-6", llod=0.0), "line 6, column llod: No such limit exists. Found: 0"),
        (changed("IL-6", llod=-1.0), "column llod"),
        (changed("IL-6", lloq=0.01), "column lloq: The limits don't rise. Found: 0.01"),
        (changed("IL-6", uloq=0.1), "column uloq: The limits don't rise. Found: 0.1"),
        (changed("IL-6", lloq=None, uloq=0.01), "more than the LLOD of 0.06"),
        (changed("IL-6", levels={"S001": 5.0}), "column levels: Calibrators are missing"),
        (
            changed("IL-6", levels={f"S00{n}": 10.0 / n for n in (1, 2, 3, 5, 6, 7)}),
            "without a gap",
        ),
        (
            changed("IL-6", levels={f"S00{n}": float(n) for n in range(1, 9)}),
            "column S002: The calibrators don't fall. Found: 2",
        ),
        ([], "Expected: a line for IFN-γ"),
    ],
)
def test_a_wrong_certificate_is_refused_with_its_place(common, rows, sentence):
    with pytest.raises(ValidationFailed, match="can't be taken over") as refusal:
        create_lot(rows=rows, **common)

    assert any(sentence in detail for detail in refusal.value.details)
    assert not KitLot.objects.exists()


def test_an_unreadable_certificate_is_refused_with_its_place(common):
    with pytest.raises(ValidationFailed) as refusal:
        create_lot_from_certificate(
            certificate=upload(certificate_csv().replace(b"0.633", b"0,633")), **common
        )

    assert "line 6, column whole line" in refusal.value.details[0]
    event = AuditEvent.objects.latest("position")
    assert (event.kind, event.data["name"]) == (EventKind.UPLOAD_REFUSED, "certificate.csv")


def test_a_lot_is_recorded_once(common):
    first = create_lot(rows=certificate_rows(), **common)

    with pytest.raises(AlreadyRecorded, match="has a lot K1 already") as refusal:
        create_lot(rows=certificate_rows(), **{**common, "number": " k1 "})

    assert refusal.value.existing == first


@pytest.mark.parametrize("number", ["", "  ", "K" * 41])
def test_a_lot_has_a_number(common, number):
    with pytest.raises(ValidationFailed, match="number"):
        create_lot(rows=certificate_rows(), **{**common, "number": number})
