"""What a layout adds to the rows of an export that doesn't say it itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ra_registry.assays.parsers.errors import Problem, Severity
from ra_registry.assays.parsers.layout import LayoutWell, PlateLayout
from ra_registry.assays.parsers.model import (
    NumberState,
    ParsedFile,
    ParsedRow,
    PrintedNumber,
    RoleSource,
)
from ra_registry.assays.parsers.names import fold_code

_COLUMNS = {"role": "Sample Group", "sample": "Sample", "dilution": "Dilution"}


def apply_layout(
    parsed: ParsedFile, layout: PlateLayout, *, plates: Sequence[str] | None = None
) -> ParsedFile:
    """Fill in sample, role and dilution that the export itself doesn't say.

    ``plates`` are the keys of the plates that have this layout, by default all. What the export
    prints stays; a role, a name or a dilution that differs is reported as a warning.
    """
    wells = layout.by_well()
    rows: list[ParsedRow] = []
    warnings = [*parsed.warnings, *layout.warnings]
    told: set[tuple[str, str, str]] = set()
    for row in parsed.rows:
        well = wells.get(row.well)
        if well is None or (plates is not None and row.plate not in plates):
            rows.append(row)
            continue
        for problem in _conflicts(row, well):
            # Role by role as before; a name or a dilution once a well, not once a spot.
            place = (row.plate, row.well, problem.code)
            if problem.code == "role_conflict" or place not in told:
                warnings.append(problem)
            told.add(place)
        rows.append(_with_layout(row, well))
    asked = (replace(question, of_layout=True) for question in layout.questions)
    return replace(
        parsed,
        rows=tuple(rows),
        warnings=tuple(warnings),
        questions=(*parsed.questions, *asked),
    )


def _with_layout(row: ParsedRow, well: LayoutWell) -> ParsedRow:
    dilution = row.dilution
    if dilution.state is NumberState.EMPTY and well.dilution is not None:
        dilution = PrintedNumber.of(well.dilution)
    role = row.role or well.role
    source = row.role_source or (RoleSource.LAYOUT if well.role else None)
    return replace(
        row, sample=row.sample or well.sample, role=role, role_source=source, dilution=dilution
    )


def _conflicts(row: ParsedRow, well: LayoutWell) -> Iterator[Problem]:
    """Yield what the layout says otherwise than the export."""
    samples = {fold_code(well.sample), fold_code(well.text)}
    stated = row.dilution.value
    if row.role and well.role and row.role != well.role:
        yield disagreement(row, "role", row.sample_group, f"{well.role}, as {_source(well)}")
    elif row.sample and fold_code(row.sample) not in samples:
        yield disagreement(row, "sample", row.sample, f"{well.sample}, as {_source(well)}")
    if stated is not None and well.dilution is not None and stated != well.dilution:
        yield disagreement(
            row, "dilution", row.dilution.raw, f"{well.dilution:g}, as {_source(well)}"
        )


def _source(well: LayoutWell) -> str:
    return f"the layout says of well {well.well}"


def disagreement(row: ParsedRow, what: str, found: str, expected: str) -> Problem:
    """Return the warning that the export's own column is kept where something else differs."""
    return Problem(
        line=row.line,
        column=_COLUMNS[what],
        found=found,
        expected=expected,
        message=f"Two statements disagree; the {what} of the export's own column is kept.",
        severity=Severity.WARNING,
        code=f"{what}_conflict",
    )
