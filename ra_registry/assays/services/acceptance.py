"""Accepting a reviewed file in one transaction, and taking a batch back."""

from __future__ import annotations

from typing import Any, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.assays.errors import AlreadyDecided, AlreadyVoided, NotAcceptable, StalePreview
from ra_registry.assays.models import Analyte, AssayFile, Batch, KitLot, Measurement, Plate, Well
from ra_registry.assays.models.batch import FileState
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.models.result import Cause
from ra_registry.assays.parsers import ParsedPlate
from ra_registry.assays.records import settle_batch
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.evaluation import evaluate
from ra_registry.assays.services.finding_words import sentence
from ra_registry.assays.services.preview import Preview, analyte_names, basis_of, build_preview
from ra_registry.assays.services.quantities import Quantified, describe_curves
from ra_registry.assays.services.results import current_policy
from ra_registry.assays.services.wells import StagedWell
from ra_registry.assays.verdict import Severity
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind

ROWS_AT_ONCE = 2000
SMALL_PLATE = (8, 12)
LARGE_PLATE = (16, 24)


@transaction.atomic
def accept_file(*, file: AssayFile, choices: Choices, by: User, basis: str | None = None) -> Batch:
    """Store everything of a reviewed file, or nothing.

    The file is read and checked again under a lock: samples may have been voided, or another file
    accepted, since the preview. Accepting twice returns the same batch. ``basis`` is that of the
    preview which the person saw, where there was one.

    Raises:
        NotAcceptable: something still blocks it; ``details`` lists what.
        AlreadyDecided: the file was discarded.
        StalePreview: lot, layout or answers are others now than in the preview.
    """
    # One acceptance a study at a time, or two files could pass the check for repeats together.
    Study.objects.select_for_update().get(pk=file.study_id)
    file = (
        AssayFile.objects.select_for_update(of=("self",))
        .select_related("study", "panel", "lot__panel")
        .get(pk=file.pk)
    )
    if file.state == FileState.ACCEPTED:
        return file.batch
    if file.state != FileState.STAGED:
        raise AlreadyDecided(f"The file is {file.get_state_display().lower()} already.")
    if basis is not None and basis != basis_of(file):
        raise StalePreview(
            _(
                "Kit lot, layout or the way to read the file were changed after you opened this "
                "preview. Nothing was stored: look at the preview as it is now, then accept again."
            )
        )
    preview = build_preview(file, choices)
    if not preview.acceptable or preview.quantified is None or file.lot is None:
        raise _not_acceptable(file, preview)
    batch = _store(file, file.lot, preview, choices, by)
    policy = current_policy(file.study, batch.panel)
    evaluate(policy, cause=Cause.ACCEPTED, batches=[batch])
    file.state, file.decided_at, file.decided_by = FileState.ACCEPTED, timezone.now(), by
    file.save(update_fields=["state", "decided_at", "decided_by"])
    settle_batch(batch, by=by)
    mark_study_changed(file.study_id)
    audit.record(
        EventKind.ASSAY_ACCEPTED,
        by=by,
        study_code=file.study.code,
        target=batch,
        data={
            "file": file.name,
            "sha256": file.sha256,
            "rows_in_file": batch.rows_in_file,
            "rows_stored": batch.rows_stored,
            "samples": preview.sample_count,
            "choices": choices.ticked,
            "findings": batch.findings,
            "answers": file.answers,
        },
    )
    return batch


def _not_acceptable(file: AssayFile, preview: Preview) -> NotAcceptable:
    names = analyte_names(file.panel)
    details = [block.message for block in preview.blocks] or [
        _("Needs a reason (%(key)s): %(finding)s")
        % {"key": one.key, "finding": sentence(one, names)}
        for one in preview.missing_reasons
    ]
    return NotAcceptable("The file can't be accepted yet.", details=details)


def kept_findings(preview: Preview, choices: Choices) -> list[dict[str, Any]]:
    """Return what is kept of the findings with the batch: each with the reason that was given."""
    return [
        {
            **one.as_data(),
            "reason": choices.reason_for(one.key) if one.severity is Severity.REASON else "",
        }
        for one in preview.findings
    ]


def _store(file: AssayFile, lot: KitLot, preview: Preview, choices: Choices, by: User) -> Batch:
    quantified = cast("Quantified", preview.quantified)  # unseen: a lot makes one
    batch = Batch.objects.create(
        study=file.study,
        file=file,
        panel=lot.panel,
        lot=lot,
        rows_in_file=len(preview.parsed.rows),
        rows_stored=len(quantified.measurements),
        findings=kept_findings(preview, choices),
        accepted_at=timezone.now(),
        accepted_by=by,
    )
    analytes = dict(Analyte.objects.values_list("pk", "code"))
    plates = {
        plate.key: _plate(
            batch,
            number,
            plate,
            names=[well.name for well in preview.wells_of(plate)],
            curves=describe_curves(quantified, plate=plate.key, names=analytes),
        )
        for number, plate in enumerate(preview.parsed.plates, start=1)
    }
    Plate.objects.bulk_create(plates.values())
    wells = {id(staged): _well(staged, plates) for staged in preview.resolved.wells}
    Well.objects.bulk_create(wells.values(), batch_size=ROWS_AT_ONCE)
    measurements = []
    for staged, measurement in quantified.measurements:
        measurement.well = wells[id(staged)]
        measurements.append(measurement)
    Measurement.objects.bulk_create(measurements, batch_size=ROWS_AT_ONCE)
    stored = Measurement.objects.filter(well__plate__batch=batch).count()
    if stored != batch.rows_stored:
        raise NotAcceptable(f"{batch.rows_stored} rows were to be stored, {stored} were.")
    return batch


def _plate(
    batch: Batch,
    number: int,
    plate: ParsedPlate,
    *,
    names: list[str],
    curves: dict[str, Any],
) -> Plate:
    rows, columns = plate_size(names)
    return Plate(
        batch=batch,
        position=number,
        barcode=(plate.barcode or plate.name or f"plate {number}")[:60],
        rows=rows,
        columns=columns,
        read_at_text=plate.read_time.raw[:60],
        read_on=plate.read_time.day,
        instrument=" ".join(filter(None, (plate.instrument_model, plate.instrument_serial)))[:120],
        curves=curves,
    )


def plate_size(names: list[str]) -> tuple[int, int]:
    """Return rows and columns of the smallest usual plate that has all these wells."""
    last_row = max((ord(name[0].upper()) - ord("A") + 1 for name in names), default=1)
    last_column = max((int(name[1:]) for name in names), default=1)
    small = last_row <= SMALL_PLATE[0] and last_column <= SMALL_PLATE[1]
    return SMALL_PLATE if small else LARGE_PLATE


def _well(staged: StagedWell, plates: dict[str, Plate]) -> Well:
    return Well(
        plate=plates[staged.plate],
        name=staged.name,
        role=cast("WellRole", staged.role),  # an acceptable preview has no well without one
        label=staged.label[:80],
        sample_id=staged.sample_id,
        dilution=staged.dilution,
    )


@transaction.atomic
def void_batch(*, batch: Batch, reason: str, by: User) -> Batch:
    """Take a batch back: its results count no longer, and every row stays to be seen.

    Raises:
        ValidationFailed: no reason.
        AlreadyVoided: somebody took it back before.
    """
    reason = reason.strip()
    if not reason:
        problem = "Say why the batch is taken back."
        raise ValidationFailed(problem, field_errors={"reason": [problem]})
    batch = Batch.objects.select_for_update(of=("self",)).select_related("study").get(pk=batch.pk)
    if batch.voided_at is not None:
        raise AlreadyVoided("The batch has been taken back already.")
    batch.voided_at, batch.voided_by, batch.void_reason = timezone.now(), by, reason
    batch.save(update_fields=["voided_at", "voided_by", "void_reason"])
    AssayFile.objects.filter(pk=batch.file_id).update(state=FileState.VOIDED)
    settle_batch(batch, by=by)
    mark_study_changed(batch.study_id)
    audit.record(
        EventKind.ASSAY_VOIDED,
        by=by,
        study_code=batch.study.code,
        target=batch,
        data={"reason": reason},
    )
    return batch
