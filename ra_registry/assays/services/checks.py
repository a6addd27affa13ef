"""What a readable file may not say: wells that contradict themselves, impossible numbers.

The parsers keep what is printed. A batch stores one sample, role and dilution a well, so a file
that says two is refused before anything is kept, with the lines that disagree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from django.db import models
from django.utils.translation import gettext as _

from ra_registry.assays.models import Measurement, Plate, Well
from ra_registry.assays.parsers import ParsedFile, ParsedRow, PrintedNumber, Problem
from ra_registry.assays.verdict import is_plausible_dilution, is_plausible_number
from ra_registry.assays.verdict.thresholds import (
    HIGHEST_DILUTION,
    HIGHEST_NUMBER,
    LOWEST_DILUTION,
    LOWEST_NUMBER,
)

ONE_PER_WELL: tuple[tuple[str, Callable[[ParsedRow], str]], ...] = (
    ("Sample", lambda row: row.sample.strip()),
    ("Sample Group", lambda row: row.role.value if row.role else ""),
    ("Dilution", lambda row: "" if row.dilution.value is None else f"{row.dilution.value:g}"),
)
NUMBERS: tuple[tuple[str, Callable[[ParsedRow], PrintedNumber]], ...] = (
    ("Signal", lambda row: row.signal),
    ("Concentration", lambda row: row.concentration),
    ("Calc. Concentration", lambda row: row.calc_concentration),
)


def _longest(model: type[models.Model], field: str) -> int:
    return int(model._meta.get_field(field).max_length or 0)  # type: ignore[union-attr]


TEXTS: tuple[tuple[str, Callable[[ParsedRow], str], int], ...] = (
    ("Signal", lambda row: row.signal.raw, _longest(Measurement, "signal_text")),
    ("Calc. Concentration", lambda row: row.calc_concentration.raw,
     _longest(Measurement, "vendor_text")),
    ("Detection Range", lambda row: row.detection_range,
     _longest(Measurement, "vendor_range_text")),
    ("Sample", lambda row: row.sample.strip(), _longest(Well, "label")),
)  # fmt: skip
LONGEST_BARCODE = _longest(Plate, "barcode")


def impossible(parsed: ParsedFile) -> list[Problem]:
    """Return every reason why the file can't become a batch, each with its place."""
    found = [problem for row in parsed.rows for problem in _row_problems(row)]
    found += [
        Problem(
            line=1,
            column="barcode",
            found=plate.barcode,
            expected=f"at most {LONGEST_BARCODE} characters",
            message="The plate's barcode is too long.",
        )
        for plate in parsed.plates
        if len(plate.barcode) > LONGEST_BARCODE
    ]
    return [*found, *_disagreements(parsed.rows)]


def _row_problems(row: ParsedRow) -> Iterator[Problem]:
    for column, text, longest in TEXTS:
        if len(text(row)) > longest:
            expected = f"at most {longest} characters"
            yield _problem(row, column, text(row), expected, "The text is too long.")
    for column, number in NUMBERS:
        value = number(row).value
        if value is not None and not is_plausible_number(value):
            expected = _("0, or from %(low)g to %(high)g") % {
                "low": LOWEST_NUMBER,
                "high": HIGHEST_NUMBER,
            }
            yield _problem(row, column, number(row).raw, expected, "The number is not plausible.")
    if row.concentration.value is not None and row.concentration.value < 0:
        raw = row.concentration.raw
        yield _problem(row, "Concentration", raw, "0 or more", "The concentration is negative.")
    dilution = row.dilution.value
    if dilution is not None and not is_plausible_dilution(dilution):
        expected = _("a number from %(low)g to %(high)g") % {
            "low": LOWEST_DILUTION,
            "high": HIGHEST_DILUTION,
        }
        yield _problem(row, "Dilution", row.dilution.raw, expected, "No well is diluted like this.")


def _disagreements(rows: Iterable[ParsedRow]) -> Iterator[Problem]:
    first: dict[tuple[str, str, str], tuple[str, ParsedRow]] = {}
    told: set[tuple[str, str, str]] = set()
    for row in rows:
        for column, text in ONE_PER_WELL:
            stated = text(row)
            key = (row.plate, row.well, column)
            if not stated:
                continue
            before, where = first.setdefault(key, (stated, row))
            if before.casefold() != stated.casefold() and key not in told:
                told.add(key)
                yield _problem(
                    row,
                    column,
                    stated,
                    f"{before}, as at line {where.line}",
                    f"Well {row.well} of plate {row.plate} holds one thing only.",
                )


def _problem(row: ParsedRow, column: str, found: str, expected: str, message: str) -> Problem:
    return Problem(line=row.line, column=column, found=found, expected=expected, message=message)
