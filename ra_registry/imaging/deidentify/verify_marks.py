"""What a written file has to say of itself, and that its dates moved together."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify.attributes import IDENTITY
from ra_registry.imaging.deidentify.dates import read_day
from ra_registry.imaging.deidentify.marks import AGE_KEPT, CODE_SEQUENCE, CODES, METHOD
from ra_registry.imaging.deidentify.rules import Kind
from ra_registry.imaging.deidentify.values import items_of, text_of

Found = Iterator[tuple[str, str]]
DATES = tuple(one.keyword for one in IDENTITY if one.kind is Kind.DATE)
_SAID = {
    "PatientIdentityRemoved": "YES",
    "DeidentificationMethod": METHOD,
    "LongitudinalTemporalInformationModified": "MODIFIED",
}


def marks_missing(rebuilt: Dataset, subject: str | None) -> Found:
    """Yield every attribute of the de-identification that is absent or says something else."""
    for keyword, expected in _SAID.items():
        if text_of(rebuilt, keyword) != expected:
            yield "mark", keyword
    codes = dict(CODES)
    if "PatientAge" in rebuilt:
        codes.update([AGE_KEPT])
    found = {
        text_of(item, "CodeValue"): text_of(item, "CodeMeaning")
        for item in items_of(rebuilt, CODE_SEQUENCE)
    }
    if found != codes:
        yield "mark", CODE_SEQUENCE
    expected = text_of(rebuilt, "PatientID") if subject is None else subject
    for keyword in ("PatientID", "PatientName"):
        if not expected or text_of(rebuilt, keyword) != expected:
            yield "mark", keyword


def dates_left(rebuilt: Dataset, original: Dataset) -> Found:
    """Yield every date that isn't moved, or not by as many days as the first one."""
    offset = None
    for keyword in DATES:
        now = read_day(text_of(rebuilt, keyword))
        before = read_day(text_of(original, keyword))
        if now is None:
            continue
        if before is None or now == before:
            yield "date", keyword
            continue
        offset = offset or now - before
        if now - before != offset:
            yield "date", keyword
