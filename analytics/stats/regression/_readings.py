"""Readings of patients at visits as a mixed model takes them, and whether they determine it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.degenerate import constant, too_few
from analytics.stats.results import FloatArray, IntArray, NotEstimable, Sample


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """Rows that are complete, with numbers from 0 for what each row is of.

    `visits`: the visits in their order. `of_cell` numbers the patients at a visit. `with_courses`:
    patients have courses of their own, which needs a cell that was read twice.
    """

    scores: FloatArray
    visits: FloatArray
    at_visit: IntArray
    of_patient: IntArray
    of_reader: IntArray
    of_cell: IntArray
    patients: int
    readers: int
    with_courses: bool
    sample: Sample

    @property
    def with_readers(self) -> bool:
        """Whether there are readers to tell apart."""
        return self.readers > 1

    @property
    def matrix(self) -> FloatArray:
        """(rows, visits): the intercept, and one column for each later visit."""
        found = (self.at_visit[:, None] == np.arange(self.visits.size)).astype(np.float64)
        if self.visits.size:
            found[:, 0] = 1.0
        return np.asarray(found)

    @property
    def df(self) -> int:
        """Containment degrees of freedom: what is left in the stratum that visits lie in.

        Those are patients at visits where patients have courses of their own, else the readings.
        """
        if self.with_courses:
            return int(self.of_cell.max()) + 1 - self.patients - (self.visits.size - 1)
        return self.scores.size - self.patients - _rank(self._within(self.of_patient))

    def problem(self) -> NotEstimable | None:
        """Why the model can't be fitted; None when it can."""
        for n, what in ((self.patients, "patients"), (self.visits.size, "visits")):
            found = too_few(n, 2, what)
            if found is not None:
                return found
        return constant(self.scores, "score") or self._apart() or self._exact()

    def _apart(self) -> NotEstimable | None:
        """Visits, and readers, that can't be told from patients or from chance."""
        visits = _rank(self._within(self.of_patient, readers=False))
        together = _rank(self._within(self.of_patient))
        if self.with_readers and together == visits:
            return NotEstimable(
                "No patient was read by two readers at visits that tell them apart."
            )
        if visits < self.visits.size - 1:
            return NotEstimable("Too few patients were seen at two visits to tell visits apart.")
        if self.df < 1:
            return NotEstimable("There are too few readings to tell visits from chance.")
        return None

    def _exact(self) -> NotEstimable | None:
        """Values without an error of their own."""
        group = self.of_cell if self.with_courses else self.of_patient
        columns = self._within(group)
        values = _centred(self.scores[:, None], group)[:, 0]
        explained = columns @ np.linalg.lstsq(columns, values, rcond=None)[0]
        if float(np.abs(values - explained).max()) <= 1e-9 * float(np.ptp(self.scores)):
            what = "Patients, readers and visits" if self.with_readers else "Patients and visits"
            return NotEstimable(f"{what} explain every reading exactly.")
        return None

    def _within(self, group: IntArray, *, readers: bool = True) -> FloatArray:
        """Visits and readers without each group's mean: what they explain inside of it."""
        shown = np.arange(self.readers if readers and self.with_readers else 0)
        columns = np.column_stack([self.matrix, self.of_reader[:, None] == shown])
        return _centred(columns.astype(np.float64), group)


def readings(
    score: ArrayLike,
    visit: ArrayLike,
    patient: ArrayLike,
    reader: ArrayLike | None,
    *,
    own_courses: bool,
) -> Readings:
    """Return the complete rows. Raises InputError for arrays of different lengths."""
    given = {"score": score, "visit": visit, "patient": patient}
    if reader is not None:
        given["reader"] = reader
    arrays = {name: _validation.as_floats(values, name) for name, values in given.items()}
    keep, sample = _validation.complete_cases(arrays)
    scores = arrays["score"][keep]
    coded = {
        name: np.unique(values[keep], return_inverse=True)
        for name, values in arrays.items()
        if name != "score"
    }
    (visits, at_visit), (patients, of_patient) = coded["visit"], coded["patient"]
    readers, of_reader = coded.get("reader", (np.zeros(1), np.zeros(scores.size, dtype=np.int64)))
    cells, of_cell = np.unique(of_patient * max(visits.size, 1) + at_visit, return_inverse=True)
    return Readings(
        scores=scores,
        visits=visits,
        at_visit=at_visit,
        of_patient=of_patient,
        of_reader=of_reader,
        of_cell=of_cell,
        patients=int(patients.size),
        readers=int(readers.size),
        with_courses=own_courses and readers.size > 1 and cells.size < scores.size,
        sample=sample,
    )


def _centred(columns: FloatArray, group: IntArray) -> FloatArray:
    """Columns less the mean of each row's group."""
    counts = np.bincount(group)
    means = np.stack([np.bincount(group, weights=one) / counts for one in columns.T], axis=1)
    return np.asarray(columns - means[group])


def _rank(columns: FloatArray) -> int:
    return int(np.linalg.matrix_rank(columns))
