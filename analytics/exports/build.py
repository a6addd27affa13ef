"""Building a study's export from one consistent picture of the database."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from analytics.exports import rows
from analytics.exports.analysis_set import AnalysisSet, analysis_set
from analytics.exports.archive import COPY_BYTES, ArchiveWriter
from analytics.exports.readme import readme
from analytics.exports.scores import ExportedScores
from analytics.exports.tables import TABLES
from analytics.exports.workbook import SHEET_ROWS
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import Study
from ra_registry.core.snapshot import consistent_snapshot

Progress = Callable[[int, str], None]
ROWS_PER_REPORT = 50_000


@dataclass(frozen=True)
class Built:
    """A finished export file."""

    path: Path
    size: int
    sha256: str
    data_version: int
    manifest: dict[str, Any]
    campaigns: tuple[int, ...]
    """Ids of the campaigns whose scores are in it."""


def build(
    *,
    study: Study,
    target: Path,
    purpose: str,
    at: datetime,
    progress: Progress,
    scores: ExportedScores,
    bom: bool = False,
) -> Built:
    """Write the study's export to ``target``.

    Every table is read in one REPEATABLE READ transaction, so that grains agree with each other
    whatever is written meanwhile. The analysis set is in it where it was computed from those very
    data; elsewhere readme and manifest say why not. The file gets its name only when it is
    complete. ``scores``: of which campaigns they may be in it. ``bom``: whether each CSV begins
    with a byte order mark.
    """
    partial = target.with_suffix(".partial")
    target.parent.mkdir(parents=True, exist_ok=True)
    with consistent_snapshot():
        version = data_version(study.pk)
        found = analysis_set(study, version, scores)
        with ArchiveWriter(partial, bom=bom, remarks=scores.sentences()) as archive:
            archive.add_text("README.txt", readme(study, found, scores, bom=bom))
            _add_tables(archive, study, scores, progress)
            if isinstance(found, AnalysisSet):
                _add_analysis_set(archive, found, progress)
            manifest = archive.finish(
                {
                    "study": study.code,
                    "title": study.title,
                    "synthetic": study.is_synthetic,
                    "purpose": purpose,
                    "made_at": at.isoformat(timespec="seconds"),
                    "data_version": version,
                    "scores": scores.facts(),
                    "csv_encoding": "UTF-8",
                    "csv_byte_order_mark": bom,
                    "analysis_set": (
                        found.run if isinstance(found, AnalysisSet) else {"left_out": found.reason}
                    ),
                }
            )
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(target)
    return Built(
        target, target.stat().st_size, _sha256(target), version, manifest, scores.campaign_ids
    )


def _add_tables(
    archive: ArchiveWriter, study: Study, scores: ExportedScores, progress: Progress
) -> None:
    steps = len(TABLES) + 1
    for step, table in enumerate(TABLES):
        done = 100 * step // steps
        progress(done, f"Writing {table.name}")

        def stored(count: int, done: int = done, name: str = table.name) -> None:
            if count % ROWS_PER_REPORT == 0:
                progress(done, f"Writing {name}, {count:,} rows")

        archive.add_table(
            name=table.name,
            grain=str(table.grain),
            columns=table.columns,
            rows=rows.fetch(table, study_id=study.pk, campaigns=scores.campaign_ids),
            size_hint=rows.count(
                table, study_id=study.pk, campaigns=scores.campaign_ids, at_most=SHEET_ROWS
            ),
            on_rows=stored,
        )


def _add_analysis_set(archive: ArchiveWriter, found: AnalysisSet, progress: Progress) -> None:
    steps = len(TABLES) + 1
    progress(100 * (steps - 1) // steps, "Writing the analysis set")
    archive.add_table(
        name="analysis_set",
        grain=found.grain,
        columns=found.columns,
        rows=found.rows,
        size_hint=found.size,
    )
    if found.courses is not None:
        archive.add_table(
            name="courses",
            grain=found.courses.grain,
            columns=found.courses.columns,
            rows=found.courses.rows,
            size_hint=found.courses.most,
        )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(COPY_BYTES):
            digest.update(block)
    return digest.hexdigest()
