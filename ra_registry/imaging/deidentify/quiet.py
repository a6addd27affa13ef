"""What pydicom does with bytes that nobody checked, kept to one kind of error."""

from __future__ import annotations

import logging
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from pydicom.errors import BytesLengthException, InvalidDicomError

# What pydicom raises on damaged or hostile bytes; there is no common base class below Exception.
RAISED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BytesLengthException,
    EOFError,
    InvalidDicomError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RuntimeError,  # a recursion that is too deep is one of them
    TypeError,
    ValueError,
    struct.error,
)


@contextmanager
def quietly() -> Iterator[None]:
    """Let pydicom say nothing: its warnings print values, and a log is no place for a name."""

    def nothing(record: logging.LogRecord) -> bool:
        return False

    logger = logging.getLogger("pydicom")
    logger.addFilter(nothing)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.removeFilter(nothing)
