"""Kit lots: limits and calibrators as their certificate states them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

import pghistory
from django.db import IntegrityError, transaction

from ra_registry.accounts.models import User
from ra_registry.assays.models import Analyte, CalibratorLevel, KitLot, KitLotLimit, Panel
from ra_registry.assays.parsers import Answers, AssayFileError, Problem, alias_key
from ra_registry.assays.parsers.questions import NO_ANSWERS
from ra_registry.assays.services.certificates import CertificateRow, read_certificate
from ra_registry.assays.services.reading import check_envelope
from ra_registry.assays.services.refusals import refusals_audited
from ra_registry.assays.services.staging import analyte_keys
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.errors import AlreadyRecorded
from ra_registry.cohort.models import Study
from ra_registry.cohort.services.records import check
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind

FEWEST_LEVELS = 6
"""Five levels or fewer can't contradict a curve of four parameters."""

HIGHEST = 1e9


class EnteredLot(NamedTuple):
    """A new lot, and what a person should know of the certificate it came from."""

    lot: KitLot
    warnings: list[str]


@transaction.atomic
def create_lot(
    *,
    by: User,
    study: Study,
    panel: Panel,
    number: str,
    rows: Sequence[CertificateRow],
    expires_on: date | None = None,
) -> KitLot:
    """Record a kit lot. Lots are master data of all studies; ``study`` is where it was entered.

    ``rows`` hold one line for each analyte of the panel, by any of its names. Calibrator levels
    may be missing when the plate files state them.

    Raises:
        AlreadyRecorded: the panel has a lot of that number.
        ValidationFailed: analytes, limits or levels are wrong; ``details`` names line and column.
    """
    lot = KitLot(panel=panel, number=number.strip(), expires_on=expires_on)
    check(lot)
    analytes = _by_analyte(panel, rows)
    problems = [problem for row in rows for problem in _row_problems(row)]
    if problems:
        raise refused(problems)
    existing = KitLot.objects.filter(panel=panel, number__iexact=lot.number).first()
    if existing is not None:
        raise AlreadyRecorded(f"{panel} has a lot {existing.number} already.", existing=existing)
    with pghistory.context(user=by.pk, reason=""):
        _store(lot, analytes)
    audit.record(
        EventKind.KIT_LOT_ADDED,
        by=by,
        study_code=study.code,
        target=lot,
        data={"panel": panel.name, "lot": lot.number},
    )
    return lot


def create_lot_from_certificate(
    *,
    by: User,
    study: Study,
    panel: Panel,
    number: str,
    certificate: Upload,
    expires_on: date | None = None,
    answers: Answers = NO_ANSWERS,
) -> EnteredLot:
    """Record a kit lot from the table of its certificate; see ``certificates``.

    ``answers`` say how the table is to be read where it leaves that open. What is left out of it,
    or was lost before, comes back with the lot.

    Raises:
        AssayFileRefused: the file is too large. This and what follows is audited with its hash.
        AlreadyRecorded, ValidationFailed: as ``create_lot``.
    """
    with refusals_audited(study, certificate, by):
        check_envelope(certificate)
        try:
            read = read_certificate(certificate.content, answers)
        except AssayFileError as error:
            raise refused(list(error.problems)) from error
        lot = create_lot(
            by=by, study=study, panel=panel, number=number, rows=read.rows, expires_on=expires_on
        )
    return EnteredLot(lot, [str(one) for one in read.warnings])


def dilution_series(top: float, *, fold: float, levels: int) -> dict[str, float]:
    """Return calibrators from the highest, ``fold`` apart, the last one without analyte.

    >>> dilution_series(64, fold=4, levels=4)
    {'S001': 64.0, 'S002': 16.0, 'S003': 4.0, 'S004': 0.0}
    """
    series = [top / fold**step for step in range(levels - 1)] + [0.0]
    return {f"S{number:03d}": float(value) for number, value in enumerate(series, 1)}


def refused(problems: Sequence[Problem]) -> ValidationFailed:
    """Return the error of a certificate, with every place."""
    return ValidationFailed(
        "The certificate can't be taken over.", details=[str(problem) for problem in problems]
    )


def _by_analyte(panel: Panel, rows: Sequence[CertificateRow]) -> dict[int, CertificateRow]:
    keys = analyte_keys(panel)
    found: dict[int, CertificateRow] = {}
    problems = []
    for row in rows:
        analyte = keys.get(alias_key(row.analyte))
        if analyte is None:
            expected = f"an analyte of {panel}"
            problems.append(_problem(row, "analyte", row.analyte, expected, "Unknown analyte."))
        elif analyte in found:
            expected = f"each analyte once; it stands at line {found[analyte].line} as well"
            problems.append(_problem(row, "analyte", row.analyte, expected, "Stands twice."))
        else:
            found[analyte] = row
    units = dict(Analyte.objects.filter(pk__in=found).values_list("pk", "unit"))
    problems += [
        _problem(row, "unit", row.unit, units[analyte], "The unit is another one.")
        for analyte, row in found.items()
        if row.unit and row.unit.casefold() != units[analyte].casefold()
    ]
    names = panel.analytes.exclude(pk__in=found).values_list("name", flat=True)
    last = rows[-1] if rows else CertificateRow("", 0)
    problems += [
        _problem(last, "analyte", "no such line", f"a line for {name}", "An analyte is missing.")
        for name in names
    ]
    if problems:
        raise refused(problems)
    return found


def _row_problems(row: CertificateRow) -> Iterable[Problem]:
    limits = [("llod", row.llod), ("lloq", row.lloq), ("uloq", row.uloq)]
    stated = [(name, value) for name, value in limits if value is not None]
    for name, value in stated:
        if not 0 < value <= HIGHEST:
            yield _problem(row, name, f"{value:g}", "a number above 0", "No such limit exists.")
    for (lower, below), (upper, above) in pairwise(stated):
        rises = below <= above if upper == "lloq" else below < above
        if not rises:
            expected = f"more than the {lower.upper()} of {below:g}"
            yield _problem(row, upper, f"{above:g}", expected, "The limits don't rise.")
    yield from _level_problems(row)


def _level_problems(row: CertificateRow) -> Iterable[Problem]:
    names = list(row.levels)
    if not names:
        return
    series = [f"S{number:03d}" for number in range(1, len(names) + 1)]
    if names != series or len(names) < FEWEST_LEVELS:
        expected = f"S001, S002 … without a gap, at least {FEWEST_LEVELS} levels"
        yield _problem(row, "levels", ", ".join(names), expected, "Calibrators are missing.")
        return
    for (_, higher), (name, lower) in pairwise(row.levels.items()):
        if not 0 <= lower < higher <= HIGHEST:
            expected = f"less than {higher:g}, the level before it, and 0 or more"
            yield _problem(row, name, f"{lower:g}", expected, "The calibrators don't fall.")


def _problem(row: CertificateRow, column: str, found: str, expected: str, message: str) -> Problem:
    return Problem(line=row.line, column=column, found=found, expected=expected, message=message)


def _store(lot: KitLot, rows: dict[int, CertificateRow]) -> None:
    try:
        with transaction.atomic():
            lot.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationFailed(f"{lot.panel} has a lot {lot.number} already.") from error
    KitLotLimit.objects.bulk_create(
        KitLotLimit(lot=lot, analyte_id=analyte, llod=row.llod, lloq=row.lloq, uloq=row.uloq)
        for analyte, row in rows.items()
    )
    CalibratorLevel.objects.bulk_create(
        CalibratorLevel(lot=lot, analyte_id=analyte, level=level, concentration=concentration)
        for analyte, row in rows.items()
        for level, concentration in row.levels.items()
    )
