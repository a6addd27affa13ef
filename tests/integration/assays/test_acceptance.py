"""From the reviewed file to stored results: all of them, as the file says, or none."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import transaction

from ra_registry.assays.errors import AlreadyDecided, AlreadyVoided, NotAcceptable, StalePreview
from ra_registry.assays.models import Batch, Measurement, Sample, Well
from ra_registry.assays.models.batch import FileState
from ra_registry.assays.models.measurement import Censor, ConcentrationSource, WellRole
from ra_registry.assays.models.panel import Panel, Reported
from ra_registry.assays.services.acceptance import accept_file, void_batch
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.preview import build_preview
from ra_registry.assays.services.samples import void_sample
from ra_registry.assays.services.staging import add_layout, discard_file, stage_file
from ra_registry.cohort.freshness import data_version
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from tests.factories.assays import (
    accepted_batch,
    certificate_rows,
    codes_of,
    expected_il6,
    export_of,
    layout_of,
    make_lot,
    raw_text_of,
    staged_file,
)

ALL = Choices(confirm_roles=True, leave_out_unknown=True, accept_repeats=True)


def blocked_by(file, choices: Choices | None = None) -> set[str]:
    return {block.choice for block in build_preview(file, choices).blocks}


def il6_of(batch: Batch, code: str) -> list[Measurement]:
    return list(
        Measurement.objects.filter(
            well__plate__batch=batch, analyte__code="il-6", well__sample__code=code
        ).order_by("well__name")
    )


def test_the_preview_counts_what_the_file_holds(study, lot):
    preview = build_preview(staged_file(study, export_of(codes_of(study.study))))

    assert preview.acceptable
    assert preview.sample_count == 4
    assert preview.role_counts == {"calibrator": 16, "control": 6, "sample": 8}
    assert len(preview.parsed.rows) == 300
    assert preview.notes == []
    assert preview.vendor_compared > 200
    assert preview.vendor_median < 0.001


def test_accepting_stores_every_row_with_both_numbers(study, lot, coordinator):
    codes = codes_of(study.study)
    version = data_version(study.study.pk)

    batch = accepted_batch(study)

    assert (batch.rows_in_file, batch.rows_stored) == (300, 300)
    assert Measurement.objects.count() == 300
    assert Counter(Well.objects.values_list("role", flat=True)) == {
        "calibrator": 16, "control": 6, "sample": 8,
    }  # fmt: skip
    for code, concentration in zip(codes, expected_il6(4), strict=True):
        pair = il6_of(batch, code)
        assert sum(one.concentration for one in pair) / 2 == pytest.approx(concentration, rel=1e-6)
        for one in pair:
            assert float(one.vendor_text) == one.vendor_concentration == one.concentration
            assert one.own_concentration == pytest.approx(one.concentration, rel=0.02)
            assert (one.source, one.well.dilution) == (ConcentrationSource.VENDOR, 2)
            assert one.llod == 0.06
            assert float(one.signal_text) == one.signal
    assert data_version(study.study.pk) == version + 1
    event = AuditEvent.objects.latest("position")
    assert event.kind == EventKind.ASSAY_ACCEPTED
    assert (event.data["rows_stored"], event.data["samples"]) == (300, 4)


def test_the_plate_keeps_its_curves(study, lot):
    plate = accepted_batch(study).plates.get()

    curve = plate.curves["il-6"]
    assert (plate.barcode, plate.rows, plate.columns) == ("2SYNA00001", 8, 12)
    assert curve["r_squared"] > 0.999
    assert len(curve["levels"]) == 8
    assert max(level["nominal"] for level in curve["levels"]) == 500


def test_a_panel_may_report_our_own_numbers(study, lot):
    Panel.objects.update(reported=Reported.OWN)

    [one, _] = il6_of(accepted_batch(study), codes_of(study.study)[0])

    assert one.source == ConcentrationSource.OWN
    assert one.concentration == one.own_concentration != one.vendor_concentration


def test_a_signal_below_the_curve_keeps_its_text_and_gets_no_number(study, lot):
    batch = accepted_batch(study)

    below = Measurement.objects.filter(well__plate__batch=batch, censor=Censor.BELOW_CURVE)

    assert below.exists()
    for one in below:
        assert (one.vendor_text, one.concentration, one.source) == ("NaN", None, "none")


def test_raw_text_with_a_layout_gets_our_numbers(study, lot, coordinator):
    codes = codes_of(study.study)
    file = staged_file(study, raw_text_of(codes), layout=layout_of(codes))

    preview = build_preview(file, ALL)
    batch = accept_file(file=file, choices=ALL, by=coordinator)

    assert preview.remarks == []
    assert preview.role_counts == {"calibrator": 16, "sample": 8, "ignored": 72}
    assert (batch.rows_in_file, batch.rows_stored) == (960, 960)
    for code, concentration in zip(codes, expected_il6(4), strict=True):
        pair = il6_of(batch, code)
        assert sum(one.concentration for one in pair) / 2 == pytest.approx(concentration, rel=0.02)
        assert {one.source for one in pair} == {ConcentrationSource.OWN}
        assert {one.vendor_text for one in pair} == {""}


def test_a_layout_without_dilutions_is_remarked(study, lot, coordinator):
    codes = codes_of(study.study)
    file = staged_file(study, raw_text_of(codes), layout=layout_of(codes, dilution=""))

    [remark] = build_preview(file, ALL).remarks

    assert "taken as undiluted" in remark


def test_raw_text_alone_says_nothing_of_its_wells(study, lot):
    file = staged_file(study, raw_text_of(codes_of(study.study)))

    assert blocked_by(file) == {"confirm_roles", ""}
    assert blocked_by(file, ALL) == {""}


def test_unknown_samples_block_until_they_are_left_out(study, lot, coordinator):
    codes = [*codes_of(study.study)[:2], "X-1", "X-2"]
    file = staged_file(study, export_of(codes))

    assert build_preview(file).resolved.unknown_samples == ["X-1", "X-2"]
    with pytest.raises(NotAcceptable) as refusal:
        accept_file(file=file, choices=Choices(), by=coordinator)
    assert refusal.value.details == ["No samples of this study: X-1, X-2."]
    assert not Batch.objects.exists()
    batch = accept_file(file=file, choices=Choices(leave_out_unknown=True), by=coordinator)
    left_out = Measurement.objects.filter(well__role=WellRole.IGNORED)
    assert batch.rows_stored == 300
    assert left_out.count() == 40
    assert {one.well.label for one in left_out.select_related("well")} == {"X-1", "X-2"}
    assert all(one.signal_text for one in left_out)


def test_samples_of_another_study_are_unknown_here(world, study, lot):
    file = staged_file(study, export_of(codes_of(world.two.study)))

    assert build_preview(file).resolved.unknown_samples == codes_of(world.two.study)
    assert build_preview(file).sample_count == 0


def test_codes_meet_whatever_their_capitals(study, lot):
    file = staged_file(study, export_of([code.lower() for code in codes_of(study.study)]))

    assert build_preview(file).sample_count == 4


def test_a_lot_of_the_wrong_panel_blocks(study, lot, coordinator):
    file = staged_file(study, export_of(codes_of(study.study)))
    other = Panel.objects.create(code="other", name="Other")
    file.panel, file.lot = other, other.lots.create(number="1")

    [block, *_] = build_preview(file).blocks

    assert "Not in Other: IFN-γ, IL-10" in block.message
    file.lot = None
    assert blocked_by(file) == {""}


def test_accepting_twice_gives_the_same_batch(study, lot, coordinator):
    file = staged_file(study, export_of(codes_of(study.study)))

    first = accept_file(file=file, choices=Choices(), by=coordinator)
    again = accept_file(file=file, choices=Choices(), by=coordinator)

    assert first == again
    assert AuditEvent.objects.filter(kind=EventKind.ASSAY_ACCEPTED).count() == 1
    file.refresh_from_db()
    assert (file.state, file.decided_by) == (FileState.ACCEPTED, coordinator)


def test_a_discarded_file_is_not_accepted(study, lot, coordinator):
    file = staged_file(study, export_of(codes_of(study.study)))
    discard_file(file=file, by=coordinator)

    with pytest.raises(AlreadyDecided):
        accept_file(file=file, choices=ALL, by=coordinator)


def test_a_preview_of_yesterday_accepts_nothing(study, lot, coordinator):
    codes = codes_of(study.study)
    file = staged_file(study, raw_text_of(codes), layout=layout_of(codes))
    seen = build_preview(file, ALL).basis
    add_layout(file=file, layout=layout_of(list(reversed(codes))), by=coordinator)

    with pytest.raises(StalePreview, match="Nothing was stored"):
        accept_file(file=file, choices=ALL, by=coordinator, basis=seen)

    assert not Batch.objects.exists()
    file.refresh_from_db()
    accept_file(file=file, choices=ALL, by=coordinator, basis=build_preview(file).basis)


def test_measured_samples_and_plates_block_a_second_time(study, lot, coordinator):
    codes = codes_of(study.study)
    accepted_batch(study)
    file = staged_file(study, raw_text_of(codes, series="A"), layout=layout_of(codes))

    preview = build_preview(file, Choices(confirm_roles=True, leave_out_unknown=True))

    assert preview.repeated_plates == ["plate 2SYNA00001"]
    assert preview.repeated_samples == codes
    assert {block.choice for block in preview.blocks} == {"accept_repeats"}
    assert accept_file(file=file, choices=ALL, by=coordinator).rows_stored == 960


def test_one_layout_for_two_plates_has_to_be_meant(study, lot, coordinator):
    codes = codes_of(study.study)
    text = raw_text_of(codes).content + raw_text_of(codes, series="C").content
    two_plates = type(raw_text_of(codes))("plates.txt", text)
    file = staged_file(study, two_plates, layout=layout_of(codes))

    preview = build_preview(file, Choices(confirm_roles=True, leave_out_unknown=True))

    assert preview.resolved.on_several_plates == codes
    assert {block.choice for block in preview.blocks} == {"accept_repeats"}


def test_a_voided_sample_is_unknown_and_its_batch_stays(study, lot, coordinator):
    code = codes_of(study.study)[0]
    file = staged_file(study, export_of(codes_of(study.study)))
    sample = Sample.objects.get(study=study.study, code=code)
    void_sample(by=coordinator, sample=sample, reason="wrong tube")

    assert build_preview(file).resolved.unknown_samples == [code]


def test_taking_a_batch_back_keeps_every_row(study, lot, coordinator):
    batch = accepted_batch(study)
    version = data_version(study.study.pk)
    upload = export_of(codes_of(study.study))

    with pytest.raises(ValidationFailed, match="Say why"):
        void_batch(batch=batch, reason="  ", by=coordinator)
    voided = void_batch(batch=batch, reason="wrong plates", by=coordinator)

    assert (voided.void_reason, voided.voided_by) == ("wrong plates", coordinator)
    assert Measurement.objects.count() == 300
    assert data_version(study.study.pk) == version + 1
    with pytest.raises(AlreadyVoided):
        void_batch(batch=batch, reason="again", by=coordinator)
    again = stage_file(study=study.study, upload=upload, by=coordinator)
    assert again.is_new
    assert build_preview(again.file).acceptable


def test_acceptance_is_all_or_nothing(study, lot, coordinator, monkeypatch):
    file = staged_file(study, export_of(codes_of(study.study)))
    before = AuditEvent.objects.count()

    def fails(*args, **kwargs):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("ra_registry.assays.services.acceptance.mark_study_changed", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        accept_file(file=file, choices=Choices(), by=coordinator)

    file.refresh_from_db()
    assert file.state == FileState.STAGED
    assert not Measurement.objects.exists()
    assert AuditEvent.objects.count() == before


def test_limits_are_compared_in_the_well(study, coordinator):
    """A signal just under the lot's LLOD is below it, whatever the dilution."""
    make_lot(study.study, coordinator)
    Panel.objects.update(reported=Reported.OWN)
    batch = accepted_batch(study)
    llods = {row.analyte: row.llod for row in certificate_rows()}

    for one in Measurement.objects.filter(
        well__plate__batch=batch, well__role=WellRole.SAMPLE, concentration__isnull=False
    ).select_related("analyte"):
        is_below = one.concentration < llods[one.analyte.name]
        assert is_below == (one.censor == Censor.BELOW_LLOD), one


def test_a_plate_costs_a_bounded_number_of_queries(
    study, lot, coordinator, django_assert_max_num_queries
):
    file = staged_file(study, export_of(codes_of(study.study)))
    with django_assert_max_num_queries(12):
        build_preview(file)
    with django_assert_max_num_queries(45):
        accept_file(file=file, choices=Choices(), by=coordinator)
