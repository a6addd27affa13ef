"""Curves against published data and against fits by other programs.

DNase ELISA, run 1: data set ``DNase`` of R's package datasets (Davidian and Giltinan, Nonlinear
Models for Repeated Measurement Data, 1995, section 5.2.4). The expected parameters were found with
R's minpack.lm and cross-checked with SciPy, without this project's code.
"""

from __future__ import annotations

import numpy as np
import pytest

from ra_registry.assays.curves import (
    Curve,
    CurveModel,
    CurveState,
    FitTarget,
    Weighting,
    fit_curve,
)

DNASE_RUN_1 = [
    (0.04882812, 0.017), (0.04882812, 0.018), (0.19531250, 0.121), (0.19531250, 0.124),
    (0.39062500, 0.206), (0.39062500, 0.215), (0.78125000, 0.377), (0.78125000, 0.374),
    (1.56250000, 0.614), (1.56250000, 0.609), (3.12500000, 1.019), (3.12500000, 1.001),
    (6.25000000, 1.334), (6.25000000, 1.364), (12.5000000, 1.730), (12.5000000, 1.710),
]  # fmt: skip


@pytest.mark.parametrize(
    ("weighting", "expected", "objective"),
    [
        (Weighting.NONE, (-0.0078972, 2.377239, 4.514990, 0.941107), 0.004707255),
        (Weighting.INVERSE_SQUARE, (-0.0328857, 2.89869, 7.25553, 0.808966), 0.0203266),
    ],
)
def test_dnase_wells(weighting, expected, objective):
    fit = fit_curve(*zip(*DNASE_RUN_1, strict=True), target=FitTarget.WELLS, weighting=weighting)
    curve = fit.curve

    assert fit.state is CurveState.OK
    assert fit.objective == pytest.approx(objective, rel=2e-6)
    assert (curve.bottom, curve.top, curve.mid, curve.hill) == pytest.approx(
        expected, rel=2e-6, abs=1e-7
    )


def test_dnase_wells_with_asymmetry():
    fit = fit_curve(
        *zip(*DNASE_RUN_1, strict=True), target=FitTarget.WELLS, model=CurveModel.FIVE_PL
    )

    assert fit.objective == pytest.approx(0.0126894, rel=1e-5)
    assert fit.curve.asymmetry == pytest.approx(0.3553, abs=1e-4)


def test_the_vendor_s_printed_curve_is_found_again():
    """MSD's printed GM-CSF curve: signals made from it give the printed figures back to 1e-6."""
    printed = {"bottom": 108.9687, "top": 2905098.0, "mid": 2356.392, "hill": 0.998426}
    levels = [0.0, *(4620 / 4**step for step in range(6, -1, -1))]
    vendor = Curve.from_parameters(**printed, lowest=levels[1], highest=levels[-1])
    fit = fit_curve(np.repeat(levels, 2), np.repeat(vendor.signal(levels), 2))

    assert {name: getattr(fit.curve, name) for name in printed} == pytest.approx(printed, rel=1e-6)
