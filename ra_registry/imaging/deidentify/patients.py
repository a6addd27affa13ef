"""That one series holds one patient's images: two in one are refused by the names of the files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.errors import ImageRefused, Refusal
from ra_registry.imaging.deidentify.values import text_of

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Belonging:
    """Which series and which patient a file belongs to, as digests: equal or not is all they say.

    They can stand for data sets that need not stay in memory; they are never stored.
    """

    series: str
    patient: str


@checked
def belonging(dataset: Dataset) -> Belonging:
    """Return series and patient of a data set; a patient is an ID, a name and a day of birth."""
    name = " ".join(text_of(dataset, "PatientName").replace("^", " ").casefold().split())
    parts = (text_of(dataset, "PatientID"), name, text_of(dataset, "PatientBirthDate"))
    return Belonging(
        _digest(text_of(dataset, "SeriesInstanceUID")),
        _digest("\0".join(part.strip() for part in parts)),
    )


@checked
def same_patient(files: Mapping[str, Dataset | Belonging]) -> None:
    """Raise ``ImageRefused`` where a series holds images of two patients.

    ``files`` maps each file's name to its data set or to what ``belonging`` said of it. The error
    names up to three files of each patient, and no patient.
    """
    patients: dict[str, dict[str, list[str]]] = {}
    for name, file in files.items():
        found = file if isinstance(file, Belonging) else belonging(file)
        patients.setdefault(found.series, {}).setdefault(found.patient, []).append(name)
    mixed = [list(groups.values()) for groups in patients.values() if len(groups) > 1]
    if not mixed:
        return
    groups = mixed[0]
    listed = "; ".join(", ".join(_few(names)) for names in groups)
    message = f"One series holds images of {len(groups)} patients: {listed}."
    raise ImageRefused(Refusal("mixed_patients", message))


def _few(names: list[str]) -> list[str]:
    more = len(names) - _SHOWN
    return names if more <= 0 else [*names[:_SHOWN], f"and {more} more"]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
