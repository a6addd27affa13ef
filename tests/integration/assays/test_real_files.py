"""The real files beside the project, from the upload to stored results."""

from __future__ import annotations

from datetime import date

import pytest

from ra_registry.assays.models import Analyte, KitLot, Measurement, Panel, PanelAnalyte, Sample
from ra_registry.assays.models.measurement import Censor
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.certificates import CertificateRow
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.lots import create_lot
from ra_registry.assays.services.preview import build_preview
from ra_registry.assays.services.staging import choose_lot
from ra_registry.assays.services.uploads import Upload
from tests.factories.assays import codes_of, staged_file
from tests.factories.clinical import SampleFactory
from tests.factories.world import StudyWorld
from tests.paths import require_shared

# Before the oldest of these plates was read.
TAKEN = date(2010, 1, 1)

FORMAT_ONLY = Choices(reason="a format sample")
EVERYTHING = Choices(
    confirm_roles=True, leave_out_unknown=True, accept_repeats=True, reason="a format sample"
)


@pytest.fixture(autouse=True)
def _taken_before(study) -> None:
    """The real plates were read from 2010 on, earlier than the cast's samples are taken."""
    Sample.objects.filter(study=study.study).update(taken_on=TAKEN)


def real(folder: str, name: str) -> Upload:
    return Upload(name, (require_shared() / folder / name).read_bytes())


def make_real_lot(study: StudyWorld, names: dict[int, str]) -> KitLot:
    """Return the lot of a panel with these analytes by spot; its limits are made up."""
    panel = Panel.objects.create(code="real", name="Panel of the real file")
    for spot, name in names.items():
        analyte = Analyte.objects.create(code=f"spot-{spot}", name=name)
        PanelAnalyte.objects.create(panel=panel, analyte=analyte, spot=spot)
    return create_lot(
        by=study.people["coordinator"],
        study=study.study,
        panel=panel,
        number="REAL-1",
        rows=[
            CertificateRow(analyte=name, llod=0.1, line=line)
            for line, name in enumerate(names.values(), 1)
        ],
    )


def layout(rows: str, code_of: dict[str, str]) -> Upload:
    """Return a layout of 12 columns that names some wells."""
    lines = ["," + ",".join(str(column) for column in range(1, 13))]
    lines += [
        f"{letter}," + ",".join(code_of.get(f"{letter}{column}", "B") for column in range(1, 13))
        for letter in rows
    ]
    return Upload("layout.csv", "\n".join(lines).encode())


def signal(batch, plate: str, well: str, spot: int) -> Measurement:
    return Measurement.objects.get(
        well__plate__batch=batch, well__plate__barcode=plate, well__name=well, spot=spot
    )


def test_an_analysed_export(study, coordinator):
    """S001 is a subject's code here: the lot names no levels, and names are never interpreted."""
    lot = make_real_lot(study, {1: "Spike (Wuhan)", 2: "Spike (FL.1.5.1)"})
    visit = study.visit(study.patients[0], study.baseline)
    SampleFactory(visit=visit, code="S001")
    file = staged_file(study, real("msd-workbench", "msd_workbench_test_1.csv"))

    assert file.lot == lot
    silent = build_preview(file)
    assert [block.choice for block in silent.blocks] == ["confirm_roles", ""]
    confirmed = Choices(confirm_roles=True, reason="a format sample")
    assert build_preview(file, confirmed).sample_count == 1
    batch = accept_file(file=file, choices=confirmed, by=coordinator)

    assert (batch.rows_in_file, batch.rows_stored) == (4, 4)
    stored = {
        (one.well.name, one.spot): (one.vendor_text, one.concentration, one.censor)
        for one in Measurement.objects.select_related("well")
    }
    assert stored == {
        ("A02", 2): ("53.20256476", 53.20256476, Censor.ABOVE_ULOQ),
        ("A01", 2): ("55.0941022", 55.0941022, Censor.ABOVE_CURVE),
        ("A02", 1): ("498.3224409", 498.3224409, Censor.ABOVE_CURVE),
        ("A01", 1): ("NaN", None, Censor.ABOVE_CURVE),
    }
    assert batch.plates.get().barcode == "2BO40AW287"


def test_two_raw_plates_in_one_file(study, coordinator):
    lot = make_real_lot(study, {1: "Serology"})
    first, second, *_ = codes_of(study.study)
    grid = layout("ABCDEFGH", {"A1": first, "H12": second})
    file = staged_file(study, real("msd-methodical-mind", "methodical_test_1.txt"), layout=grid)
    file = choose_lot(file=file, lot=lot, by=coordinator)

    preview = build_preview(file)
    assert [plate.barcode for plate in preview.parsed.plates] == ["22M0TALA85N", "22M0TAQA86T"]
    assert preview.role_counts == {"sample": 4, "blank": 188}
    assert [block.choice for block in preview.blocks] == ["accept_repeats"]
    batch = accept_file(file=file, choices=EVERYTHING, by=coordinator)

    assert batch.rows_stored == 192
    assert signal(batch, "22M0TALA85N", "A01", 1).signal_text == "12895"
    last = signal(batch, "22M0TAQA86T", "H12", 1)
    assert (last.signal, last.well.sample.code) == (6043, second)
    assert (last.concentration, last.censor) == (None, Censor.UNKNOWN)
    assert batch.plates.get(position=1).read_at_text == "09/08/2023 13:39:33 EDT"


@pytest.mark.parametrize(
    ("name", "spots", "rows", "wells", "place", "value"),
    [
        ("methodical_test_3.txt", range(1, 11), 480, 48, ("2BO40AW290", "D12", 9), 744991),
        ("methodical_test_4_missing_spots.txt", (1, 3, 8, 10), 384, 96,
         ("2CM0BA4513", "A01", 3), 628082),
        ("methodical_test_data_in_filename.txt", (1,), 6, 6, ("22M0TALA85N", "B03", 1), 7433),
    ],
)  # fmt: skip
def test_raw_plates(*, study, coordinator, name, spots, rows, wells, place, value):
    lot = make_real_lot(study, {spot: f"Analyte {spot}" for spot in spots})
    code = codes_of(study.study)[0]
    file = staged_file(
        study, real("msd-methodical-mind", name), layout=layout("ABCDEFGH", {"A1": code})
    )
    file = choose_lot(file=file, lot=lot, by=coordinator)

    preview = build_preview(file)
    assert (len(preview.parsed.rows), len(preview.resolved.wells)) == (rows, wells)
    assert preview.role_counts == {"sample": 1, "blank": wells - 1}
    batch = accept_file(file=file, choices=FORMAT_ONLY, by=coordinator)

    assert batch.rows_stored == rows
    assert signal(batch, *place).signal == value


def test_a_file_with_more_spots_than_the_panel_is_blocked(study, coordinator):
    lot = make_real_lot(study, {1: "Analyte 1"})
    file = staged_file(study, real("msd-methodical-mind", "methodical_test_3.txt"))
    file = choose_lot(file=file, lot=lot, by=coordinator)

    assert "spot 10, spot 2" in build_preview(file).blocks[0].message


@pytest.mark.parametrize(
    ("folder", "name", "vendor"),
    [
        ("luminex-xponent", "serolyzer_random.csv", "Luminex xPONENT"),
        ("luminex-intelliflex", "luminex_intelliflex_example_01.csv", "INTELLIFLEX"),
        ("bioplex-excel", "labkey_pnLINCO20070302A.xlsx", "Bio-Plex Manager"),
    ],
)
def test_other_vendors_are_refused_by_name(*, study, sign_in, coordinator, folder, name, vendor):
    upload = real(folder, name)
    with (require_shared() / folder / name).open("rb") as file:
        answer = sign_in(coordinator).post(
            f"/studies/{study.study.code}/assays/upload/", {"file": file}
        )

    assert answer.status_code == 400
    assert vendor in answer.content.decode()
    assert upload.safe_name in answer.content.decode()
