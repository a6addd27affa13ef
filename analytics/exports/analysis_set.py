"""The analysis set: the data of the run that the pages show, one row a patient.

It goes into an export only where it was computed from the same data as the export's other tables.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils.translation import gettext as _

from analytics.datasets.dataset import METADATA
from analytics.exports.analysis_columns import Exported, described
from analytics.exports.table import Column
from analytics.models import AnalysisState
from ra_registry.cohort.models import Study

BATCH = 2000


@dataclass(frozen=True)
class AnalysisSet:
    """The stored data set of a run, ready to be written. ``run`` is what the manifest names."""

    grain: str
    columns: tuple[Column, ...]
    rows: Iterator[Sequence[Any]]
    size: int
    run: dict[str, Any]


@dataclass(frozen=True)
class LeftOut:
    """Why there is no analysis set, in a sentence."""

    reason: str


def analysis_set(study: Study, version: int) -> AnalysisSet | LeftOut:
    """Return the data set of the run of this data version, or why it is left out."""
    state = AnalysisState.objects.select_related("current").filter(study=study).first()
    run = state.current if state is not None else None
    if state is None or run is None or run.data_set is None:
        return LeftOut(_("The analysis set is left out: nothing was computed for this study yet."))
    if state.computed_version != version:
        versions = {"run": run.pk, "computed": state.computed_version, "data": version}
        return LeftOut(
            _(
                "The analysis set is left out: the latest run, %(run)d, is of data version "
                "%(computed)d, and the tables are of data version %(data)d."
            )
            % versions
        )
    table = pq.read_table(pa.BufferReader(run.data_set))
    meta = json.loads(table.schema.metadata[METADATA])
    columns = described(table.schema.names, meta, run.plan)
    return AnalysisSet(
        grain=_("one row a patient, run %(run)d with fingerprint %(fingerprint)s")
        % {"run": run.pk, "fingerprint": run.fingerprint},
        columns=tuple(exported.column for exported in columns),
        rows=_rows(table.select([exported.source for exported in columns]), columns),
        size=table.num_rows,
        run={
            "run": run.pk,
            "fingerprint": run.fingerprint,
            "data_version": version,
            "code_version": run.code_version,
            "plan_version": run.plan.get("plan_version", 0),
            "computed_at": run.computed_at.isoformat(timespec="seconds"),
        },
    )


def _rows(table: pa.Table, columns: Sequence[Exported]) -> Iterator[Sequence[Any]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        written = (
            map(exported.convert, column.to_pylist())
            for exported, column in zip(columns, batch.columns, strict=True)
        )
        yield from zip(*written, strict=True)
