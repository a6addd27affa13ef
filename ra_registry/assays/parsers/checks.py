"""Checks over all rows of a file: what is impossible is refused, what is odd is warned about."""

from __future__ import annotations

import math
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ra_registry.assays.parsers.errors import AssayFileError, Problem, Severity
from ra_registry.assays.parsers.model import NumberState, ParsedPlate, ParsedRow, Role
from ra_registry.assays.parsers.plate_names import barcodes_in, same_barcode

SATURATION = 1_500_000
"""Counts above which the detector no longer follows the light (comment in public MSD scripts)."""

FOLD_TOLERANCE = 0.02
"""A lost decimal point moves a level a thousandfold; printed digits round by less than 2 %."""

_MIN_LEVELS = 3
_WELLS_NAMED = 5


def check_rows(
    rows: Sequence[ParsedRow],
    plates: Sequence[ParsedPlate],
    *,
    name: str,
    header_names: Sequence[str] = (),
) -> list[Problem]:
    """Return the warnings of a file, or raise ``AssayFileError`` for a well that stands twice.

    ``header_names`` are file names printed inside the file; like ``name`` they may hold a barcode.
    """
    _refuse_duplicates(rows)
    return [
        *_barcode_warnings(plates, (name, *header_names)),
        *_signal_warnings(rows),
        *_calibrator_warnings(rows),
    ]


def _refuse_duplicates(rows: Iterable[ParsedRow]) -> None:
    first: dict[tuple[str, str, int | None, str], ParsedRow] = {}
    problems = []
    for row in rows:
        # A spot is one assay; exports without spot numbers tell wells apart by the assay's name.
        key = (row.plate, row.well, row.spot, row.assay if row.spot is None else "")
        before = first.setdefault(key, row)
        if before is not row:
            problems.append(
                Problem(
                    line=row.line,
                    column="Well",
                    found=f"{row.well}, spot {row.spot or row.assay}, plate {row.plate}",
                    expected="each well and spot of a plate once",
                    message=f"The well already stands at line {before.line}.",
                    code="duplicate_well",
                )
            )
    if problems:
        raise AssayFileError(problems)


def _barcode_warnings(plates: Sequence[ParsedPlate], names: Iterable[str]) -> list[Problem]:
    barcodes = [barcode for plate in plates for barcode in plate.barcodes]
    problems = []
    if not barcodes:
        problems.append(
            _warning(
                1, "barcode", "", "a plate barcode", "No plate has a barcode.", code="no_barcode"
            )
        )
    elif len(set(barcodes)) < len(barcodes):
        twice = statistics.mode(barcodes)
        problems.append(
            _warning(
                1,
                "barcode",
                twice,
                "each plate once",
                "Two plates of the file have the same barcode.",
                code="repeated_barcode",
            )
        )
    named = dict.fromkeys(code for name in names for code in barcodes_in(name))
    problems += [
        _warning(
            1,
            "barcode",
            ", ".join(barcodes),
            f"{code}, as in the file name",
            "The barcode in the file differs from the one in its name.",
            code="barcode_mismatch",
        )
        for code in named
        if barcodes and not any(same_barcode(code, barcode) for barcode in barcodes)
    ]
    return problems


def _signal_warnings(rows: Iterable[ParsedRow]) -> list[Problem]:
    saturated: dict[tuple[str, str], list[ParsedRow]] = defaultdict(list)
    negative: dict[tuple[str, str], list[ParsedRow]] = defaultdict(list)
    absent: dict[tuple[str, str], list[ParsedRow]] = defaultdict(list)
    for row in rows:
        key = (row.plate, _assay_of(row))
        value = row.signal.value
        if row.signal.state is not NumberState.NUMBER or value is None:
            absent[key].append(row)
        elif value > SATURATION:
            saturated[key].append(row)
        elif value < 0:
            negative[key].append(row)
    return [
        *_grouped(saturated, f"at most {SATURATION} counts", "saturated", "The detector saturated"),
        *_grouped(negative, "a signal of 0 or more", "negative_signal", "The signal is negative"),
        *_grouped(absent, "a signal", "no_signal", "The signal is missing"),
    ]


def _grouped(
    groups: dict[tuple[str, str], list[ParsedRow]], expected: str, code: str, message: str
) -> list[Problem]:
    problems = []
    for (plate, assay), rows in groups.items():
        wells = [row.well for row in rows[:_WELLS_NAMED]]
        more = f" and {len(rows) - _WELLS_NAMED} more" if len(rows) > _WELLS_NAMED else ""
        problems.append(
            _warning(
                rows[0].line,
                "Signal",
                rows[0].signal.raw,
                expected,
                f"{message}: plate {plate}, {assay}, {', '.join(wells)}{more}.",
                code=code,
            )
        )
    return problems


def _assay_of(row: ParsedRow) -> str:
    """Return the assay of a row, or its spot where the file names none."""
    return row.assay or f"spot {row.spot}"


def _calibrator_warnings(rows: Iterable[ParsedRow]) -> list[Problem]:
    series: dict[tuple[str, str], list[ParsedRow]] = defaultdict(list)
    for row in rows:
        # Where the export says no role, only calibrators and controls print a nominal value.
        if row.role in {Role.CALIBRATOR, None} and row.concentration.value is not None:
            series[row.plate, _assay_of(row)].append(row)
    return [problem for levels in series.values() for problem in _series_warnings(levels)]


def _series_warnings(rows: Sequence[ParsedRow]) -> list[Problem]:
    level_of: dict[str, ParsedRow] = {}
    for row in rows:
        level = level_of.setdefault(row.sample, row)
        if level.concentration.value != row.concentration.value:
            return [
                _concentration_warning(
                    row,
                    f"{level.concentration.raw}, as at line {level.line}",
                    f"Two wells of calibrator {row.sample} of {_assay_of(row)} differ.",
                )
            ]
    levels = [level_of[sample] for sample in sorted(level_of, key=_natural)]
    levels = [level for level in levels if level.concentration.value]
    return _fold_warnings(levels) if len(levels) >= _MIN_LEVELS else []


def _natural(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts S2 before S10: of two numbers the longer one is greater."""
    return [(len(part.lstrip("0")), part.lstrip("0")) for part in re.split(r"(\d+)", name)]


def _fold_warnings(levels: Sequence[ParsedRow]) -> list[Problem]:
    values = [level.concentration.value or 0.0 for level in levels]
    folds = [one / other for one, other in pairwise(values)]
    fold = statistics.median(folds)
    if not (all(step > 1 for step in folds) or all(0 < step < 1 for step in folds)):
        return [
            _concentration_warning(
                levels[_worst(folds, fold) + 1],
                "a series that only falls or only rises",
                f"The calibrator series of {_assay_of(levels[0])} is not monotone.",
            )
        ]
    if any(abs(step / fold - 1) > FOLD_TOLERANCE for step in folds):
        return [
            _concentration_warning(
                levels[_worst(folds, fold) + 1],
                f"levels {max(fold, 1 / fold):.4g}-fold apart within {FOLD_TOLERANCE:.0%}",
                f"The calibrator series of {_assay_of(levels[0])} breaks its dilution; "
                "a decimal point may be lost.",
            )
        ]
    return []


def _worst(folds: Sequence[float], fold: float) -> int:
    """Return the first step that departs from the median fold most, on the ratio scale."""
    return max(range(len(folds)), key=lambda step: _departure(folds[step], fold))


def _departure(step: float, fold: float) -> float:
    ratio = abs(step / fold) if fold else 0.0
    return max(ratio, 1 / ratio) if ratio else math.inf


def _concentration_warning(row: ParsedRow, expected: str, message: str) -> Problem:
    return _warning(
        row.line,
        "Concentration",
        row.concentration.raw,
        expected,
        message,
        code="calibrator_series",
    )


def _warning(
    line: int, column: str, found: str, expected: str, message: str, *, code: str
) -> Problem:
    return Problem(
        line=line,
        column=column,
        found=found,
        expected=expected,
        message=message,
        severity=Severity.WARNING,
        code=code,
    )
