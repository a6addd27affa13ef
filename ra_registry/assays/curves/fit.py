"""Weighted least squares for the logistic curve, from several starts.

The default is what MSD's software does: the mean signal of each calibrator level, weights 1/ȳ² of
the observed mean, zero calibrator included. Solver: Levenberg-Marquardt of MINPACK through
``scipy.optimize.least_squares``, with the analytic derivatives of the model.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ra_registry.assays.curves._checked import checked
from ra_registry.assays.curves._problem import MAX_LOG_SHAPE, Problem
from ra_registry.assays.curves.levels import (
    Level,
    gather_levels,
    has_hook,
    is_flat,
    well_arrays,
)
from ra_registry.assays.curves.model import (
    Curve,
    CurveModel,
    CurveState,
    FitTarget,
    FloatArray,
    Weighting,
)

AMPLITUDE_CAP = 1e6
"""Highest amplitude over the highest signal. A cap of 100 shifts low concentrations by up to 1.7 %,
1000 by 0.17 %; here the shift is below the solver's own error."""

IDENTIFIED_AMPLITUDE = 10.0
"""Amplitude over the highest signal above which top and mid are extrapolations of a decade."""

FREE_PARAMETERS = {CurveModel.FOUR_PL: 4, CurveModel.FIVE_PL: 5}

_TOLERANCE = 1e-14
_MAX_EVALUATIONS = 400
_AGREEMENT = 1e-9
_LOWEST_WEIGHTED = 1e-9  # of the highest signal; detectors span six decades


@dataclass(frozen=True, slots=True)
class CurveFit:
    """A fit with everything needed to judge and repeat it.

    ``curve`` is ``None`` for the states ``too_few_levels``, ``flat`` and ``not_converged``.
    ``states`` holds all that apply, the gravest first; ``objective`` is the weighted sum of squared
    residuals; ``r_squared`` the squared correlation of observed and fitted values, which is what
    MSD prints (it is not 1 - SSE/SST).
    """

    states: tuple[CurveState, ...]
    levels: tuple[Level, ...]
    model: CurveModel
    target: FitTarget
    weighting: Weighting
    curve: Curve | None = None
    objective: float | None = None
    r_squared: float | None = None

    @property
    def state(self) -> CurveState:
        """Return the gravest state."""
        return self.states[0]


@checked
def fit_curve(
    concentrations: Sequence[float],
    signals: Sequence[float],
    *,
    model: CurveModel = CurveModel.FOUR_PL,
    target: FitTarget = FitTarget.LEVEL_MEANS,
    weighting: Weighting = Weighting.INVERSE_SQUARE,
) -> CurveFit:
    """Fit the calibration curve of one analyte on one plate.

    ``concentrations`` and ``signals`` are one value per calibrator well, in any order; a zero
    calibrator is a concentration of 0. Wells that are not finite are left out. Data that can't be
    fitted give a named state; ``CurveInputError`` is raised only for lists of different length and
    for negative concentrations. Five parameters on eight levels may degenerate to a curve with a
    kink; compare the objectives before preferring them.
    """
    levels = gather_levels(concentrations, signals)
    unfitted = _unfitted_state(levels, model)
    if unfitted:
        return CurveFit((unfitted,), levels, model, target, weighting)
    problem, guarded = _problem(levels, model, target, weighting)
    solution = _best(problem, levels)
    if solution is None:
        return CurveFit((CurveState.NOT_CONVERGED,), levels, model, target, weighting)
    theta, scaled_objective = solution
    curve = _curve(problem, theta, levels, model)
    states = _states(levels, theta, guarded=guarded)
    r_squared = _r_squared(problem, theta)
    # Relative residuals have no unit; plain ones were computed over the highest signal.
    unit = problem.y_scale**2 if weighting is Weighting.NONE else 1.0
    objective = scaled_objective * unit
    return CurveFit(states, levels, model, target, weighting, curve, objective, r_squared)


def _unfitted_state(levels: Sequence[Level], model: CurveModel) -> CurveState | None:
    # One level more than parameters, so that the data can contradict the curve.
    if len(levels) <= FREE_PARAMETERS[model]:
        return CurveState.TOO_FEW_LEVELS
    return CurveState.FLAT if is_flat(levels) else None


def _states(levels: Sequence[Level], theta: FloatArray, *, guarded: bool) -> tuple[CurveState, ...]:
    found = (
        (CurveState.HOOK, has_hook(levels)),
        (CurveState.NON_POSITIVE_SIGNALS, guarded),
        (CurveState.PLATEAU_NOT_IDENTIFIED, theta[3] > math.log(IDENTIFIED_AMPLITUDE)),
    )
    return tuple(state for state, applies in found if applies) or (CurveState.OK,)


def _problem(
    levels: Sequence[Level], model: CurveModel, target: FitTarget, weighting: Weighting
) -> tuple[Problem, bool]:
    """Return the scaled problem, and whether a signal of 0 or less needed a guarded weight."""
    if target is FitTarget.LEVEL_MEANS:
        x = np.array([level.concentration for level in levels])
        y = np.array([level.mean for level in levels])
    else:
        x, y = well_arrays(levels)
    scale = float(y.max())
    y = y / scale
    not_zero = (x > 0).astype(np.float64)
    log_x = np.log(x, out=np.zeros_like(x), where=x > 0)
    shift = float(log_x.sum() / not_zero.sum())
    # The lowest positive signal stands in as the weight of those at or below zero, for which
    # 1/y² is infinite or meaningless; they keep a full vote instead of an absolute one.
    floor = max(float(y[y > 0].min()), _LOWEST_WEIGHTED)
    guarded = weighting is Weighting.INVERSE_SQUARE and bool((y < floor).any())
    root_weight = (
        1 / np.maximum(y, floor) if weighting is Weighting.INVERSE_SQUARE else np.ones_like(y)
    )
    problem = Problem(
        log_x=log_x - shift,
        not_zero=not_zero,
        y=y,
        root_weight=root_weight,
        free=FREE_PARAMETERS[model],
        y_scale=scale,
        log_x_shift=shift,
    )
    return problem, guarded


def _best(problem: Problem, levels: Sequence[Level]) -> tuple[FloatArray, float] | None:
    """Return the best solution of all starts; two that agree end the search."""
    best: tuple[FloatArray, float] | None = None
    for start in _starts(problem, levels):
        theta, objective = _solve(problem, start, problem.free)
        theta[[2, 4]] = np.clip(theta[[2, 4]], -MAX_LOG_SHAPE, MAX_LOG_SHAPE)
        if theta[3] > math.log(AMPLITUDE_CAP):
            theta, objective = _solve_at_cap(problem, theta)
        if not (np.isfinite(objective) and np.isfinite(theta).all()):
            continue
        if best is not None and abs(objective - best[1]) <= _AGREEMENT * max(best[1], 1e-30):
            return best if best[1] <= objective else (theta, objective)
        if best is None or objective < best[1]:
            best = theta, objective
    return best


def _solve(problem: Problem, start: FloatArray, free: int) -> tuple[FloatArray, float]:
    """Minimise over the first ``free`` parameters, the others staying at their start."""
    # Forms and pages need curves that are fitted already: no process loads this to start.
    from scipy.optimize import least_squares

    fixed = start[free:]

    def residuals(theta: FloatArray) -> FloatArray:
        return problem.residuals(np.concatenate((theta, fixed)))

    def jacobian(theta: FloatArray) -> FloatArray:
        return problem.jacobian(np.concatenate((theta, fixed)))[:, :free]

    result = least_squares(
        residuals,
        start[:free],
        jac=jacobian,
        method="lm",
        ftol=_TOLERANCE,
        xtol=_TOLERANCE,
        gtol=_TOLERANCE,
        max_nfev=_MAX_EVALUATIONS,
    )
    return np.concatenate((result.x, fixed)), 2 * float(result.cost)


def _solve_at_cap(problem: Problem, theta: FloatArray) -> tuple[FloatArray, float]:
    """Minimise with the amplitude at its cap, where the curve has no plateau in reach.

    Asymmetry acts at the plateau only and can't be told there, so it is left symmetric.
    """
    start = np.array([theta[0], theta[1], theta[2], math.log(AMPLITUDE_CAP), 0.0])
    return _solve(problem, start, 3)


def _starts(problem: Problem, levels: Sequence[Level]) -> list[FloatArray]:
    """Return starts: MSD's own, then steeper, shallower and plateau-free ones."""
    bottom = 0.9 * levels[0].mean / problem.y_scale
    half = 0.5 * (1.01 + bottom)
    log_mid = _interpolated_log_x(problem, levels, half)
    starts = []
    for hill, amplitude, asymmetry in (
        (1.0, max(1.01 - bottom, 0.01), 1.0),
        (1.0, 30.0, 1.0),
        (0.6, 3.0, 1.0),
        (1.8, 1.1, 1.0),
        (0.8, 1.3, 0.5),
        (1.2, 1.3, 2.0),
    ):
        if problem.free == 4 and asymmetry != 1:
            continue
        slope = hill * asymmetry
        # The curve passes half the highest signal where the data do.
        v = asymmetry * (math.log(0.5 / amplitude) if amplitude > 2 else 0.0)
        intercept = math.log(amplitude) + v - slope * log_mid
        starts.append(
            np.array([bottom, intercept, math.log(slope), math.log(amplitude), math.log(asymmetry)])
        )
    return starts


def _interpolated_log_x(problem: Problem, levels: Sequence[Level], height: float) -> float:
    positive = [level for level in levels if level.concentration > 0]
    log_x = np.log([level.concentration for level in positive]) - problem.log_x_shift
    means = np.maximum.accumulate([level.mean / problem.y_scale for level in positive])
    return float(np.interp(height, means, log_x))


def _curve(
    problem: Problem, theta: FloatArray, levels: Sequence[Level], model: CurveModel
) -> Curve:
    """Return the solution in counts and concentrations."""
    log_scale = math.log(problem.y_scale)
    slope = math.exp(theta[2])
    positive = [level.concentration for level in levels if level.concentration > 0]
    return Curve(
        model=model,
        bottom=float(theta[0]) * problem.y_scale,
        log_amplitude=float(theta[3]) + log_scale,
        intercept=float(theta[1]) + log_scale - slope * problem.log_x_shift,
        slope=slope,
        asymmetry=math.exp(theta[4]),
        lowest=min(positive),
        highest=max(positive),
    )


def _r_squared(problem: Problem, theta: FloatArray) -> float | None:
    fitted = theta[0] + problem.heights(theta)[0]
    if np.ptp(fitted) == 0 or np.ptp(problem.y) == 0:
        return None
    return float(np.corrcoef(problem.y, fitted)[0, 1] ** 2)
