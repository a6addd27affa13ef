"""Runs as code of earlier releases stored them, put into today's database.

``tests/fixtures/runs/`` keeps one folder a format: ``run.json.gz`` with the fields of the run and
``data.parquet`` with its data set, of the synthetic study of 88 patients, made by the code of its
time.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from analytics.models import AnalysisRun, AnalysisState
from ra_registry.cohort.models import Study

FOLDER = Path(__file__).parent.parent / "fixtures" / "runs"
FORMATS = sorted(folder.name for folder in FOLDER.iterdir())


def stored_fields(name: str) -> dict[str, Any]:
    """Return the fields of a stored run, its plan and results as JSON."""
    return json.loads(gzip.decompress((FOLDER / name / "run.json.gz").read_bytes()))


def stored_data(name: str) -> bytes:
    """Return the stored data set of a run."""
    return (FOLDER / name / "data.parquet").read_bytes()


def stored_run(study: Study, name: str) -> AnalysisRun:
    """Store an earlier run and let the study show it."""
    run = AnalysisRun.objects.create(study=study, data_set=stored_data(name), **stored_fields(name))
    AnalysisState.objects.update_or_create(
        study=study, defaults={"current": run, "computed_version": run.data_version}
    )
    return run
