"""A data set as a value: a frame, what its columns mean, and its hash."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from analytics.datasets.meta import (
    DATA_SET_FORMAT,
    UNNUMBERED,
    DataSetMeta,
    load_meta,
    store_meta,
)
from analytics.datasets.upgrades import COLUMN_NAMES, COLUMN_UPGRADES

if TYPE_CHECKING:  # an export reads stored batches and has no use for what takes long to load
    import pandas as pd

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
# What is known of an endpoint; ``pairs`` are the fewest sites that count for any reader.
ENDPOINT_PARTS = ("event", "value", "baseline", "readers", "pairs", "imputed", "excluded")
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
# Stands for whoever was the third reader of a case, where a first reader's id stands.
ADJUDICATOR = "adjudicator"
# What the names of a course's columns begin with.
COURSE = "course."
# Parts that are texts; every other one is a number.
ANALYTE_TEXTS = frozenset({"censor", "plates", "other_censor"})


def reader_column(read_set: str, feature: str, reader: int, part: str) -> str:
    """Name the column of one reader's scores, for example ``mri.bl-m12/erosion/r7/change_half``."""
    return f"{read_set}/{feature}/r{reader}/{part}"


def adjudicator_column(read_set: str, feature: str, part: str) -> str:
    """Name the column of third readers' scores, whoever decided on a patient's case."""
    return f"{read_set}/{feature}/{ADJUDICATOR}/{part}"


def analyte_column(analyte: str, part: str) -> str:
    """Name the column of an exposure: its code and the part, ``<code>/value``."""
    return f"{analyte}/{part}"


def has_result(frame: pd.DataFrame, analyte: str) -> pd.Series:
    """Return which patients have a result of an analyte: a concentration, or a side of the range.

    Signals with neither are no results.
    """
    censor = frame[analyte_column(analyte, "censor")]
    return frame[analyte_column(analyte, "value")].notna() | censor.isin(["below", "above"])


def endpoint_column(endpoint: str, part: str) -> str:
    """Name the column of an endpoint, for example ``mri-progression/event``."""
    return f"{endpoint}/{part}"


def course_key(*parts: str) -> str:
    """Return the first part of a course's columns: ``course.mri.erosion``, ``course.das28_esr``."""
    return COURSE + ".".join(parts)


def course_column(course: str, visit: str, part: str, reader: int | None = None) -> str:
    """Name a column of a course, for example ``course.mri.erosion.observed/r7/m12/score``.

    ``part``: ``score``, or ``change`` from the course's first visit; ``value`` of a clinical
    variable, which has no reader.
    """
    return "/".join((course, *([] if reader is None else [f"r{reader}"]), visit, part))


@dataclass(frozen=True, eq=False)
class DataSet:
    """One row a patient, voided patients left out.

    ``frame``: numbers are float64 (NaN is missing), texts are objects (None is missing).
    ``meta`` says what they mean and what stands beside them.
    """

    frame: pd.DataFrame
    meta: DataSetMeta

    @property
    def n(self) -> int:
        """Number of patients."""
        return len(self.frame)

    def digest(self) -> str:
        """Return the SHA-256 over every column's name and values and over the meta data."""
        total = hashlib.sha256(_canonical(store_meta(self.meta)))
        for name, column in self.frame.items():
            total.update(str(name).encode() + b"\x00")
            if column.dtype == "float64":
                # Adding 0.0 turns -0.0 into 0.0; pandas keeps one kind of NaN.
                total.update((column.to_numpy() + 0.0).tobytes())
            else:
                total.update(_canonical(_texts(column)))
        return total.hexdigest()

    def to_parquet(self) -> bytes:
        """Return the data set as a Parquet file that carries its meta data."""
        table = pa.Table.from_pandas(self.frame, preserve_index=False)
        kept = {**(table.schema.metadata or {}), METADATA: _canonical(store_meta(self.meta))}
        sink = io.BytesIO()
        pq.write_table(table.replace_schema_metadata(kept), sink, compression="zstd")
        return sink.getvalue()

    @classmethod
    def from_parquet(cls, content: bytes, columns: Sequence[str] | None = None) -> DataSet:
        """Read a stored data set, only ``columns`` where given; unknown columns are left out.

        Raises Undecodable where its description is of no known shape.
        """
        table, meta = read_stored(content, columns)
        return cls(table.to_pandas(ignore_metadata=True), meta)


def read_stored(
    content: bytes, columns: Sequence[str] | None = None
) -> tuple[pa.Table, DataSetMeta]:
    """Return the table of a stored data set of any format as today's, with its description.

    Only ``columns`` where given; unknown columns are left out. Raises Undecodable or LookupError
    for what no release wrote.
    """
    source, described = _opened(content)
    names = {name: name for name in source.schema_arrow.names}
    for number in _earlier(described):
        names = {stored: COLUMN_NAMES[number](name) for stored, name in names.items()}
    wanted = None if columns is None else set(columns)
    chosen = [stored for stored, name in names.items() if wanted is None or name in wanted]
    return _upgraded(source.read(columns=chosen), described), load_meta(described)


def read_description(content: bytes) -> tuple[list[str], DataSetMeta]:
    """Return the names of a stored data set's columns and its description, as today's."""
    source, described = _opened(content)
    names = _upgraded(source.schema_arrow.empty_table(), described).schema.names
    return names, load_meta(described)


def read_batches(content: bytes, rows: int) -> Iterator[pa.Table]:
    """Yield a stored data set as today's in tables of ``rows`` rows: the whole takes more room."""
    source, described = _opened(content)
    for batch in source.iter_batches(batch_size=rows, use_threads=False):
        yield _upgraded(pa.Table.from_batches([batch]), described)


def _opened(content: bytes) -> tuple[pq.ParquetFile, dict[str, Any]]:
    source = pq.ParquetFile(io.BytesIO(content))
    return source, json.loads(source.schema_arrow.metadata[METADATA])


def _earlier(described: dict[str, Any]) -> range:
    """The formats that a stored data set is brought up from, one after the other."""
    return range(described.get("format", UNNUMBERED), DATA_SET_FORMAT)


def _upgraded(table: pa.Table, described: dict[str, Any]) -> pa.Table:
    for number in _earlier(described):
        table = COLUMN_UPGRADES[number](table)
    return table


def _texts(column: pd.Series) -> list[str | None]:
    """A column's values as texts, None where they are missing."""
    values = zip(column.to_numpy(dtype=object), column.isna(), strict=True)
    return [None if missing else str(value) for value, missing in values]


def _canonical(value: Any) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
