"""Writers of plate exports, for synthetic studies and for test files. Pure functions."""

from __future__ import annotations

from ra_registry.assays.writers.methodical_mind import with_header, write_plate_text
from ra_registry.assays.writers.msd_workbench import write_workbench

__all__ = ["with_header", "write_plate_text", "write_workbench"]
