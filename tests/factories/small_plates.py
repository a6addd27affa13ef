"""A kit lot without calibrators, and exports of a few wells: for tests that only need results."""

from __future__ import annotations

from collections.abc import Sequence

from ra_registry.accounts.models import User
from ra_registry.assays.models import Analyte, Batch, KitLot, KitLotLimit, Panel
from ra_registry.assays.reference_data import PROINFLAMMATORY_1
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.staging import choose_lot, stage_file
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.models import Study
from tests.factories.assay_files import SMALL_TABLE


def kit_lot(number: str = "LOT-1") -> KitLot:
    """Return a lot of the shipped panel with limits for all of its analytes."""
    lot = KitLot.objects.create(panel=Panel.objects.get(code=PROINFLAMMATORY_1.code), number=number)
    KitLotLimit.objects.bulk_create(
        KitLotLimit(lot=lot, analyte=analyte, llod=0.5, lloq=1.0, uloq=20_000.0)
        for analyte in Analyte.objects.all()
    )
    return lot


def sample_file(codes: Sequence[str], *, barcode: str = "2AB0CD1234") -> bytes:
    """Return an export with one IL-6 well of 7.25 pg/ml for each sample."""
    lines = [SMALL_TABLE[0]] + [
        [
            f"Plate_{barcode}",
            code,
            "Unknowns",
            "IL-6",
            f"A{column:02d}",
            *("1", "2", "", "1512", "7.25", "In Detection Range", "no"),
        ]
        for column, code in enumerate(codes, 1)
    ]
    return "".join(f"{','.join(line)}\r\n" for line in lines).encode()


def accepted_batch(study: Study, codes: Sequence[str], *, by: User) -> Batch:
    """Return the batch of a file that was uploaded and accepted."""
    upload = Upload("plate.csv", sample_file(codes))
    file = stage_file(study=study, upload=upload, by=by).file
    choose_lot(file=file, lot=kit_lot(), by=by)
    return accept_file(file=file, choices=Choices(reason="a small plate"), by=by)
