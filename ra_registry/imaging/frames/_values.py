"""Numbers out of a data set, where any element may be missing, empty, doubled or nonsense."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pydicom import Dataset, Sequence

from ra_registry.imaging.frames.errors import FrameError

_LARGEST = 1e9  # no length, slope or window of an image is beyond


@contextmanager
def quietly() -> Iterator[None]:
    """Leave out pydicom's warnings: what they are about is read as missing, or refused here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def value_of(dataset: Dataset, keyword: str) -> Any:
    """Return an element's value, None where there is none or it can't be read."""
    try:
        with quietly():
            return dataset.get(keyword)
    except Exception:  # noqa: BLE001 - pydicom raises what it likes where an element is damaged
        return None


def numbers(dataset: Dataset, keyword: str, count: int = 0) -> tuple[float, ...] | None:
    """Return the finite numbers of an element; None unless there are ``count`` (0: any) of them."""
    value = value_of(dataset, keyword)
    if value is None or isinstance(value, str | bytes):
        return None
    try:
        items = list(value) if hasattr(value, "__iter__") else [value]
        found = tuple(float(item) for item in items)
    except (TypeError, ValueError, OverflowError):
        return None
    usual = all(math.isfinite(item) and abs(item) <= _LARGEST for item in found)
    return found if found and usual and count in (0, len(found)) else None


def number(dataset: Dataset, keyword: str) -> float | None:
    """Return the first number of an element, None where there is none."""
    found = numbers(dataset, keyword)
    return found[0] if found else None


def whole(dataset: Dataset, keyword: str, *, default: int | None = None) -> int:
    """Return a whole number; ``FrameError`` where there is none and no default either."""
    value = value_of(dataset, keyword)
    if value is None and default is not None:
        return default
    try:
        return int(value)
    except (TypeError, ValueError, OverflowError):
        raise FrameError(f"The image has no readable {keyword}.") from None


def group(dataset: Dataset, frame: int, keyword: str) -> Dataset:
    """Return one functional group of a frame of an enhanced image, empty where there is none.

    What is said of the frame itself goes before what is said of all (PS3.3 C.7.6.16).
    """
    for sequence, place in (
        ("PerFrameFunctionalGroupsSequence", frame),
        ("SharedFunctionalGroupsSequence", 0),
    ):
        item = _item(value_of(dataset, sequence), place)
        found = None if item is None else _item(value_of(item, keyword), 0)
        if found is not None:
            return found
    return Dataset()


def _item(items: Any, place: int) -> Dataset | None:
    if not isinstance(items, Sequence) or not place < len(items):
        return None
    item: Dataset = items[place]
    return item


def number_of_frames(dataset: Dataset) -> int:
    """Return how many frames a file announces: 1 where it doesn't say."""
    found = whole(dataset, "NumberOfFrames", default=1)
    if found < 0:
        raise FrameError("The image announces a negative number of frames.")
    return found or 1
