"""The analysis set: the data of the run that the pages show, one row a patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.exports.table import Column
from analytics.models import AnalysisState
from ra_registry.cohort.models import Study

KINDS = {"int": "whole number", "uint": "whole number", "double": "decimal number"}
BATCH = 2000


@dataclass(frozen=True)
class AnalysisSet:
    """The stored data set of a run, ready to be written."""

    grain: str
    columns: tuple[Column, ...]
    rows: Iterator[Sequence[Any]]
    size: int


def analysis_set(study: Study) -> AnalysisSet | None:
    """Return the data set of the study's current run, or None where nothing was computed yet."""
    state = AnalysisState.objects.select_related("current").filter(study=study).first()
    if state is None or state.current is None or state.current.data_set is None:
        return None
    run = state.current
    table = pq.read_table(pa.BufferReader(run.data_set))
    columns = tuple(
        Column(name, f"As in run {run.pk}, data version {run.data_version}", _kind(kind))
        for name, kind in zip(table.schema.names, table.schema.types, strict=True)
    )
    return AnalysisSet(
        grain=f"one row a patient, run {run.pk} with fingerprint {run.fingerprint}",
        columns=columns,
        rows=_rows(table),
        size=table.num_rows,
    )


def _kind(kind: pa.DataType) -> str:
    if pa.types.is_boolean(kind):
        return "yes/no"
    if pa.types.is_date(kind):
        return "date"
    return next((label for start, label in KINDS.items() if str(kind).startswith(start)), "text")


def _rows(table: pa.Table) -> Iterator[Sequence[Any]]:
    for batch in table.to_batches(max_chunksize=BATCH):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)
