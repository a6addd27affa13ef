"""What a waiting file would store, and what still stands in the way. Stores nothing."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower

from ra_registry.assays.models import (
    AssayFile,
    CalibratorLevel,
    KitLot,
    KitLotLimit,
    Panel,
    Plate,
    Sample,
)
from ra_registry.assays.models.measurement import Measurement
from ra_registry.assays.parsers import ParsedFile, ParsedPlate, fold_code
from ra_registry.assays.services.asked import AskedQuestion, asked_of, doubts_as_read
from ra_registry.assays.services.blocks import (
    Block,
    file_blocks,
    question_blocks,
    repeat_blocks,
)
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
from ra_registry.assays.services.remarks import remarks_on
from ra_registry.assays.services.sample_doubts import (
    VoidedSample,
    left_out_sentence,
    read_too_early,
    voided_among,
)
from ra_registry.assays.services.scale import usual_signals
from ra_registry.assays.services.staging import analyte_keys
from ra_registry.assays.services.wells import Resolved, StagedWell, resolve
from ra_registry.assays.verdict import Finding, Severity


@dataclass(frozen=True)
class Preview:
    """A waiting file as it would be stored.

    ``findings`` are what speaks against the file: some refuse it (they stand among the ``blocks``
    too), some need a reason before it can be accepted (``missing_reasons`` are those without one).
    ``notes`` are for a person to judge: what the import remarks, then the reader's warnings with
    their places. ``vendor_median`` and ``vendor_worst`` compare our concentrations with the file's,
    as a fraction; None where the file has none. ``basis`` names what the preview was made from.
    ``voided_samples`` are those of the file's samples that could be restored.
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
    voided_samples: list[VoidedSample]

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
    samples = _samples(file, parsed)
    resolved = _resolve(file, parsed, samples, choices)
    master = _master(file.lot) if file.lot else None
    usual = usual_signals(file.lot) if file.lot else {}
    quantified = quantify_wells(resolved, master) if master else None
    questions = asked_of(parsed, resolved, master, usual)
    repeated_plates = _repeated_plates(file, parsed)
    repeated_samples = _repeated_samples(file, resolved)
    voided = voided_among(file.study, resolved.wells)
    blocks = [*question_blocks(questions), *file_blocks(file, resolved, choices, voided)]
    blocks += [Block(one) for one in read_too_early(parsed, resolved, samples.values())]
    if not choices.accept_repeats:
        blocks += repeat_blocks(resolved, [*repeated_plates, *repeated_samples])
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
            *([left_out_sentence(voided)] if voided and choices.leave_out_unknown else []),
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
        voided_samples=voided,
    )


def analyte_names(panel: Panel | None) -> dict[str, str]:
    """Return the names of a panel's analytes by code."""
    return dict(panel.analytes.values_list("code", "name")) if panel else {}


def basis_of(file: AssayFile) -> str:
    """Return a short text that changes with what a preview of the file is made from."""
    read = hashlib.sha256(file.layout_content or b"")
    read.update(json.dumps(file.answers, sort_keys=True).encode())
    return f"{file.lot_id or 0}-{read.hexdigest()[:12]}"


def _samples(file: AssayFile, parsed: ParsedFile) -> dict[str, Sample]:
    """Return the samples that a file names and that count, by folded code."""
    labels = {fold_code(row.sample) for row in parsed.rows}
    counting: QuerySet[Any] = Sample.objects.active().filter(study=file.study)
    samples = counting.annotate(folded=Lower("code"))
    return {sample.folded: sample for sample in samples.filter(folded__in=labels)}


def _resolve(
    file: AssayFile, parsed: ParsedFile, samples: dict[str, Sample], choices: Choices
) -> Resolved:
    panel = file.panel
    levels = CalibratorLevel.objects.filter(lot=file.lot).values_list("level", flat=True)
    return resolve(
        parsed,
        samples=samples,
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
    return sorted(measured.values_list("well__sample__code", flat=True).distinct())
