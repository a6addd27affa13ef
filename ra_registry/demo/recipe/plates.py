"""Assay plates made from concentrations: signals, and what the vendor's software reports of them.

A plate has 96 wells with ten spots: eight calibrator levels, three controls and up to 37 samples,
all in duplicate. The reported mean of a sample's duplicates is the cohort's concentration to its
last printed digit, so that statistics from the plate files are those of the cohort; the duplicates
scatter about it. Signals follow from them by the fitted curve and are whole counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from ra_registry.demo.recipe.analytes import ANALYTES
from ra_registry.demo.recipe.calibration import (
    LEVELS,
    CalibrationCurve,
    all_levels,
    physical_curves,
    vendor_fit,
)
from ra_registry.demo.recipe.randomness import (
    BoolArray,
    FloatArray,
    IntArray,
    Stream,
    TextArray,
    significant,
)

ROWS, COLUMNS = "ABCDEFGH", 12
PAIRS = len(ROWS) * COLUMNS // 2
CONTROLS = 3
SAMPLES_PER_PLATE = PAIRS - LEVELS - CONTROLS
SAMPLE_DILUTION = 2

_CONTROL_SHARES = (0.6, 0.1, 0.01)  # of the top calibrator
_LEVEL_CV, _WELL_CV, _BACKGROUND_CV, _CONTROL_CV = 0.02, 0.025, 0.015, 0.05
# Duplicates differ by a median 2.6 % with a long tail, as seen on real plates.
_DUPLICATE_SPREAD, _DUPLICATE_TAIL, _DUPLICATE_LIMIT = 0.030, 0.75, 0.3
_PRINTED_DIGITS = 7
_EXACT_DIGITS = 9  # enough for the sum of two printed values
# Far below the detection limit a signal is as often under the curve's bottom as above it.
_LOST_BELOW = 0.4


class Content(StrEnum):
    """What a pair of wells holds."""

    CALIBRATOR = "calibrator"
    CONTROL = "control"
    SAMPLE = "sample"
    EMPTY = "empty"


class Range(StrEnum):
    """Where a signal lies, in the vendor's words."""

    IN = "In Detection Range"
    BELOW_DETECTION = "Below Detection Range"
    BELOW_CURVE = "Below Fit Curve Range"
    ABOVE_DETECTION = "Above Detection Range"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two neighbouring wells with the same content. dilution is None for calibrators."""

    content: Content
    sample: str
    wells: tuple[str, str]
    dilution: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Plate:
    """One plate. Arrays over (pairs, replicates, analytes), or without the replicates.

    number: 1 for the first plate of the batch. signal: counts. nominal: concentration of
    calibrators and controls (pairs, analytes), NaN for others. concentration: as reported,
    dilution included, NaN where the vendor prints none. reported: the vendor's mean of the
    duplicates (pairs, analytes), NaN unless both have a number. ranges: texts of `Range`, empty
    for empty wells. curves: fitted, one an analyte. r_squared: of the level means.
    """

    number: int
    pairs: tuple[Pair, ...]
    signal: IntArray
    nominal: FloatArray
    concentration: FloatArray
    reported: FloatArray
    ranges: TextArray
    curves: tuple[CalibrationCurve, ...]
    r_squared: FloatArray


def draw_plates(
    concentrations: FloatArray, sample_codes: Sequence[str], *, seed: tuple[int, ...]
) -> Iterator[Plate]:
    """Plates of a batch, one after the other, so that a large batch needs no memory.

    concentrations: (samples, analytes) in pg/ml, to four significant digits. Each plate has its own
    substream of `seed`. Raises ValueError when codes and concentrations differ in number.
    """
    if concentrations.shape != (len(sample_codes), len(ANALYTES)):
        raise ValueError(
            f"{len(sample_codes)} sample codes need concentrations of shape "
            f"({len(sample_codes)}, {len(ANALYTES)}); found {concentrations.shape}."
        )
    for number, first in enumerate(range(0, len(sample_codes), SAMPLES_PER_PLATE), start=1):
        chunk = slice(first, first + SAMPLES_PER_PLATE)
        stream = Stream(*seed, number)
        yield _draw_plate(stream, number, concentrations[chunk], sample_codes[chunk])


def _draw_plate(stream: Stream, number: int, sample: FloatArray, codes: Sequence[str]) -> Plate:
    physical = physical_curves(stream)
    levels, controls = all_levels(), _control_levels()
    calibrator_signal = _noisy_signal(stream, physical, levels)
    curves = tuple(
        vendor_fit(levels[:, spot], calibrator_signal[:, :, spot].mean(axis=1), start=curve)
        for spot, curve in enumerate(physical)
    )
    measured = controls * (1 + _CONTROL_CV * stream.normal(*controls.shape))
    control_signal = _noisy_signal(stream, physical, measured)
    sample_signal, printed = _sample_wells(stream, curves, sample)
    empty = PAIRS - LEVELS - CONTROLS - len(sample)
    empty_signal = _noisy_signal(stream, physical, np.zeros((empty, len(ANALYTES))))

    known = np.concatenate([calibrator_signal, control_signal])
    concentration = np.concatenate(
        [_inverse(curves, known), printed, np.full(empty_signal.shape, np.nan)]
    )
    return Plate(
        number=number,
        pairs=_pairs(codes),
        signal=np.concatenate([known, sample_signal, empty_signal]),
        nominal=np.concatenate(
            [levels, controls, np.full((len(sample) + empty, len(ANALYTES)), np.nan)]
        ),
        concentration=concentration,
        reported=significant(concentration.mean(axis=1), _EXACT_DIGITS),
        ranges=_ranges(concentration, n_known=len(known), n_samples=len(sample)),
        curves=curves,
        r_squared=_r_squared(curves, levels, calibrator_signal.mean(axis=1)),
    )


def _control_levels() -> FloatArray:
    top = np.array([analyte.top_calibrator for analyte in ANALYTES])
    return np.outer(_CONTROL_SHARES, top)


def _noisy_signal(
    stream: Stream, curves: Sequence[CalibrationCurve], concentration: FloatArray
) -> IntArray:
    """Counts (pairs, 2, analytes): an error of the preparation, one of the well, one of reading."""
    pairs, analytes = concentration.shape
    prepared = concentration * (1 + _LEVEL_CV * stream.normal(pairs, analytes))
    in_well = prepared[:, None] * (1 + _WELL_CV * stream.normal(pairs, 2, analytes))
    bottom = np.array([curve.bottom for curve in curves])
    signal = np.stack(
        [curve.signal(in_well[..., spot]) for spot, curve in enumerate(curves)], axis=-1
    ) + bottom * _BACKGROUND_CV * stream.normal(pairs, 2, analytes)
    return np.maximum(np.rint(signal), 1).astype(np.int64)


def _inverse(curves: Sequence[CalibrationCurve], signal: IntArray) -> FloatArray:
    found = [curve.inverse(signal[..., spot].astype(float)) for spot, curve in enumerate(curves)]
    return np.stack(found, axis=-1)


def _sample_wells(
    stream: Stream, curves: Sequence[CalibrationCurve], sample: FloatArray
) -> tuple[IntArray, FloatArray]:
    """Signals and printed concentrations of the duplicates, (samples, 2, analytes)."""
    printed = _duplicates(stream, sample)
    signal = np.stack(
        [curve.signal(printed[..., spot] / SAMPLE_DILUTION) for spot, curve in enumerate(curves)],
        axis=-1,
    )
    bottom = np.array([curve.bottom for curve in curves])
    lost = _lost(stream, sample)
    signal = np.where(lost, bottom * (1 - 0.03 * stream.uniform(*lost.shape)) - 1, signal)
    counts = np.rint(signal).astype(np.int64)
    # A signal that rounds to the bottom has no concentration either, whatever was in the well.
    return counts, np.where(counts <= bottom, np.nan, printed)


def _duplicates(stream: Stream, sample: FloatArray) -> FloatArray:
    """Two printed values about each concentration whose mean is the concentration."""
    spread = _DUPLICATE_SPREAD * np.exp(_DUPLICATE_TAIL * stream.normal(*sample.shape))
    shift = np.minimum(np.abs(spread * stream.normal(*sample.shape)), _DUPLICATE_LIMIT)
    # Both stay on the concentration's side of the detection limit, or a count of values below it
    # would depend on which duplicate is asked.
    llod = np.array([analyte.llod for analyte in ANALYTES])
    shift = np.minimum(shift, 0.99 * np.abs(1 - llod / sample))
    sign = np.where(stream.uniform(*sample.shape) < 0.5, -1, 1)
    first = significant(sample * (1 + sign * shift), _PRINTED_DIGITS)
    second = significant(2 * sample - first, _EXACT_DIGITS)
    return np.stack([first, second], axis=1)


def _lost(stream: Stream, sample: FloatArray) -> BoolArray:
    llod = np.array([analyte.llod for analyte in ANALYTES])
    far_below = (sample < _LOST_BELOW * llod)[:, None]
    return far_below & stream.happens(0.5, len(sample), 2, len(ANALYTES))


def _ranges(concentration: FloatArray, *, n_known: int, n_samples: int) -> TextArray:
    """The vendor's words for each well; limits are compared in the well, before the dilution."""
    in_well = concentration.copy()
    in_well[n_known : n_known + n_samples] /= SAMPLE_DILUTION
    low = np.array([in_well_llod(spot) for spot in range(len(ANALYTES))])
    high = np.array([analyte.top_calibrator for analyte in ANALYTES])
    words = np.select(
        [np.isnan(in_well), in_well < low, in_well > high],
        [Range.BELOW_CURVE.value, Range.BELOW_DETECTION.value, Range.ABOVE_DETECTION.value],
        Range.IN.value,
    )
    words[n_known + n_samples :] = ""
    return words


def in_well_llod(spot: int) -> float:
    """Detection limit in the well of the analyte at `spot` (0-based): the sample's, diluted."""
    return ANALYTES[spot].llod / SAMPLE_DILUTION


def _pairs(codes: Sequence[str]) -> tuple[Pair, ...]:
    """Down the rows, two columns at a time: calibrators, controls, samples, empty wells."""
    contents = [
        *((Content.CALIBRATOR, f"S{level:03d}", None) for level in range(1, LEVELS + 1)),
        *((Content.CONTROL, f"C{control}", 1) for control in range(1, CONTROLS + 1)),
        *((Content.SAMPLE, code, SAMPLE_DILUTION) for code in codes),
    ]
    contents += [(Content.EMPTY, "", None)] * (PAIRS - len(contents))
    return tuple(
        Pair(content, sample, _wells(place), dilution)
        for place, (content, sample, dilution) in enumerate(contents)
    )


def _wells(place: int) -> tuple[str, str]:
    block, row = divmod(place, len(ROWS))
    return f"{ROWS[row]}{2 * block + 1:02d}", f"{ROWS[row]}{2 * block + 2:02d}"


def _r_squared(
    curves: Sequence[CalibrationCurve], levels: FloatArray, means: FloatArray
) -> FloatArray:
    """Squared correlation of observed and fitted level means, which is what the vendor prints."""
    return np.array(
        [
            np.corrcoef(means[:, spot], curve.signal(levels[:, spot]))[0, 1] ** 2
            for spot, curve in enumerate(curves)
        ]
    )
