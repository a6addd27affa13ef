"""A data set as a value: a frame, what its columns mean, and its hash."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

METADATA = b"ra-registry"
# What is known of one reader's scores of one feature: half units are whole numbers, so sums of
# scores stay exact.
READER_PARTS = (
    "baseline_half",
    "baseline_sites",
    "follow_up_half",
    "follow_up_sites",
    "change_half",
    "pairs",
    "worse",
    "better",
)
ANALYTE_PARTS = (
    "value",
    "censor",
    "replicates",
    "llod",
    "lloq",
    "uloq",
    "batch",
    "plates",
    "batches",
    "mixed",
    "other_value",
    "other_censor",
)
# Parts that are texts; every other one is a number.
ANALYTE_TEXTS = frozenset({"censor", "plates", "other_censor"})


def reader_column(read_set: str, feature: str, reader: int, part: str) -> str:
    """Name the column of one reader's scores, for example ``mri.bl-m12/erosion/r7/change_half``."""
    return f"{read_set}/{feature}/r{reader}/{part}"


def analyte_column(analyte: str, part: str) -> str:
    """Name the column of an analyte, for example ``il-6/value``."""
    return f"{analyte}/{part}"


def has_result(frame: pd.DataFrame, analyte: str) -> pd.Series:
    """Return which patients have a result of an analyte: a concentration, or a side of the range.

    Signals with neither are no results.
    """
    censor = frame[analyte_column(analyte, "censor")]
    return frame[analyte_column(analyte, "value")].notna() | censor.isin(["below", "above"])


def endpoint_column(endpoint: str, part: str) -> str:
    """Name the column of an endpoint: ``event``, ``change``, ``readers`` or ``excluded``."""
    return f"{endpoint}/{part}"


@dataclass(frozen=True, eq=False)
class DataSet:
    """One row a patient, voided patients left out.

    ``frame``: numbers are float64 (NaN is missing), texts are objects (None is missing).
    ``meta``: plain JSON: ``analytes`` (code, name, unit), ``read_sets`` (campaign, visits,
    features, readers), ``protocol`` (how each campaign was read), ``flow`` (how many were left out,
    and why), ``assays`` (rules for replicates, reasons for acceptance) and ``formulas``.
    """

    frame: pd.DataFrame
    meta: dict[str, Any]

    @property
    def n(self) -> int:
        """Number of patients."""
        return len(self.frame)

    def digest(self) -> str:
        """Return the SHA-256 over every column's name and values and over the meta data."""
        total = hashlib.sha256(_canonical(self.meta))
        for name in self.frame.columns:
            column = self.frame[name]
            total.update(name.encode() + b"\x00")
            if column.dtype == "float64":
                # Adding 0.0 turns -0.0 into 0.0; pandas keeps one kind of NaN.
                total.update((column.to_numpy() + 0.0).tobytes())
            else:
                total.update(_canonical([None if pd.isna(v) else str(v) for v in column]))
        return total.hexdigest()

    def to_parquet(self) -> bytes:
        """Return the data set as a Parquet file that carries its meta data."""
        table = pa.Table.from_pandas(self.frame, preserve_index=False)
        kept = {**(table.schema.metadata or {}), METADATA: _canonical(self.meta)}
        sink = io.BytesIO()
        pq.write_table(table.replace_schema_metadata(kept), sink, compression="zstd")
        return sink.getvalue()

    @classmethod
    def from_parquet(cls, content: bytes, columns: Sequence[str] | None = None) -> DataSet:
        """Read a stored data set, only ``columns`` where given; unknown columns are left out."""
        source = pq.ParquetFile(io.BytesIO(content))
        known = source.schema_arrow.names
        chosen = None if columns is None else [name for name in columns if name in known]
        table = source.read(columns=chosen)
        meta = json.loads(source.schema_arrow.metadata[METADATA])
        return cls(table.to_pandas(ignore_metadata=True), meta)


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
