"""Concentrations: the file's beside ours, the censor code, and which one is reported."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ra_registry.assays.curves import (
    CurveFit,
    fit_curve,
    level_recoveries,
    plate_llod,
    quantify,
)
from ra_registry.assays.models import KitLotLimit, Measurement
from ra_registry.assays.models.measurement import Censor, ConcentrationSource, WellRole
from ra_registry.assays.models.panel import Reported
from ra_registry.assays.parsers import NumberState, ParsedRow
from ra_registry.assays.services.wells import Resolved, StagedWell
from ra_registry.assays.verdict import (
    Evidence,
    Status,
    classify,
    is_plausible_number,
    stated_status,
    thresholds,
)

CurveKey = tuple[str, int]
SIGNS = {NumberState.LESS_THAN: "<", NumberState.GREATER_THAN: ">"}


@dataclass(frozen=True)
class Master:
    """What the kit lot's certificate says: limits, and calibrator concentrations by level."""

    limits: Mapping[int, KitLotLimit]
    nominal: Mapping[tuple[int, str], float]
    reported: str


@dataclass(frozen=True)
class Quantified:
    """The measurements of each well, in the order of its rows, and every fitted curve."""

    measurements: list[tuple[StagedWell, Measurement]]
    curves: dict[CurveKey, CurveFit]
    zero_signals: dict[CurveKey, list[float]]
    rows: list[ParsedRow]

    def with_rows(self) -> Iterator[tuple[StagedWell, Measurement, ParsedRow]]:
        """Return every measurement with its well and the row that it was made of."""
        for (well, measurement), row in zip(self.measurements, self.rows, strict=True):
            yield well, measurement, row

    @property
    def calibrators_without_concentration(self) -> list[str]:
        """Labels of the calibrator wells whose concentration nobody states."""
        silent = {
            well.label or well.name
            for well, measurement in self.measurements
            if well.role == WellRole.CALIBRATOR and measurement.nominal_concentration is None
        }
        return sorted(silent)


def quantify_wells(resolved: Resolved, master: Master) -> Quantified:
    """Fit each plate's calibrator curves and give every measurement its numbers."""
    curves, zeros = _fit(resolved, master)
    measurements = []
    rows = []
    for well in resolved.wells:
        for row in well.rows:
            analyte = resolved.analyte_ids.get((row.assay, row.spot))
            if analyte is None:
                continue
            fit = curves.get((well.plate, analyte))
            measurement = _measurement(well, row, analyte, fit, master)
            measurements.append((well, measurement))
            rows.append(row)
    return Quantified(measurements, curves, zeros, rows)


def _fit(
    resolved: Resolved, master: Master
) -> tuple[dict[CurveKey, CurveFit], dict[CurveKey, list[float]]]:
    points: dict[CurveKey, list[tuple[float, float]]] = defaultdict(list)
    for well in resolved.wells:
        if well.role != WellRole.CALIBRATOR:
            continue
        for row in well.rows:
            analyte = resolved.analyte_ids.get((row.assay, row.spot))
            nominal = nominal_of(well, row, analyte, master)
            if analyte is None or nominal is None or row.excluded or row.signal.value is None:
                continue
            points[well.plate, analyte].append((nominal, row.signal.value))
    curves = {
        key: fit_curve([level for level, _ in pairs], [signal for _, signal in pairs])
        for key, pairs in points.items()
    }
    zeros = {key: [s for level, s in pairs if level == 0] for key, pairs in points.items()}
    return curves, zeros


def nominal_of(
    well: StagedWell, row: ParsedRow, analyte: int | None, master: Master
) -> float | None:
    """Return a calibrator's concentration: what the file states, else what the lot states."""
    if well.role != WellRole.CALIBRATOR:
        return None
    if row.concentration.value is not None:
        return row.concentration.value
    return master.nominal.get((analyte or 0, well.label.casefold()))


def _measurement(
    well: StagedWell, row: ParsedRow, analyte: int, fit: CurveFit | None, master: Master
) -> Measurement:
    limit = master.limits.get(analyte)
    own, curve = _own(well, row, fit, limit)
    use_own = master.reported == Reported.OWN or not _vendor_speaks(row)
    concentration = own if use_own else row.calc_concentration.value
    source = ConcentrationSource.OWN if use_own else ConcentrationSource.VENDOR
    verdict = classify(
        Evidence(
            concentration=concentration,
            stated="" if use_own else row.censor,
            sign="" if use_own else SIGNS.get(row.calc_concentration.state, ""),
            curve=curve,
            dilution=well.dilution,
            lot_low=limit.llod if limit else None,
            lot_high=limit.uloq if limit else None,
            file_low=row.limit_low.value,
            file_high=row.limit_high.value,
        )
    )
    return Measurement(
        analyte_id=analyte,
        spot=row.spot or 0,
        signal_text=row.signal.raw,
        signal=row.signal.value,
        nominal_concentration=nominal_of(well, row, analyte, master),
        vendor_text=row.calc_concentration.raw,
        vendor_concentration=row.calc_concentration.value,
        vendor_range_text=row.detection_range,
        own_concentration=own,
        concentration=concentration,
        source=ConcentrationSource.NONE if concentration is None else source,
        censor=Censor(verdict.status.value),
        llod=limit.llod if limit else None,
        lloq=limit.lloq if limit else None,
        uloq=limit.uloq if limit else None,
        excluded=bool(row.excluded),
    )


def _vendor_speaks(row: ParsedRow) -> bool:
    """Whether the file says what the result is: a number, why there is none, or that it is off.

    An empty cell beside "Below Fit Curve Range" is such a statement; ours does not replace it.
    """
    stated = stated_status(row.censor, has_number=False)
    return row.calc_concentration.state != NumberState.EMPTY or stated not in {
        None,
        Status.IN_RANGE,
    }


def _own(
    well: StagedWell, row: ParsedRow, fit: CurveFit | None, limit: KitLotLimit | None
) -> tuple[float | None, Status | None]:
    """Return our concentration, dilution included, and where the signal lies on our curve."""
    signal = row.signal.value
    if fit is None or fit.curve is None or signal is None or not math.isfinite(signal):
        return None, None
    (quantity,) = quantify(
        fit.curve,
        [signal],
        dilution=well.dilution,
        # The lot's limits are in reported concentrations, the curve's are in the well.
        llod=limit.llod / well.dilution if limit else None,
        upper=limit.uloq / well.dilution if limit and limit.uloq else None,
    )
    if quantity.reported is not None and not is_plausible_number(quantity.reported):
        # At the very ends of the curve a count more or less moves the number by decades.
        tiny = quantity.reported < thresholds.LOWEST_NUMBER
        return None, Status.BELOW_CURVE if tiny else Status.ABOVE_CURVE
    return quantity.reported, Status(quantity.status.value)


def describe_curves(
    quantified: Quantified, *, plate: str, names: Mapping[int, str]
) -> dict[str, Any]:
    """Return what is kept of a plate's curves, by analyte: state, fit, recoveries, limits."""
    described: dict[str, Any] = {}
    for (key, analyte), fit in quantified.curves.items():
        if key != plate:
            continue
        curve = fit.curve
        llod = plate_llod(curve, quantified.zero_signals[key, analyte])
        described[names[analyte]] = {
            "states": [state.value for state in fit.states],
            "model": fit.model.value,
            "weighting": fit.weighting.value,
            "target": fit.target.value,
            "objective": fit.objective,
            "r_squared": fit.r_squared,
            "bottom": curve.bottom if curve else None,
            "log_amplitude": curve.log_amplitude if curve else None,
            "intercept": curve.intercept if curve else None,
            "slope": curve.slope if curve else None,
            "plate_llod": llod.concentration,
            "plate_llod_reliable": llod.reliable,
            "levels": [
                {"nominal": r.nominal, "signal": r.signal, "cv": r.cv, "recovery": r.recovery}
                for r in (level_recoveries(fit) if curve else ())
            ],
        }
    return described


def vendor_differences(measurements: Iterable[Measurement]) -> list[float]:
    """Return |ours / theirs - 1| of every measurement in range with both numbers."""
    return [
        abs(m.own_concentration / m.vendor_concentration - 1)
        for m in measurements
        if m.own_concentration and m.vendor_concentration and m.censor == Censor.NONE
    ]
