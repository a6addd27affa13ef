"""Fills the columns that Discovery Workbench computes: means, concentrations, ranges, limits.

For the tests' plates, whose exports have to look and behave like the vendor's. The arithmetic
follows the vendor: four parameters on level means with weights 1/y², a printed mean rounded to a
whole count, a CV from the unrounded mean, and the mean of the replicates' concentrations.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ra_registry.assays.curves import (
    Curve,
    Quantity,
    fit_curve,
    plate_llod,
    quantify,
    replicate_cv,
)
from ra_registry.assays.parsers.model import (
    NAN_PRINTED,
    NOT_PRINTED,
    CensorCode,
    ParsedRow,
    PrintedNumber,
    Role,
)

RANGE_BY_CODE = {
    CensorCode.BELOW_CURVE: "Below Fit Curve Range",
    CensorCode.BELOW_LLOD: "Below Detection Range",
    CensorCode.IN_RANGE: "In Detection Range",
    CensorCode.ABOVE_RANGE: "Above Detection Range",
    CensorCode.ABOVE_CURVE: "Above Fit Curve Range",
}


def analyse_rows(rows: Sequence[ParsedRow]) -> tuple[ParsedRow, ...]:
    """Return the rows with the vendor's columns filled, in the same order.

    Each plate and assay is evaluated on its own calibrators (``Role.CALIBRATOR`` with a nominal
    ``concentration``). Where no curve can be fitted, concentrations print as NaN.
    """
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        groups[row.plate, row.assay].append(index)
    analysed = list(rows)
    for indices in groups.values():
        for index, row in zip(indices, _analyse([rows[i] for i in indices]), strict=True):
            analysed[index] = row
    return tuple(analysed)


def _analyse(rows: Sequence[ParsedRow]) -> list[ParsedRow]:
    calibrators = [row for row in rows if row.role is Role.CALIBRATOR]
    nominal = [_value(row.concentration) for row in calibrators]
    signals = [_value(row.signal) for row in calibrators]
    fit = fit_curve(nominal, signals)
    zeros = [signal for signal, level in zip(signals, nominal, strict=True) if level == 0]
    llod = plate_llod(fit.curve, zeros).concentration
    r_squared = _printed(fit.r_squared)
    quantities = [_quantity(fit.curve, row, llod) for row in rows]
    samples: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        samples[row.sample].append(index)
    analysed = [
        _with_concentration(*pair, llod, fit.curve) for pair in zip(rows, quantities, strict=True)
    ]
    for indices in samples.values():
        means = _sample_means([rows[i] for i in indices], [quantities[i] for i in indices])
        for index in indices:
            analysed[index] = replace(analysed[index], r_squared=r_squared, **means)
    return analysed


def _quantity(curve: Curve | None, row: ParsedRow, llod: float | None) -> Quantity | None:
    if curve is None or row.signal.value is None:
        return None
    dilution = row.dilution.value or 1.0
    return quantify(curve, [row.signal.value], dilution=dilution, llod=llod)[0]


def _with_concentration(
    row: ParsedRow, quantity: Quantity | None, llod: float | None, curve: Curve | None
) -> ParsedRow:
    reported = quantity.reported if quantity else None
    nominal = row.concentration.value
    return replace(
        row,
        adjusted_signal=row.signal,
        calc_concentration=_printed(reported),
        recovery=_printed(100 * reported / nominal if reported is not None and nominal else None)
        if nominal
        else NOT_PRINTED,
        detection_range=RANGE_BY_CODE[quantity.status] if quantity else "",
        censor=str(quantity.status) if quantity else "",
        limit_low=_printed(llod),
        limit_high=_printed(curve.highest if curve else None),
    )


def _sample_means(
    rows: Sequence[ParsedRow], quantities: Sequence[Quantity | None]
) -> dict[str, Any]:
    """Return the columns that the replicates of one sample share."""
    signals = [_value(row.signal) for row in rows]
    reported = [
        math.nan if quantity is None or quantity.reported is None else quantity.reported
        for quantity in quantities
    ]
    mean, nominal = float(np.mean(signals)), rows[0].concentration.value
    calc_mean = float(np.mean(reported))
    complete = math.isfinite(calc_mean)
    return {
        "mean": _printed(math.floor(mean + 0.5) if math.isfinite(mean) else None),
        "adjusted_mean": _printed(mean),
        "std_deviation": _printed(_sd(signals)),
        "cv": _printed(replicate_cv(signals)),
        "calc_mean": _printed(calc_mean),
        "calc_std_deviation": _printed(_sd(reported)),
        "calc_cv": _printed(replicate_cv(reported) if complete else None),
        "recovery_mean": _printed(100 * calc_mean / nominal) if nominal else NOT_PRINTED,
    }


def _sd(values: Sequence[float]) -> float | None:
    return float(np.std(values, ddof=1)) if len(values) > 1 else None


def _value(number: PrintedNumber) -> float:
    return math.nan if number.value is None else number.value


def _printed(value: float | None) -> PrintedNumber:
    return NAN_PRINTED if value is None or not math.isfinite(value) else PrintedNumber.of(value)
