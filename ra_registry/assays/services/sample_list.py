"""A pasted list of samples: ``code,pseudonym,visit,material,date``, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext, ngettext

from ra_registry.accounts.models import User
from ra_registry.assays.models import Sample
from ra_registry.assays.models.sample import SAMPLE_CODE, Material
from ra_registry.assays.parsers import AssayFileError, Problem
from ra_registry.assays.parsers.errors import MAX_PROBLEMS
from ra_registry.assays.parsers.tables import DELIMITERS, TableRow, split_rows
from ra_registry.assays.services.samples import automatic_code, store_samples
from ra_registry.cohort import clock
from ra_registry.cohort.models import Patient, PlannedVisit, Question, Study, Visit
from ra_registry.core.entry.dates import read_day
from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.wording import expectation
from ra_registry.core.errors import ValidationFailed

COLUMNS = ("code", "pseudonym", "visit", "material", "date")
MOST_LINES = 5000


@dataclass(frozen=True)
class Registered:
    """What a list led to: new samples, and how many lines were registered before exactly so."""

    samples: list[Sample]
    known: int
    questions: list[Question]
    """What is unusual about the new samples; each is listed until it is answered."""


class _RowError(Exception):
    """One cell of one line is wrong."""

    def __init__(self, column: str, found: str, expected: str) -> None:
        super().__init__(column)
        self.column, self.found, self.expected = column, found, expected


@dataclass(frozen=True)
class _Study:
    """What the lines are looked up in, each by its name in small letters."""

    study: Study
    patients: Mapping[str, Patient]
    planned: Mapping[str, PlannedVisit]
    visits: Mapping[tuple[int, int], Visit]
    voided_patients: frozenset[str]
    samples: Mapping[str, Sample]
    at_visit: Mapping[tuple[int, str], Sample]
    voided: frozenset[str]
    voided_at_visit: frozenset[tuple[int, str]]
    anew: bool
    """The list is said to hold other tubes than the voided ones."""


@transaction.atomic
def register_list(
    *,
    by: User,
    study: Study,
    text: str,
    centres: Collection[int] | None = None,
    anew: bool = False,
) -> Registered:
    """Register every line of a pasted list, or none of them.

    A line may leave out the code (one is made, unless the visit has such a sample), the material
    (plasma) and the date (the visit's day).
    Columns are separated by commas, semicolons or tabs; a
    first line of column names is skipped. What is registered exactly so is counted, not refused.

    ``anew``: the codes of voided samples are those of other tubes here.

    Raises:
        ValidationFailed: ``details`` names line and column of each problem.
    """
    rows = _rows(text)
    known_of = _look_up(study, rows, centres, anew=anew)
    taken = set(known_of.samples)
    new: list[Sample] = []
    known, problems = 0, []
    listed: dict[str | tuple[int, str], int] = {}
    for row in rows:
        try:
            sample = _sample(row, known_of, taken)
            _note_once(row, sample, listed)
        except _RowError as error:
            problems.append(_problem(row, error))
            continue
        if sample.pk is not None:
            known += 1
            continue
        taken.add(sample.code.lower())
        sample.created_by = by
        new.append(sample)
    if problems:
        raise _refused(problems)
    questions = store_samples(by=by, study=study, samples=new)
    return Registered(new, known, questions)


def _rows(text: str) -> list[TableRow]:
    lines = text.replace("\x00", "").splitlines()
    delimiter = next((mark for mark in DELIMITERS if any(mark in line for line in lines)), ",")
    try:
        rows = split_rows(lines, delimiter)
    except AssayFileError as error:
        raise _refused(list(error.problems)) from error
    if rows and rows[0].cells[0].casefold() == COLUMNS[0]:
        rows = rows[1:]
    if not rows:
        raise ValidationFailed("The list is empty: paste one line for each sample.")
    if len(rows) > MOST_LINES:
        raise ValidationFailed(f"The list has {len(rows)} lines; at most {MOST_LINES} at a time.")
    return rows


def _look_up(
    study: Study, rows: list[TableRow], centres: Collection[int] | None, *, anew: bool
) -> _Study:
    """Read everything the lines may name. Five queries."""
    patients: QuerySet[Any] = Patient.objects.filter(study=study)
    if centres is not None:
        patients = patients.filter(centre__in=centres)
    patients = patients.annotate(folded=Lower("pseudonym"))
    named = {row.cells[1].lower() for row in rows if len(row.cells) > 1}
    everybody = {patient.folded: patient for patient in patients.filter(folded__in=named)}
    found = {name: one for name, one in everybody.items() if one.voided_at is None}
    visits = Visit.objects.active().filter(patient__in=found.values())
    planned = {}
    for visit in study.planned_visits.all():
        planned[visit.code.lower()] = planned[visit.name.lower()] = visit
    current = list(Sample.objects.kept().filter(study=study))
    voided = Sample.objects.filter(study=study, voided_at__isnull=False)
    return _Study(
        study=study,
        patients=found,
        voided_patients=frozenset(set(everybody) - set(found)),
        planned=planned,
        visits={
            (visit.patient_id, visit.planned_id): visit
            for visit in visits.select_related("patient__study", "patient__centre", "planned")
        },
        samples={sample.code.lower(): sample for sample in current},
        at_visit={(sample.visit_id, sample.material): sample for sample in current},
        voided=frozenset(voided.values_list(Lower("code"), flat=True)),
        voided_at_visit=frozenset(voided.values_list("visit_id", "material")),
        anew=anew,
    )


def _sample(row: TableRow, known_of: _Study, taken: set[str]) -> Sample:
    """Return the sample of a line: a new one, or the stored one that is exactly so."""
    if len(row.cells) > len(COLUMNS) and any(row.cells[len(COLUMNS) :]):
        raise _RowError(str(len(COLUMNS) + 1), row.cells[len(COLUMNS)], "five columns")
    padded = [*row.cells, *[""] * len(COLUMNS)]
    code, pseudonym, visit_name, material_name, day = padded[: len(COLUMNS)]
    visit = _visit(pseudonym, visit_name, known_of)
    material, taken_on = _material(material_name), _day(day, visit)
    if not code and (visit.pk, material) in known_of.at_visit:
        return known_of.at_visit[visit.pk, material]
    stored = known_of.samples.get(code.lower())
    if stored is not None:
        if (stored.visit_id, stored.material, stored.taken_on) == (visit.pk, material, taken_on):
            return stored
        raise _RowError("code", code, "a code that no other sample of the study has")
    voided = code.lower() in known_of.voided
    voided |= not code and (visit.pk, material) in known_of.voided_at_visit
    if voided and not known_of.anew:
        raise _RowError(
            "code",
            code,
            gettext(
                "a sample that is not voided: restore it from the list of voided samples, or say "
                "that the list holds another tube"
            ),
        )
    if not code:
        code = automatic_code(visit, taken=taken | known_of.voided)
    elif not _is_code(code):
        raise _RowError("code", code, "2 to 40 letters, digits, dots, slashes, _ and -")
    return Sample(
        study=known_of.study, visit=visit, code=code, material=material, taken_on=taken_on
    )


def _note_once(row: TableRow, sample: Sample, listed: dict[str | tuple[int, str], int]) -> None:
    """Note in which line a tube stands, and refuse one that stands in an earlier line as well.

    A line without a code means the one tube of its material at its visit.
    """
    code, place = sample.code.lower(), (sample.visit_id, sample.material)
    line = listed.get(code)
    if line is None and not row.cells[0]:
        line = listed.get(place)
    if line is not None:
        expected = gettext("each sample once in the list; it stands in line %(line)d as well")
        raise _RowError("code", row.cells[0] or sample.code, expected % {"line": line})
    listed[code] = row.line
    listed.setdefault(place, row.line)


def _is_code(text: str) -> bool:
    try:
        SAMPLE_CODE(text)
    except ValidationError:
        return False
    return True


def _visit(pseudonym: str, name: str, known_of: _Study) -> Visit:
    patient = known_of.patients.get(pseudonym.lower())
    if patient is None and pseudonym.lower() in known_of.voided_patients:
        raise _RowError(
            "pseudonym",
            pseudonym,
            gettext("a patient whose record is not voided: restore it first"),
        )
    if patient is None:
        raise _RowError("pseudonym", pseudonym, "a patient of the study whom you may see")
    planned = known_of.planned.get(name.lower())
    if planned is None:
        codes = sorted({visit.code for visit in known_of.planned.values()})
        raise _RowError("visit", name, f"one of {', '.join(codes) or 'the planned visits'}")
    visit = known_of.visits.get((patient.pk, planned.pk))
    if visit is None:
        raise _RowError("visit", name, f"a recorded visit; {pseudonym} has no {planned.name} yet")
    return visit


def _material(name: str) -> str:
    names = {key.lower(): value for value, label in Material.choices for key in (value, label)}
    if not name:
        return Material.PLASMA
    if name.lower() not in names:
        raise _RowError("material", name, f"one of {', '.join(Material.values)}")
    return names[name.lower()]


def _day(text: str, visit: Visit) -> date:
    if not text:
        return visit.took_place_on
    try:
        day = read_day(text)
    except EntryError as error:
        raise _RowError("date", text, expectation(error)) from None
    today = clock.today_of(visit.patient)
    if day > today:
        expected = gettext("a day that is not in the future; today is %(today)s")
        raise _RowError("date", text, expected % {"today": today})
    return day


def _problem(row: TableRow, error: _RowError) -> Problem:
    return Problem(
        line=row.line,
        column=error.column,
        found=error.found,
        expected=error.expected,
        message="The sample can't be registered.",
    )


def _refused(problems: list[Problem]) -> ValidationFailed:
    details = [str(problem) for problem in problems[:MAX_PROBLEMS]]
    if len(problems) > MAX_PROBLEMS:
        details.append(f"… and {len(problems) - MAX_PROBLEMS} more.")
    message = ngettext(
        "Nothing was registered: %d line is wrong.",
        "Nothing was registered: %d lines are wrong.",
        len(problems),
    )
    return ValidationFailed(message % len(problems), details=details)
