"""Where tests find things outside the suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED_ASSAYS = PROJECT.parent / "shared" / "data" / "assays"

SHARED_TRAPS = SHARED_ASSAYS.parent / "traps"


def require_shared() -> Path:
    """Return the folder of real plate files; skip where it is absent, fail where CI promised it."""
    return _required(SHARED_ASSAYS)


def trap(name: str) -> bytes:
    """Return a small file that was read wrongly once; skip or fail as above."""
    return (_required(SHARED_TRAPS) / name).read_bytes()


def _required(folder: Path) -> Path:
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{folder} is missing")
        pytest.skip("the real plate files are not beside the project")
    return folder
