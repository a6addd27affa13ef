"""Bits of a pixel's word that are no part of its value: drawings were once kept there.

Until 2004 an overlay could lie in the unused bits (PS3.5 section 8.1.2, retired). No viewer shows
them and no list of attributes names them, but they would be stored with the pixels.
"""

from __future__ import annotations

import numpy as np
from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify.refusals import native_length
from ra_registry.imaging.deidentify.values import element_of, whole_of


def has_hidden_bits(dataset: Dataset) -> bool:
    """Return whether words of 16 bits hold more than their values, for pixels not compressed.

    Above the value stand zeros, or copies of its sign where it has one; nothing stands below.
    """
    element = element_of(dataset, "PixelData")
    stored, high = (whole_of(dataset, keyword, 0) for keyword in ("BitsStored", "HighBit"))
    if element is None or whole_of(dataset, "BitsAllocated", 0) != 16 or not 0 < stored < 16:
        return False
    if not stored - 1 <= high < 16:
        return True
    order = ">" if getattr(dataset, "original_encoding", (True, True))[1] is False else "<"
    length = min(native_length(dataset), len(element.value) // 2 * 2)
    words = np.frombuffer(element.value[:length], dtype=f"{order}u2")
    used = np.uint16(((1 << stored) - 1) << (high + 1 - stored))
    above = np.uint16(0xFFFF << (high + 1) & 0xFFFF)
    rest = words & ~used
    if whole_of(dataset, "PixelRepresentation", 0) != 1:
        return bool(rest.any())
    negative = (words >> np.uint16(high) & np.uint16(1)).astype(bool)
    return bool(((rest != 0) & ~(negative & (rest == above))).any())
