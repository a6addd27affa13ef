"""Does a finite maximum-likelihood estimate exist? Asked before any odds ratio is given.

Data are separated when some combination of the covariates predicts the outcome without a
single error (complete), or with errors only on its border (quasi-complete). The likelihood
then has no maximum, and what an iteration prints is an artefact of where it stopped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from firthmodels import detect_separation
from scipy.optimize import linprog

from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.regression._irls import Fit
from analytics.stats.results import FloatArray

Kind = Literal["none", "quasi-complete", "complete"]


@dataclass(frozen=True, slots=True)
class Separation:
    """Kind of separation and the columns whose coefficients run away, with their direction."""

    kind: Kind
    columns: tuple[str, ...] = ()
    directions: tuple[int, ...] = ()


@checked
def find_separation(
    design: FloatArray, event: FloatArray, names: tuple[str, ...], fit: Fit
) -> Separation:
    """Decide about separation of full-rank data; `design` starts with a column of 1s.

    `fit` is the attempted maximum-likelihood fit. Where it proves that the data overlap
    (`_overlap_proved`) the linear programme is not needed; else Konis's programme decides.
    Raises LinAlgError when the columns are too nearly dependent for a decision.
    """
    rows, columns = design.shape if design.ndim == 2 else (0, 0)
    if event.shape != (rows,) or len(names) != columns - 1 or fit.beta.shape != (columns,):
        raise InputError("The design, its outcome, its names and its fit must belong together.")
    if np.unique(event).size < 2:
        raise InputError("An outcome that doesn't vary has no separation.")
    if fit.converged and _overlap_proved(design, fit):
        return Separation("none")
    # Units must not decide what the programme's tolerances call zero.
    largest = np.abs(design[:, 1:]).max(axis=0)
    found = detect_separation(design[:, 1:] / largest, event)
    if not found.separation:
        return Separation("none")
    # The last entry is the intercept's, which is no variable of the model.
    infinite = ~found.is_finite[:-1]
    kind: Kind = "complete" if _completely_separated(design, event) else "quasi-complete"
    return Separation(
        kind,
        tuple(name for name, runs in zip(names, infinite, strict=True) if runs),
        tuple(int(sign) for sign in found.directions[:-1][infinite]),
    )


def _overlap_proved(design: FloatArray, fit: Fit) -> bool:
    """Whether a converged fit rules separation out, without a linear programme.

    Along a separating direction d every term of d'score has the same sign, so
    d'score >= p * sum|x_i'd| >= p * s * |d|, where p is the smallest fitted probability of the
    outcome not seen and s the smallest singular value of the design. A score shorter than
    p * s therefore leaves no such direction. Columns are scaled to length 1 on both sides.
    """
    lengths = np.sqrt(np.einsum("ij,ij->j", design, design))
    gram = (design.T @ design) / np.outer(lengths, lengths)
    smallest = float(np.sqrt(max(np.linalg.eigvalsh(gram)[0], 0.0)))
    least_likely = float(np.minimum(fit.probability, 1 - fit.probability).min())
    score = float(np.linalg.norm(fit.score / lengths))
    return score < 0.1 * least_likely * smallest


def _completely_separated(design: FloatArray, event: FloatArray) -> bool:
    """Whether some direction keeps every patient strictly on the right side."""
    signed = design * np.where(event == 1, 1.0, -1.0)[:, None]
    scale = np.abs(signed).max(axis=0)
    signed = signed / np.where(scale == 0, 1.0, scale)
    n, p = signed.shape
    margin = linprog(
        c=np.append(np.zeros(p), -1.0),
        A_ub=np.column_stack([-signed, np.ones(n)]),
        b_ub=np.zeros(n),
        bounds=[(-1.0, 1.0)] * p + [(0.0, 1.0)],
        method="highs",
    )
    return margin.x is not None and bool(margin.x[-1] > 1e-7)
