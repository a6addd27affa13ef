"""Dilutions in the sample names of an export, where its Dilution column says none."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from ra_registry.assays.parsers.errors import AssayFileError
from ra_registry.assays.parsers.layout_apply import disagreement
from ra_registry.assays.parsers.model import (
    NumberState,
    ParsedFile,
    PrintedNumber,
    Role,
)
from ra_registry.assays.parsers.names import (
    AmbiguousName,
    Cut,
    cut_dilution,
    fold_code,
    recognise,
)
from ra_registry.assays.parsers.numbers import NumberReader


def names_in(parsed: ParsedFile) -> frozenset[str]:
    """Return every name that the rows may mean, folded: as printed, and without dilution."""
    texts = {row.sample for row in parsed.rows if row.sample}
    cut = {found.name for text in texts if (found := cut_dilution(text))}
    return frozenset(map(fold_code, texts | cut))


def cut_names(parsed: ParsedFile, codes: Collection[str]) -> ParsedFile:
    """Return the file with the dilutions that sample names carry behind a separator.

    ``codes`` are the registered codes, folded; they are matched whole first. Names of calibrators
    and controls stay whole. Raises ``AssayFileError`` where a name is two registered codes.
    """
    texts = {row.sample for row in parsed.rows if row.role in {Role.UNKNOWN, None}}
    found: dict[str, Cut] = {}
    ambiguous: dict[str, AmbiguousName] = {}
    for text in texts:
        try:
            cut = recognise(text, codes)
        except AmbiguousName as two:
            ambiguous[text] = two
            continue
        if cut is not None and cut.name:
            found[text] = cut
    if not found and not ambiguous:
        return parsed
    problems = [
        ambiguous[row.sample].problem(line=row.line, column="Sample")
        for row in parsed.rows
        if row.sample in ambiguous
    ]
    if problems:
        raise AssayFileError(problems)
    return _with_cuts(parsed, found, codes)


def _with_cuts(parsed: ParsedFile, found: dict[str, Cut], codes: Collection[str]) -> ParsedFile:
    numbers = NumberReader(parsed.decimal_mark)
    rows, warnings = [], list(parsed.warnings)
    told: set[tuple[str, str]] = set()
    for row in parsed.rows:
        cut = found.get(row.sample)
        figure = numbers.read(cut.figure) if cut else None
        meant = row.role is Role.UNKNOWN or (cut and fold_code(cut.name) in codes)
        if cut is None or figure is None or figure.value is None or not meant:
            rows.append(row)
            continue
        stated = row.dilution
        if stated.value not in {None, figure.value} and (row.plate, row.well) not in told:
            told.add((row.plate, row.well))
            warnings.append(
                disagreement(row, "dilution", stated.raw, f"{cut.figure}, as in {row.sample}")
            )
        if stated.state is NumberState.EMPTY:
            stated = PrintedNumber.of(figure.value)
        rows.append(replace(row, sample=cut.name, dilution=stated))
    return replace(parsed, rows=tuple(rows), warnings=tuple(warnings))
