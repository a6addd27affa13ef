"""Whether a contrast agent was given, as the file names one."""

from __future__ import annotations

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify.values import items_of, number_of, texts_of

# What operators type for “none was given”.
_NONE = {
    "", "0", "-", "--", "N", "NO", "NON", "NONE", "NIL", "N/A", "NA", "NEIN", "KEIN", "KEINE",
    "OHNE", "SANS", "AUCUN", "WITHOUT", "NO CONTRAST", "NON CONTRAST", "NATIVE", "NATIV", "なし",
    "無", "FALSE", "UNKNOWN",
}  # fmt: skip


def has_contrast(dataset: Dataset) -> bool | None:
    """Return True for a named agent or a given volume, False for a stated none, or None."""
    if items_of(dataset, "ContrastBolusAgentSequence"):
        return True
    if (number_of(dataset, "ContrastBolusVolume") or 0) > 0:
        return True
    named = [text.upper().strip(" .") for text in texts_of(dataset, "ContrastBolusAgent")]
    if not named:
        return None
    return any(text not in _NONE for text in named)
