"""``manage.py import_assay`` obeys the same rights and services as the pages."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ra_registry.assays.models import AssayFile, Batch, KitLot
from ra_registry.assays.services.uploads import Upload
from tests.factories.assays import codes_of, export_of, layout_of, make_lot, raw_text_of


def run(path: Path, **options) -> str:
    out = StringIO()
    call_command("import_assay", path, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def write(tmp_path):
    def to_disk(upload: Upload) -> Path:
        path = tmp_path / upload.name
        path.write_bytes(upload.content)
        return path

    return to_disk


def test_without_accept_it_only_previews(study, lot, write):
    printed = run(write(export_of(codes_of(study.study))), study=study.study.code)

    assert "1 plate, 30 wells, 300 rows, 4 samples of the study" in printed
    assert AssayFile.objects.get().state == "staged"
    assert not Batch.objects.exists()


def test_what_blocks_is_printed_with_the_option_that_clears_it(study, lot, write):
    codes = codes_of(study.study)
    path = write(raw_text_of(codes))

    printed = run(path, study=study.study.code, layout=write(layout_of(codes)))

    assert "(--confirm-roles clears this)" in printed
    with pytest.raises(CommandError, match="can't be accepted yet"):
        run(path, study=study.study.code, accept=True)


def test_it_accepts_and_knows_the_file_the_next_time(study, lot, write):
    path = write(export_of(codes_of(study.study)))
    wanted = {"study": study.study.code, "accept": True}

    first, again = run(path, **wanted), run(path, **wanted)

    batch = Batch.objects.get()
    assert f"Batch {batch.pk}: 300 of 300 rows stored." in first
    assert "This file is known: accepted." in again
    assert batch.accepted_by == study.people["coordinator"]


def test_the_lot_is_named_where_several_fit(study, lot, coordinator, write):
    make_lot(study.study, coordinator, number="K0090000")
    path = write(export_of(codes_of(study.study)))

    assert "Choose the panel's kit lot" in run(path, study=study.study.code)
    with pytest.raises(CommandError, match="0 kit lots have the number 'K7'"):
        run(path, study=study.study.code, lot="K7")
    run(path, study=study.study.code, lot="K0090000", accept=True)
    assert Batch.objects.get().lot == KitLot.objects.get(number="K0090000")


@pytest.mark.parametrize(
    ("role", "message"),
    [
        ("investigator", "may not import assays in alpha"),
        ("reader", "may not import assays in alpha"),
        ("nobody", "no active account"),
    ],
)
def test_others_may_not_import(study, lot, write, role, message):
    path = write(export_of(codes_of(study.study)))

    with pytest.raises(CommandError, match=message):
        run(path, study="alpha", by=f"{role}@alpha.example.org")

    assert not AssayFile.objects.exists()


def test_a_role_for_one_centre_opens_no_plate(study, lot, write):
    path = write(export_of(codes_of(study.study)))

    with pytest.raises(CommandError, match="may not import"):
        run(path, study="alpha", by="coordinator.north@alpha.example.org")


def test_unknown_studies_and_files_are_told(study, lot, tmp_path):
    with pytest.raises(CommandError, match=r"no study 'gamma'\. Known: alpha, beta"):
        run(tmp_path / "plate.csv", study="gamma")
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "plate.csv", study="alpha")
    with pytest.raises(CommandError, match="Is a directory"):
        run(tmp_path, study="alpha")
