"""Where this machine's Chromium is."""

from __future__ import annotations

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """Return the path of the system's browser; None where there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)
