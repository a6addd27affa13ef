"""Kit lots, and the study's own samples on synthetic plates in the vendor's formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache

from ra_registry.accounts.models import User
from ra_registry.assays.models import AssayFile, Batch, KitLot, Panel, Sample
from ra_registry.assays.reference_data import PROINFLAMMATORY_1
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.certificates import CertificateRow
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.lots import create_lot
from ra_registry.assays.services.staging import stage_file
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.models import Study
from ra_registry.demo.recipe import (
    ANALYTES,
    IL6,
    Plate,
    calibrator_levels,
    draw_plates,
    generate,
    plate_text,
    workbench_export,
)
from tests.factories.world import StudyWorld

READ_ON = dt.date(2024, 5, 6)


def shipped_panel() -> Panel:
    """Return the panel of the demo's plates."""
    return Panel.objects.get(code=PROINFLAMMATORY_1.code)


def certificate_rows() -> list[CertificateRow]:
    """Return the certificate of the synthetic panel's lot."""
    return [
        CertificateRow(
            analyte=analyte.name,
            llod=analyte.llod,
            lloq=analyte.lloq,
            uloq=analyte.uloq,
            levels={
                f"S{number:03d}": float(level)
                for number, level in enumerate(calibrator_levels(analyte), 1)
            },
            line=line,
        )
        for line, analyte in enumerate(ANALYTES, 2)
    ]


def certificate_csv() -> bytes:
    """Return the same certificate as the table that people upload."""
    lines = ["analyte,unit,llod,lloq,uloq," + ",".join(f"S{level:03d}" for level in range(1, 9))]
    lines += [
        f"{row.analyte},pg/ml,{row.llod},{row.lloq},{row.uloq},"
        + ",".join(map(str, row.levels.values()))
        for row in certificate_rows()
    ]
    return "\r\n".join(lines).encode()


def make_lot(study: Study, by: User, *, number: str = "K0081234") -> KitLot:
    """Return a lot of the shipped panel with limits and calibrators."""
    return create_lot(
        by=by, study=study, panel=shipped_panel(), number=number, rows=certificate_rows()
    )


def codes_of(study: Study) -> list[str]:
    """Return the codes of the study's current samples."""
    current = Sample.objects.filter(study=study, voided_at__isnull=True).order_by("code")
    return list(current.values_list("code", flat=True))


@lru_cache(maxsize=16)
def make_plates(codes: tuple[str, ...]) -> tuple[Plate, ...]:
    """Return plates that hold these samples in duplicate."""
    concentrations = generate().drivers.concentration[: len(codes)]
    return tuple(draw_plates(concentrations, codes, seed=(8,)))


def expected_il6(count: int) -> list[float]:
    """Return the IL-6 concentrations that ``make_plates`` puts on its plates, in pg/ml."""
    return [float(value) for value in generate().drivers.concentration[:count, IL6]]


def export_of(codes: Sequence[str], *, series: str = "A", name: str = "plate.csv") -> Upload:
    """Return an analysed export with these samples."""
    text = workbench_export(make_plates(tuple(codes)), series=series, first_day=READ_ON)
    return Upload(name, text.encode())


def raw_text_of(codes: Sequence[str], *, series: str = "B", name: str = "plate.txt") -> Upload:
    """Return the raw signals of the same plates."""
    text = plate_text(make_plates(tuple(codes)), series=series, first_day=READ_ON)
    return Upload(name, text.encode())


def layout_of(codes: Sequence[str], *, dilution: str = " 1:2", name: str = "layout.csv") -> Upload:
    """Return the layout of the first of these plates."""
    [plate, *_] = make_plates(tuple(codes))
    cells = {
        well: pair.sample + (dilution if pair.content == "sample" else "")
        for pair in plate.pairs
        for well in pair.wells
    }
    lines = ["," + ",".join(str(column) for column in range(1, 13))]
    lines += [
        f"{letter}," + ",".join(cells[f"{letter}{column:02d}"] for column in range(1, 13))
        for letter in "ABCDEFGH"
    ]
    return Upload(name, "\n".join(lines).encode())


def staged_file(world: StudyWorld, upload: Upload, *, layout: Upload | None = None) -> AssayFile:
    """Return a file that waits for review."""
    by = world.people["coordinator"]
    return stage_file(study=world.study, upload=upload, layout=layout, by=by).file


def accepted_batch(
    world: StudyWorld, *, series: str = "A", choices: Choices | None = None
) -> Batch:
    """Return a batch with all of the study's samples; makes the lot where there is none."""
    by = world.people["coordinator"]
    if not KitLot.objects.exists():
        make_lot(world.study, by)
    file = staged_file(world, export_of(codes_of(world.study), series=series))
    return accept_file(file=file, choices=choices or Choices(), by=by)
