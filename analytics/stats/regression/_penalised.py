"""Penalised likelihood of logistic regression with some coefficients held at 0."""

from __future__ import annotations

import numpy as np
from numpy.linalg import LinAlgError

from analytics.stats.results import FloatArray, NotEstimable

MAX_ITERATIONS = 200
MAX_HALVINGS = 50


def constrained_log_likelihood(
    design: FloatArray, event: FloatArray, free: list[int]
) -> float | NotEstimable:
    """Largest penalised log-likelihood with the columns outside `free` held at 0.

    The penalty is half the log determinant of the information of all columns, as in the
    penalised likelihood-ratio test of Heinze & Schemper (2002). Column 0, of 1s, must be free: it
    takes up the means of the others, which changes no likelihood and leaves little to rounding.
    """
    means = design.mean(axis=0)
    means[0] = 0.0
    design, beta = design - means, np.zeros(design.shape[1])
    try:
        value, score, information = _state(design, event, beta)
        for _ in range(MAX_ITERATIONS):
            step = np.zeros_like(beta)
            step[free] = np.linalg.solve(information[np.ix_(free, free)], score[free])
            if float(step @ score) < 1e-12:
                return value
            for _ in range(MAX_HALVINGS):
                candidate = _state(design, event, beta + step)
                if candidate[0] >= value - 1e-12:
                    break
                step = step / 2
            else:
                return value
            beta = beta + step
            value, score, information = candidate
    except LinAlgError:
        return NotEstimable("The penalised likelihood could not be maximised.")
    return NotEstimable("The penalised likelihood could not be maximised.")


def _state(
    design: FloatArray, event: FloatArray, beta: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Penalised log-likelihood, its modified score (Firth 1993) and the information."""
    linear = design @ beta
    small = np.exp(-np.abs(linear))
    probability = np.where(linear >= 0, 1.0, small) / (1.0 + small)
    weight = small / (1.0 + small) ** 2
    information = design.T @ (design * weight[:, None])
    sign, log_determinant = np.linalg.slogdet(information)
    if sign <= 0:
        raise LinAlgError
    leverage = weight * np.einsum("ij,ij->i", design @ np.linalg.inv(information), design)
    plain = float((event * linear - np.maximum(linear, 0) - np.log1p(small)).sum())
    score = design.T @ (event - probability + leverage * (0.5 - probability))
    return plain + 0.5 * float(log_determinant), score, information
