"""What a waiting file would store, and what still stands in the way. Stores nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from ra_registry.assays.models import (
    AssayFile,
    CalibratorLevel,
    KitLot,
    KitLotLimit,
    Panel,
    Plate,
    Sample,
    Well,
)
from ra_registry.assays.models.measurement import Measurement, WellRole
from ra_registry.assays.parsers import ParsedFile, ParsedPlate, fold_code
from ra_registry.assays.services.asked import AskedQuestion, asked_of, doubts_as_read
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.finding_words import sentence
from ra_registry.assays.services.judging import findings_on
from ra_registry.assays.services.quantities import (
    Master,
    Quantified,
    quantify_wells,
    vendor_differences,
)
from ra_registry.assays.services.reading import read_stored_with_layout
from ra_registry.assays.services.remarks import listed, remarks_on
from ra_registry.assays.services.scale import usual_signals
from ra_registry.assays.services.staging import analyte_keys
from ra_registry.assays.services.wells import Resolved, StagedWell, resolve
from ra_registry.assays.verdict import Finding, Severity


@dataclass(frozen=True)
class Block:
    """A reason why the file can't be accepted yet. ``choice`` names what would clear it."""

    message: str
    choice: str = ""


@dataclass(frozen=True)
class Preview:
    """A waiting file as it would be stored.

    ``findings`` are what speaks against the file: some refuse it (they stand among the ``blocks``
    too), some need a reason before it can be accepted (``missing_reasons`` are those without one).
    ``notes`` are for a person to judge: what the import remarks, then the reader's warnings with
    their places. ``vendor_median`` and ``vendor_worst`` compare our concentrations with the file's,
    as a fraction; None where the file has none. ``basis`` names what the preview was made from.
    """

    parsed: ParsedFile
    resolved: Resolved
    quantified: Quantified | None
    blocks: list[Block]
    findings: list[Finding]
    missing_reasons: list[Finding]
    remarks: list[str]
    questions: list[AskedQuestion]
    repeated_plates: list[str]
    repeated_samples: list[str]
    vendor_median: float | None
    vendor_worst: float | None
    vendor_compared: int
    basis: str

    @property
    def acceptable(self) -> bool:
        return not self.blocks and not self.missing_reasons

    @property
    def notes(self) -> list[str]:
        return [*self.remarks, *(str(problem) for problem in self.parsed.warnings)]

    @property
    def role_counts(self) -> dict[str, int]:
        """Number of wells by role; wells without one count as ``unknown``."""
        return dict(Counter(well.role or "unknown" for well in self.resolved.wells))

    @property
    def sample_count(self) -> int:
        """Number of different samples of the study."""
        return len({well.sample_id for well in self.resolved.wells if well.sample_id})

    def wells_of(self, plate: ParsedPlate) -> list[StagedWell]:
        return [well for well in self.resolved.wells if well.plate == plate.key]


def build_preview(file: AssayFile, choices: Choices | None = None) -> Preview:
    """Return what accepting ``file`` with ``choices`` would store, and what blocks it.

    Raises:
        AssayFileRefused: the stored file can't be read any more.
    """
    choices = choices or Choices()
    parsed = read_stored_with_layout(file)
    resolved = _resolve(file, parsed, choices)
    master = _master(file.lot) if file.lot else None
    usual = usual_signals(file.lot) if file.lot else {}
    quantified = quantify_wells(resolved, master) if master else None
    questions = asked_of(parsed, resolved, master, usual)
    repeated_plates = _repeated_plates(file, parsed)
    repeated_samples = _repeated_samples(file, resolved)
    blocks = [*_question_blocks(questions), *_blocks(file, resolved, choices)]
    if not choices.accept_repeats:
        blocks += _repeat_blocks(resolved, [*repeated_plates, *repeated_samples])
    findings = (
        findings_on(file, parsed, resolved, quantified, master) if master and quantified else []
    )
    refused = [one for one in findings if one.severity is Severity.REFUSE]
    names = analyte_names(file.panel) if refused else {}
    blocks += [Block(sentence(one, names)) for one in refused]
    measured = [m for _, m in quantified.measurements] if quantified else []
    differences = vendor_differences(measured)
    return Preview(
        parsed=parsed,
        resolved=resolved,
        quantified=quantified,
        blocks=blocks,
        remarks=[
            *remarks_on(resolved, quantified),
            *(doubts_as_read(resolved, master, usual) if master else []),
        ],
        questions=questions,
        findings=findings,
        missing_reasons=[
            one
            for one in findings
            if one.severity is Severity.REASON and not choices.reason_for(one.key)
        ],
        repeated_plates=repeated_plates,
        repeated_samples=repeated_samples,
        vendor_median=median(differences) if differences else None,
        vendor_worst=max(differences) if differences else None,
        vendor_compared=len(differences),
        basis=basis_of(file),
    )


def analyte_names(panel: Panel | None) -> dict[str, str]:
    """Return the names of a panel's analytes by code."""
    return dict(panel.analytes.values_list("code", "name")) if panel else {}


def basis_of(file: AssayFile) -> str:
    """Return a short text that changes with what a preview of the file is made from."""
    read = hashlib.sha256(file.layout_content or b"")
    read.update(json.dumps(file.answers, sort_keys=True).encode())
    return f"{file.lot_id or 0}-{read.hexdigest()[:12]}"


def _resolve(file: AssayFile, parsed: ParsedFile, choices: Choices) -> Resolved:
    panel = file.panel
    labels = {fold_code(row.sample) for row in parsed.rows}
    counting: QuerySet[Any] = Sample.objects.active().filter(study=file.study)
    samples = counting.annotate(folded=Lower("code"))
    levels = CalibratorLevel.objects.filter(lot=file.lot).values_list("level", flat=True)
    return resolve(
        parsed,
        samples={sample.folded: sample for sample in samples.filter(folded__in=labels)},
        spots=panel.spots.all() if panel else [],
        keys=analyte_keys(panel) if panel else {},
        levels=frozenset(level.casefold() for level in levels),
        choices=choices,
    )


def _master(lot: KitLot) -> Master:
    return Master(
        limits={limit.analyte_id: limit for limit in KitLotLimit.objects.filter(lot=lot)},
        nominal={
            (level.analyte_id, level.level.casefold()): level.concentration
            for level in CalibratorLevel.objects.filter(lot=lot)
        },
        reported=lot.panel.reported,
    )


def _question_blocks(questions: Sequence[AskedQuestion]) -> list[Block]:
    return [Block(_open_question(one), one.key) for one in questions if one.is_open]


def _open_question(question: AskedQuestion) -> str:
    ways = "; ".join(
        _("“%(answer)s” reads %(cells)s") % {"answer": one.answer, "cells": ", ".join(one.cells)}
        for one in question.readings
    )
    return _("%(question)s Examples at %(places)s: %(ways)s.") % {
        "question": question.title,
        "places": "; ".join(question.places),
        "ways": ways,
    }


def _blocks(file: AssayFile, resolved: Resolved, choices: Choices) -> list[Block]:
    if file.panel is None or file.lot is None:
        nameless = not any(row.assay for well in resolved.wells for row in well.rows)
        spots = _(" The file names no assay: the lot's panel says which analyte each spot is.")
        message = _("Choose the panel's kit lot: its limits belong to every result.")
        return [Block(message + (spots if nameless else ""))]
    blocks = []
    if "" in resolved.unknown_assays:
        blocks.append(
            Block(
                _(
                    "Which analyte the wells measure is stated nowhere: the file has neither a "
                    "column Assay nor a column Spot. Export it again with one of them."
                )
            )
        )
    if names := listed([name for name in resolved.unknown_assays if name]):
        blocks.append(Block(f"Not in {file.panel}: {names}. Choose the lot of another panel."))
    if resolved.doubled:
        blocks.append(
            Block(f"Two rows of one well are the same analyte: {listed(resolved.doubled)}.")
        )
    if resolved.wells_without_role:
        names = listed([_well_text(well) for well in resolved.wells_without_role])
        choice = "leave_out_unknown" if choices.confirm_roles else "confirm_roles"
        blocks.append(Block(f"The file does not say what these wells hold: {names}.", choice))
    if resolved.unknown_samples and not choices.leave_out_unknown:
        names = listed(resolved.unknown_samples)
        blocks.append(Block(f"No samples of this study: {names}.", "leave_out_unknown"))
    if not any(well.role == WellRole.SAMPLE and well.sample_id for well in resolved.wells):
        blocks.append(Block("None of the file's wells holds a sample of this study."))
    return blocks


def _repeat_blocks(resolved: Resolved, accepted_before: list[str]) -> list[Block]:
    blocks = []
    if accepted_before:
        names = listed(accepted_before)
        blocks.append(Block(f"Accepted before: {names}.", "accept_repeats"))
    if resolved.on_several_plates:
        names = listed(resolved.on_several_plates)
        blocks.append(Block(f"On more than one plate of this file: {names}.", "accept_repeats"))
    return blocks


def _well_text(well: StagedWell) -> str:
    return f"{well.name} ({well.label})" if well.label else well.name


def _repeated_plates(file: AssayFile, parsed: ParsedFile) -> list[str]:
    barcodes = {plate.barcode for plate in parsed.plates if plate.barcode}
    accepted = Plate.objects.filter(
        batch__study=file.study, batch__voided_at__isnull=True, barcode__in=barcodes
    )
    return [f"plate {code}" for code in sorted(set(accepted.values_list("barcode", flat=True)))]


def _repeated_samples(file: AssayFile, resolved: Resolved) -> list[str]:
    """Return samples that an accepted batch has measured with one of the file's analytes."""
    ids = {well.sample_id for well in resolved.wells if well.sample_id}
    measured = Measurement.objects.filter(
        well__sample__in=ids,
        analyte__in=set(resolved.analyte_ids.values()),
        well__plate__batch__voided_at__isnull=True,
    )
    wells = Well.objects.filter(measurements__in=measured)
    codes = Sample.objects.filter(wells__in=wells).distinct().values_list("code", flat=True)
    return sorted(codes)
