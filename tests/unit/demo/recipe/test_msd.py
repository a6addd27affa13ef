"""The files of the synthetic batch, read back by the registry's own parsers."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score, roc_curve

from ra_registry.assays.curves import fit_curve
from ra_registry.assays.parsers import CensorCode, Role, read_assay_file
from ra_registry.demo.recipe import (
    SEED_C,
    barcode,
    draw_plates,
    generate,
    plate_text,
    workbench_export,
)
from ra_registry.demo.recipe.msd import signal_rows, workbench_rows

DAY = dt.date(2014, 3, 3)


@pytest.fixture(scope="module")
def cohort():
    return generate()


@pytest.fixture(scope="module")
def plates(cohort):
    codes = [f"{pseudonym}-BL" for pseudonym in cohort.people.pseudonym]
    return list(draw_plates(cohort.drivers.concentration, codes, seed=(SEED_C, 8)))


@pytest.fixture(scope="module")
def export(plates):
    text = workbench_export(plates, series="A", first_day=DAY)
    return read_assay_file(text.encode(), "synthetic_2SYNA00001.csv")


@pytest.fixture(scope="module")
def raw(plates):
    return read_assay_file(plate_text(plates, series="A", first_day=DAY).encode(), "synthetic.txt")


def test_export_is_read_back_row_by_row_without_a_warning(plates, export):
    written = [row for p in plates for row in workbench_rows(p, key=f"Plate_{_barcode(p)}")]
    assert export.warnings == ()
    assert export.preamble == ("Synthetic data: no patient was measured",)
    assert list(export.rows) == written
    assert [plate.barcode for plate in export.plates] == [_barcode(plate) for plate in plates]


def _barcode(plate):
    return barcode(plate, series="A")


def test_raw_text_is_read_back_with_every_well_and_spot(plates, raw):
    written = [row for plate in plates for row in signal_rows(plate, key=_barcode(plate))]
    assert raw.warnings == ()
    assert len(raw.rows) == 3 * 96 * 10
    assert set(raw.rows) == set(written)


def test_both_files_tell_of_the_same_plates_and_signals(export, raw):
    signals = {(row.plate, row.well, row.spot): row.signal.value for row in raw.rows}
    for row in export.rows:
        assert signals[row.plate.removeprefix("Plate_"), row.well, row.spot] == row.signal.value
    assert [plate.read_time for plate in export.plates] == [p.read_time for p in raw.plates]


def test_read_times_go_on_the_next_morning_when_a_day_is_full(cohort):
    many = np.repeat(cohort.drivers.concentration, 4, axis=0)
    codes = [f"T{n}" for n in range(len(many))]
    text = plate_text(draw_plates(many, codes, seed=(SEED_C, 8)), series="B", first_day=DAY)
    times = [plate.read_time.local for plate in read_assay_file(text.encode(), "b.txt").plates]
    assert times[0] == "2014-03-03T09:00:00"
    assert times[7:9] == ["2014-03-03T14:15:00", "2014-03-04T09:00:00"]
    assert len(set(times)) == len(times) == 10


def test_batches_of_two_series_share_no_barcode(plates):
    assert {barcode(p, series="A") for p in plates}.isdisjoint(
        {barcode(p, series="B") for p in plates}
    )


def test_file_gives_the_area_and_the_cutoff_of_il6(cohort, export):
    """What an importer reads from the file is enough for the study's main result."""
    by_sample = {
        row.sample: row.calc_mean.value
        for row in export.rows
        if row.assay == "IL-6" and row.role is Role.UNKNOWN
    }
    il6 = np.array([by_sample[f"{name}-BL"] for name in cohort.people.pseudonym])
    change = np.diff(cohort.ramris["erosion"].totals(), axis=1)[:, 0].sum(axis=0)
    assert roc_auc_score(change > 1, il6) == pytest.approx(0.8212, abs=5e-5)
    false, true, thresholds = roc_curve(change > 1, il6, drop_intermediate=False)
    best = thresholds[np.argmax(true - false)]
    assert (best + il6[il6 < best].max()) / 2 == pytest.approx(7.6, abs=5e-4)


def test_recomputed_concentrations_agree_with_the_printed_ones(export):
    """In range: median below 0.1 %, 99 % below 2 %; the rest is the rounding to whole counts."""
    differences = []
    for plate in export.plates:
        for assay in {row.assay for row in export.rows}:
            rows = [row for row in export.rows_of(plate) if row.assay == assay]
            differences += _differences(rows)
    assert len(differences) > 1400
    assert np.median(differences) < 0.001
    assert np.quantile(differences, 0.99) < 0.02


def _differences(rows):
    calibrators = [row for row in rows if row.role is Role.CALIBRATOR]
    curve = fit_curve(
        [row.concentration.value for row in calibrators], [row.signal.value for row in calibrators]
    ).curve
    for row in rows:
        if row.role is Role.UNKNOWN and row.censor == CensorCode.IN_RANGE:
            ours = float(curve.inverse(row.signal.value)) * row.dilution.value
            yield abs(ours / row.calc_concentration.value - 1)


def test_printed_statistics_follow_the_vendors_habits(export):
    """Mean as a whole count, CV of the unrounded mean, no mean unless both have a number."""
    pairs = {}
    for row in export.rows:
        pairs.setdefault((row.plate, row.assay, row.sample), []).append(row)
    for first, second in pairs.values():
        signals = [first.signal.value, second.signal.value]
        assert first.mean.value == np.floor(np.mean(signals) + 0.5)
        cv = 100 * np.std(signals, ddof=1) / np.mean(signals)
        assert first.cv.value == pytest.approx(cv, abs=1e-7)
        printed = [row.calc_concentration.value for row in (first, second)]
        if None in printed:
            assert first.calc_mean.value is second.calc_mean.value is None
        else:
            assert first.calc_mean.value == pytest.approx(np.mean(printed), rel=1e-8)


def test_limits_are_those_in_the_well_and_concentrations_include_the_dilution(export):
    row = next(r for r in export.rows if r.assay == "IL-6" and r.role is Role.UNKNOWN)
    assert (row.limit_low.value, row.limit_high.value, row.dilution.value) == (0.03, 500, 2)
