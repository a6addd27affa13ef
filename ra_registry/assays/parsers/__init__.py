"""Readers of plate exports: pure functions from bytes to one typed result."""

from __future__ import annotations

from ra_registry.assays.parsers.analytes import alias_key
from ra_registry.assays.parsers.errors import AssayFileError, Problem, Severity
from ra_registry.assays.parsers.layout import LayoutWell, PlateLayout, apply_layout
from ra_registry.assays.parsers.model import (
    NAN_PRINTED,
    NOT_PRINTED,
    AssayFormat,
    CensorCode,
    NumberState,
    ParsedFile,
    ParsedPlate,
    ParsedRow,
    PrintedNumber,
    ReadTime,
    Reagent,
    Role,
    RoleSource,
)
from ra_registry.assays.parsers.reader import read_assay_file, read_layout

__all__ = [
    "NAN_PRINTED",
    "NOT_PRINTED",
    "AssayFileError",
    "AssayFormat",
    "CensorCode",
    "LayoutWell",
    "NumberState",
    "ParsedFile",
    "ParsedPlate",
    "ParsedRow",
    "PlateLayout",
    "PrintedNumber",
    "Problem",
    "ReadTime",
    "Reagent",
    "Role",
    "RoleSource",
    "Severity",
    "alias_key",
    "apply_layout",
    "read_assay_file",
    "read_layout",
]
