"""Instruments that only tests know: a folder beside the shipped one, and its going away again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command

from scoring.instruments.sources import SOURCES

PDUS_FOLDER = Path(__file__).parent.parent / "instruments"


@contextmanager
def added_folder(folder: Path) -> Iterator[None]:
    """Search a folder as well, as a site does that names it in its settings and migrates."""
    before = SOURCES.folders
    SOURCES.add_folder(folder)
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        SOURCES.folders = before
