"""What a file leaves open is asked once, on page, command and API, and nothing is stored before."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse
from rest_framework.test import APIClient

from ra_registry.accounts.api import Scope
from ra_registry.accounts.services import create_token
from ra_registry.assays.errors import AssayFileRefused, NotAcceptable, StalePreview
from ra_registry.assays.models import AssayFile, Batch, Measurement
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.answers import FileAnswers
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.preview import build_preview
from ra_registry.assays.services.staging import add_layout, answer_questions, choose_lot
from ra_registry.assays.services.uploads import Upload
from ra_registry.core.models import AuditEvent
from tests.factories.assays import accepted_batch, staged_file
from tests.factories.clinical import SampleFactory
from tests.paths import trap

ALL = Choices(confirm_roles=True, leave_out_unknown=True, accept_repeats=True)


def upload(name: str) -> Upload:
    return Upload(name, trap(name))


@pytest.fixture
def samples(study):
    """Patient A's baseline sample P01, patient B's sample P011/2 of one year."""
    first, second = study.patients[:2]
    return {
        "P01": SampleFactory(visit=study.visit(first, study.baseline), code="P01"),
        "P011/2": SampleFactory(visit=study.visit(second, study.year_one), code="P011/2"),
    }


def layout_with(text: str, name: str = "layout.txt") -> Upload:
    return Upload(name, trap("slash_layout.txt").replace(b"P011/2", text.encode()))


def preview_of(file: AssayFile):
    return build_preview(AssayFile.objects.get(pk=file.pk), ALL)


def well_of(file: AssayFile, name: str = "A03"):
    [well] = [well for well in preview_of(file).resolved.wells if well.name == name]
    return well


def test_a_registered_code_with_a_slash_gets_its_own_result(study, lot, samples, coordinator):
    file = staged_file(study, upload("slash_plate.txt"), layout=upload("slash_layout.txt"))
    file = choose_lot(file=file, lot=lot, by=coordinator)
    accept_file(file=file, choices=ALL, by=coordinator)

    stored = Measurement.objects.filter(well__name="A03").select_related("well__sample")
    assert {one.well.sample for one in stored} == {samples["P011/2"]}
    assert {(one.well.label, one.well.dilution) for one in stored} == {("P011/2", 1)}
    assert not Measurement.objects.filter(well__sample=samples["P01"]).exists()


def test_an_unregistered_code_with_a_slash_is_unknown_and_never_cut(study, lot, samples):
    file = staged_file(study, upload("slash_plate.txt"), layout=layout_with("P01/2"))
    choose_lot(file=file, lot=lot, by=study.people["coordinator"])

    assert preview_of(file).resolved.unknown_samples == ["P01/2"]


@pytest.mark.parametrize("text", ["P011/2 1:4", "P011/2 x4", "P011/2 (1/4)", "ｐ０１１／２ 1:4"])
def test_behind_a_separator_the_dilution_counts(study, lot, samples, text):
    file = staged_file(study, upload("slash_plate.txt"), layout=layout_with(text))
    choose_lot(file=file, lot=lot, by=study.people["coordinator"])

    well = well_of(file)
    assert (well.sample_id, well.dilution) == (samples["P011/2"].pk, 4)


def test_a_sample_that_is_called_like_a_control_is_asked_about(study, lot, samples, coordinator):
    SampleFactory(visit=study.visit(study.patients[2], study.baseline), code="QC1")
    file = staged_file(study, upload("slash_plate.txt"), layout=upload("slash_layout.txt"))
    choose_lot(file=file, lot=lot, by=coordinator)

    blocks = build_preview(AssayFile.objects.get(pk=file.pk)).blocks
    assert [block.choice for block in blocks] == ["confirm_roles"]


def test_thousands_are_asked_once_and_kept_with_the_file(study, lot, samples, coordinator):
    file = staged_file(study, upload("thousands_plate.txt"), layout=upload("slash_layout.txt"))
    choose_lot(file=file, lot=lot, by=coordinator)
    before = preview_of(file)
    [question] = before.questions

    assert [block.choice for block in before.blocks] == ["decimal_mark"]
    assert {one.answer: bool(one.doubts) for one in question.readings} == {
        "point": False, "comma": True,
    }  # fmt: skip
    with pytest.raises(NotAcceptable):
        accept_file(file=file, choices=ALL, by=coordinator)
    file = answer_questions(file=file, answers=FileAnswers(decimal_mark="point"), by=coordinator)
    with pytest.raises(StalePreview):
        accept_file(file=file, choices=ALL, by=coordinator, basis=before.basis)
    accept_file(file=file, choices=ALL, by=coordinator)

    signals = Measurement.objects.filter(well__name="A03").values_list("signal", "signal_text")
    assert set(signals) == {(181918.0, "181,918")}
    event = AuditEvent.objects.filter(kind="assay_accepted").latest("pk")
    assert event.data["answers"] == {"decimal_mark": "point"}


def test_an_answer_against_the_calibrators_is_named(study, lot, samples, coordinator):
    file = staged_file(study, upload("thousands_plate.txt"), layout=upload("slash_layout.txt"))
    choose_lot(file=file, lot=lot, by=coordinator)
    answer_questions(file=file, answers=FileAnswers(decimal_mark="comma"), by=coordinator)

    assert any("fall although the concentration rises" in note for note in preview_of(file).notes)


def test_the_lot_s_other_plates_show_the_usual_scale(study, lot, coordinator):
    accepted_batch(study)
    stored = Measurement.objects.filter(well__role="calibrator", analyte__name="IL-6")
    usual = {one.well.label: one.signal for one in stored.select_related("well")}
    lines = ["Sample,Sample Group,Assay,Well,Signal"]
    lines += [
        f"{label},Standards,IL-6,A{number:02d},{signal / 1000:.3f}"
        for number, (label, signal) in enumerate(usual.items(), 1)
    ]
    content = "\n".join(lines).encode()
    file = staged_file(study, Upload("small.csv", content))
    choose_lot(file=file, lot=lot, by=coordinator)
    answer_questions(file=file, answers=FileAnswers(decimal_mark="point"), by=coordinator)

    assert any("about 1/1000 of what they are" in note for note in preview_of(file).notes)


def test_a_new_layout_is_asked_about_anew(study, lot, samples, coordinator):
    ambiguous = layout_with("P011/2 1:2,500")
    file = staged_file(study, upload("slash_plate.txt"), layout=ambiguous)
    answers = FileAnswers(layout_decimal_mark="comma")
    file = answer_questions(file=file, answers=answers, by=coordinator)
    assert well_of(file).dilution == 2.5

    file = add_layout(file=file, layout=layout_with("P011/2 1:3,500"), by=coordinator)
    assert file.answers == {}
    assert [one.key for one in preview_of(file).questions if one.is_open] == ["layout_decimal_mark"]


def test_an_answer_that_does_not_fit_the_bytes_is_refused(study, coordinator):
    file = staged_file(study, upload("raw_cp932.txt"))
    with pytest.raises(AssayFileRefused, match="can't be read"):
        answer_questions(file=file, answers=FileAnswers(encoding="utf-8"), by=coordinator)

    assert AssayFile.objects.get(pk=file.pk).answers == {}


def test_on_the_page(study, lot, samples, coordinator, sign_in):
    client = sign_in(coordinator)
    sent = {"file": io.BytesIO(trap("thousands_plate.txt"))}
    sent["file"].name = "thousands_plate.txt"
    sent["layout"] = io.BytesIO(trap("slash_layout.txt"))
    sent["layout"].name = "slash_layout.txt"
    address = client.post(reverse("assays:upload", args=[study.study.code]), sent)["Location"]
    client.post(f"{address}lot/", {"lot": lot.pk})

    page = client.get(address).content.decode()
    for text in ("What does the mark before three digits mean", "line 16, column 3", "181,918",
                 "181918", "181.918", "fall although the concentration rises"):  # fmt: skip
        assert text in page
    client.post(f"{address}answers/", {"decimal_mark": "both"})
    assert AssayFile.objects.get().answers == {}
    client.post(f"{address}answers/", {"decimal_mark": "point"})
    assert AssayFile.objects.get().answers == {"decimal_mark": "point"}
    assert "Change the answer" in client.get(address).content.decode()


def test_with_the_command(study, lot, samples, coordinator, tmp_path: Path):
    plate, layout = tmp_path / "thousands_plate.txt", tmp_path / "slash_layout.txt"
    plate.write_bytes(trap("thousands_plate.txt"))
    layout.write_bytes(trap("slash_layout.txt"))
    wanted = {"study": study.study.code, "layout": layout, "lot": lot.number,
              "confirm_roles": True, "accept": True}  # fmt: skip
    printed = io.StringIO()
    with pytest.raises(CommandError, match="can't be accepted yet"):
        call_command("import_assay", plate, stdout=printed, **wanted)
    assert "(--decimal-mark point|comma clears this)" in printed.getvalue()

    call_command("import_assay", plate, stdout=printed, decimal_mark="point", **wanted)
    assert Batch.objects.get().file.answers == {"decimal_mark": "point"}


def test_through_the_api(study, lot, samples, coordinator):
    made = create_token(name="t", scopes=[str(scope) for scope in Scope], days=1, by=coordinator)
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {made.secret}")
    files = f"/api/v1/studies/{study.study.code}/assay-files/"
    sent = {
        "file": SimpleUploadedFile("thousands_plate.txt", trap("thousands_plate.txt")),
        "layout": SimpleUploadedFile("slash_layout.txt", trap("slash_layout.txt")),
    }
    shown = client.post(files, sent, format="multipart").json()
    [question] = shown["preview"]["questions"]
    assert (question["key"], question["answer"]) == ("decimal_mark", "")
    assert [one["answer"] for one in question["readings"]] == ["point", "comma"]

    address = f"{files}{shown['token']}/"
    assert client.post(f"{address}answers/", {"decimal_mark": "dot"}).status_code == 400
    shown = client.post(f"{address}answers/", {"decimal_mark": "point"}).json()
    assert shown["answers"] == {"decimal_mark": "point"}
    assert [one["answer"] for one in shown["preview"]["questions"]] == ["point"]

    japanese = {"file": SimpleUploadedFile("raw.txt", trap("raw_cp932.txt")), "encoding": "cp932"}
    shown = client.post(files, japanese, format="multipart").json()
    assert shown["answers"] == {"encoding": "cp932"}
