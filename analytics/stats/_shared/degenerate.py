"""Data that don't determine a figure: the one place where that is decided and worded.

Each function looks at counts or values and answers None (go on) or `NotEstimable`.
"""

from __future__ import annotations

import numpy as np

from analytics.stats.results import Estimate, FloatArray, NotEstimable


def too_few(n: int, needed: int, what: str = "observations") -> NotEstimable | None:
    """Fewer usable rows than the figure needs."""
    if n >= needed:
        return None
    things, among, where = what.partition(" in ")
    counted = things.removesuffix("s") if needed == 1 else things
    return NotEstimable(f"Needs at least {needed} {counted}{among}{where}; there {_is_are(n)} {n}.")


def too_few_known(name: str, known: int, needed: int) -> NotEstimable | None:
    """Fewer known values of a variable than others can be imputed from."""
    if known >= needed:
        return None
    patients = "patient" if known == 1 else "patients"
    return NotEstimable(f"{name} is known for {known} {patients} only, too few to impute from.")


def one_class(n_events: int, n_non_events: int) -> NotEstimable | None:
    """An outcome that doesn't vary can't be predicted."""
    if n_events == 0 and n_non_events == 0:
        return NotEstimable("No patient has both an outcome and a value.")
    if n_events == 0:
        return NotEstimable("No patient has the event.")
    if n_non_events == 0:
        return NotEstimable("Every patient has the event.")
    return None


def constant(values: FloatArray, what: str) -> NotEstimable | None:
    """All values equal (or none at all)."""
    if values.size and float(np.min(values)) != float(np.max(values)):
        return None
    return NotEstimable(f"All values of {what} are equal.")


def gaps(table: FloatArray) -> NotEstimable | None:
    """A (patients, readers) table with empty cells.

    Readers drawn from a pool leave such gaps, and columns that mix persons must not be compared.
    """
    empty = np.argwhere(~np.isfinite(table))
    if empty.size == 0:
        return None
    row, column = (int(index) for index in empty[0])
    return NotEstimable(
        f"The table of patients x readers has {len(empty)} empty "
        f"{'cell' if len(empty) == 1 else 'cells, the first'} for patient "
        f"{row + 1} and reader {column + 1}; every reader is needed for every patient."
    )


def ratio(numerator: float, denominator: float, reason: str) -> Estimate:
    """numerator / denominator, or the reason when the denominator is 0."""
    return NotEstimable(reason) if denominator == 0 else float(numerator) / float(denominator)


def _is_are(n: int) -> str:
    return "is" if n == 1 else "are"
