"""Where tests find things outside the suite."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
SHARED_ASSAYS = PROJECT.parent / "shared" / "data" / "assays"


def require_shared() -> Path:
    """Return the folder of real plate files; skip where it is absent, fail where CI promised it."""
    if not SHARED_ASSAYS.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED_ASSAYS} is missing")
        pytest.skip("the real plate files are not beside the project")
    return SHARED_ASSAYS
