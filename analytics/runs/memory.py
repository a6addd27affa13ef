"""How much memory that was freed this process keeps for the next array.

Statistics make and drop many arrays of about a megabyte. By default the C library hands each back
to the kernel, which then clears every page again at the next one: a tenth of a computation. Larger
arrays still go back at once, so that an export's peak doesn't stay.
"""

from __future__ import annotations

import ctypes

MEBIBYTE = 2**20
# The parameters' numbers in glibc's malloc.h, with their values here.
KEPT_ON_TOP = (-1, 16 * MEBIBYTE)
HANDED_BACK_FROM = (-3, 4 * MEBIBYTE)


def keep_freed_memory() -> None:
    """Set both thresholds for this process; other C libraries than glibc have none."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        for parameter, value in (KEPT_ON_TOP, HANDED_BACK_FROM):
            mallopt(parameter, value)
