"""Readers of plate exports: pure functions from bytes to one typed result."""

from __future__ import annotations

from ra_registry.assays.parsers.analytes import alias_key
from ra_registry.assays.parsers.errors import AssayFileError, Problem, Severity
from ra_registry.assays.parsers.layout import LayoutWell, PlateLayout
from ra_registry.assays.parsers.layout_apply import apply_layout
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
from ra_registry.assays.parsers.named_rows import cut_names, names_in
from ra_registry.assays.parsers.names import AmbiguousName, cut_dilution, fold_code, recognise
from ra_registry.assays.parsers.questions import Answers, Asked, DecimalMark, Question, Reading
from ra_registry.assays.parsers.reader import read_assay_file, read_layout

__all__ = [
    "NAN_PRINTED",
    "NOT_PRINTED",
    "AmbiguousName",
    "Answers",
    "Asked",
    "AssayFileError",
    "AssayFormat",
    "CensorCode",
    "DecimalMark",
    "LayoutWell",
    "NumberState",
    "ParsedFile",
    "ParsedPlate",
    "ParsedRow",
    "PlateLayout",
    "PrintedNumber",
    "Problem",
    "Question",
    "ReadTime",
    "Reading",
    "Reagent",
    "Role",
    "RoleSource",
    "Severity",
    "alias_key",
    "apply_layout",
    "cut_dilution",
    "cut_names",
    "fold_code",
    "names_in",
    "read_assay_file",
    "read_layout",
    "recognise",
]
