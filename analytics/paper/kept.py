"""Names under which drawn figures and written files are kept."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

# A run never changes, so what was made of it stays right; a week serves those who come back.
KEPT_FOR = 7 * 24 * 60 * 60
MADE_FROM = ("analytics/figures", "analytics/paper", "analytics/tables", "templates/analytics")
MADE_WITH = ("python-docx", "typst", "vl-convert-python")


def name_of(kind: str, *said: object) -> str:
    """Return a name that differs when what is said differs, or what makes a file of it."""
    content = f"{_made_by()} {said!r}"
    return f"{kind}:{hashlib.sha256(content.encode()).hexdigest()}"


@cache
def _made_by() -> str:
    """The writers' own version: a new one never serves what an older one wrote."""
    found = hashlib.sha256()
    for package in MADE_WITH:
        found.update(f"{package} {version(package)}".encode())
    for folder in MADE_FROM:
        for path in sorted(Path(settings.BASE_DIR, folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                found.update(path.read_bytes())
    return found.hexdigest()
