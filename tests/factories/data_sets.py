"""What a data set made up in memory says of itself: what a test doesn't say is empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analytics.datasets.described_courses import Courses
from analytics.datasets.meta import (
    AssayAccount,
    DataSetMeta,
    DescribedReadSet,
    VoidedRecords,
)
from analytics.design.variable import FurtherExposure, Offered, Variable

NOTHING_VOIDED = VoidedRecords(
    patients=0, visits=0, assessments=0, examinations=0, samples=0, batches=0
)

READ_SET: dict[str, Any] = {
    "key": "mri.bl-m12",
    "campaign": "mri",
    "title": "MRI",
    "instrument": "ramris-2016",
    "modality": "MR",
    "baseline": "Baseline",
    "follow_up": "Month 12",
    "readers_per_case": 2,
    "features": ("erosion",),
    "readers": (1, 2),
}


def make_analyte(code: str, name: str = "", unit: str = "pg/ml") -> Variable:
    """Return an analyte, named as its code in capitals where nothing is said."""
    return Variable(code, name or code.upper(), unit, scale="log2", source="assay")


def make_further(code: str) -> FurtherExposure:
    """Return a value of the record or, by its code, a score; named as its code."""
    is_score = code.startswith("score")
    return FurtherExposure(
        Variable(
            code,
            code,
            "points" if is_score else "mg/L",
            scale="linear" if is_score else "log2",
            source="score" if is_score else "clinical",
        ),
        column=None if is_score else code.partition(".")[2],
        endpoint=None,
    )


def make_offered(analytes: Sequence[str] = (), further: Sequence[str] = ()) -> Offered:
    """Return what a study could have as exposures."""
    return Offered(
        tuple(make_analyte(code) for code in analytes),
        tuple(make_further(code) for code in further),
    )


def make_read_set(**changes: Any) -> DescribedReadSet:
    """Return a read set of two readers."""
    return DescribedReadSet(**{**READ_SET, **changes})


def make_meta(*codes: str, **changes: Any) -> DataSetMeta:
    """Return a description with an analyte of each code, named as its code in capitals."""
    parts: dict[str, Any] = {
        "variables": tuple(make_analyte(code) for code in codes),
        "detectable": (),
        "read_sets": (),
        "courses": Courses((), ()),
        "protocol": (),
        "formulas": {},
        "materials": {},
        "flow": (),
        "left_out": NOTHING_VOIDED,
        "set_aside": (),
        "assays": AssayAccount((), ()),
    }
    return DataSetMeta(**{**parts, **changes})
