from __future__ import annotations

import numpy as np
import pytest

from ra_registry.assays.curves import fit_curve
from ra_registry.assays.reference_data import PROINFLAMMATORY_1
from ra_registry.demo.recipe import (
    ANALYTES,
    SAMPLES_PER_PLATE,
    SEED_C,
    calibrator_levels,
    draw_plates,
    generate,
)
from ra_registry.demo.recipe.plates import Content, Range

N_CALIBRATORS, N_KNOWN = 8, 11


@pytest.fixture(scope="module")
def concentration():
    return generate().drivers.concentration


def draw(concentration, seed=(SEED_C, 8)):
    return list(draw_plates(concentration, [f"P{n}" for n in range(len(concentration))], seed=seed))


@pytest.fixture(scope="module")
def plates(concentration):
    return draw(concentration)


def of_samples(plates, name):
    """An array of all plates, sample wells only."""
    return np.concatenate(
        [
            getattr(plate, name)[[pair.content == Content.SAMPLE for pair in plate.pairs]]
            for plate in plates
        ]
    )


def test_88_samples_fill_three_plates_in_order(plates):
    assert SAMPLES_PER_PLATE == 37
    codes = [
        [pair.sample for pair in plate.pairs if pair.content == Content.SAMPLE] for plate in plates
    ]
    assert [len(of_plate) for of_plate in codes] == [37, 37, 14]
    assert [code for of_plate in codes for code in of_plate] == [f"P{n}" for n in range(88)]


def test_every_plate_has_each_of_its_96_wells_once(plates):
    for plate in plates:
        wells = [well for pair in plate.pairs for well in pair.wells]
        assert sorted(wells) == [
            f"{row}{column:02d}" for row in "ABCDEFGH" for column in range(1, 13)
        ]
        contents = [pair.content for pair in plate.pairs]
        assert contents.count(Content.CALIBRATOR) == N_CALIBRATORS
        assert contents.count(Content.CONTROL) == 3


def test_analytes_are_those_of_the_shipped_panel():
    """Same codes, names and spots, so that the import knows every analyte of the files."""
    spots = enumerate(PROINFLAMMATORY_1.spots, start=1)
    panel = [(spot.code, spot.name, place) for place, spot in spots]
    assert [(analyte.code, analyte.name, analyte.spot) for analyte in ANALYTES] == panel


def test_calibrators_are_seven_four_fold_levels_and_zero(plates):
    for spot, analyte in enumerate(ANALYTES):
        levels = calibrator_levels(analyte)
        assert levels[0] == analyte.top_calibrator
        assert np.all(levels[:6] / levels[1:7] == 4)
        assert levels[7] == 0
        assert plates[0].nominal[:N_CALIBRATORS, spot].tolist() == levels.tolist()
        # The reportable range of the sample lies within what the calibrators cover.
        assert levels[6] < analyte.lloq < analyte.uloq < analyte.top_calibrator


def test_calibrator_signals_fall_with_the_level_and_stay_below_saturation(plates):
    for plate in plates:
        means = plate.signal[:N_CALIBRATORS].mean(axis=1)
        assert np.all(np.diff(means, axis=0) < 0)
        assert plate.signal.max() < 1_500_000
        assert plate.signal.min() > 0


def test_curves_pass_the_rules_of_ligand_binding_assays(plates):
    """Six of seven levels within 20 % (25 % at the lowest), and R² of at least 0.99."""
    for plate in plates:
        recovery = plate.reported[: N_CALIBRATORS - 1] / plate.nominal[: N_CALIBRATORS - 1]
        limits = np.array([0.2] * 6 + [0.25])[:, None]
        assert np.all((np.abs(recovery - 1) <= limits).sum(axis=0) >= 6)
        assert np.all(plate.r_squared >= 0.99)


def test_fitted_curve_is_that_of_another_solver(plates):
    """The registry's own fit of the same level means gives the same concentrations."""
    plate = plates[0]
    for spot, curve in enumerate(plate.curves):
        nominal = np.repeat(plate.nominal[:N_CALIBRATORS, spot], 2)
        other = fit_curve(nominal.tolist(), plate.signal[:N_CALIBRATORS, :, spot].ravel().tolist())
        signals = np.geomspace(curve.bottom * 1.2, plate.signal[0, :, spot].min(), 20)
        assert curve.inverse(signals) == pytest.approx(other.curve.inverse(signals), rel=1e-4)


def test_curve_and_its_inverse_undo_each_other(plates):
    for curve in plates[0].curves:
        x = np.geomspace(0.01, 900, 30)
        assert curve.inverse(curve.signal(x)) == pytest.approx(x, rel=1e-6)
        assert curve.signal(np.array([0.0])) == pytest.approx(curve.bottom)
        assert np.isnan(curve.inverse(np.array([curve.bottom, curve.bottom - 1]))).all()


def test_reported_mean_is_the_cohorts_concentration_to_the_last_digit(plates, concentration):
    reported = of_samples(plates, "reported")
    present = np.isfinite(reported)
    assert np.array_equal(reported[present], concentration[present])
    llod = np.array([analyte.llod for analyte in ANALYTES])
    assert np.all((concentration < llod)[~present])


def test_number_of_values_below_the_detection_limit_is_that_of_the_cohort(plates, concentration):
    ranges = of_samples(plates, "ranges")
    below = np.isin(ranges, [Range.BELOW_DETECTION.value, Range.BELOW_CURVE.value])
    llod = np.array([analyte.llod for analyte in ANALYTES])
    assert np.array_equal(below.all(axis=1), concentration < llod)
    assert np.array_equal(below.any(axis=1), concentration < llod)


def test_signal_below_the_curve_has_no_number_and_any_other_has_one(plates):
    for plate in plates:
        lost = plate.ranges == Range.BELOW_CURVE.value
        bottom = np.array([curve.bottom for curve in plate.curves])
        occupied = np.array([pair.content != Content.EMPTY for pair in plate.pairs])
        assert np.array_equal(lost[occupied], np.isnan(plate.concentration[occupied]))
        assert np.array_equal(lost[occupied], (plate.signal <= bottom)[occupied])
    assert (of_samples(plates, "ranges") == Range.BELOW_CURVE.value).any()


def test_duplicates_scatter_as_on_real_plates(plates):
    """Median CV about 2.6 %, a few per cent above 20 %."""
    concentration = of_samples(plates, "concentration")
    cv = concentration.std(axis=1, ddof=1) / concentration.mean(axis=1)
    cv = cv[np.isfinite(cv)]
    assert 0.02 < np.median(cv) < 0.035
    assert 0.005 < np.mean(cv > 0.2) < 0.05


def test_concentration_above_the_top_calibrator_is_marked_and_printed(concentration):
    high = concentration[:2].copy()
    high[0] = [2500.0 * analyte.top_calibrator / 1000 for analyte in ANALYTES]
    plate = draw(high)[0]
    assert np.all(plate.ranges[N_KNOWN] == Range.ABOVE_DETECTION.value)
    assert np.array_equal(plate.reported[N_KNOWN], high[0])


def test_a_plate_does_not_depend_on_those_after_it(plates, concentration):
    shorter = draw(concentration[:40])
    assert np.array_equal(shorter[0].signal, plates[0].signal)
    assert np.array_equal(shorter[0].concentration, plates[0].concentration, equal_nan=True)
    other = draw(concentration[:40], seed=(SEED_C, 9))
    assert not np.array_equal(other[0].signal, plates[0].signal)


def test_large_batches_come_plate_by_plate():
    large = generate(1000).drivers.concentration
    batch = draw_plates(large, [f"P{n}" for n in range(1000)], seed=(SEED_C, 8))
    assert next(batch).number == 1
    assert next(batch).number == 2


def test_codes_and_concentrations_that_differ_in_number_are_refused(concentration):
    with pytest.raises(ValueError, match=r"3 sample codes need .* \(3, 10\); found \(88, 10\)"):
        next(draw_plates(concentration, ["a", "b", "c"], seed=(1,)))
