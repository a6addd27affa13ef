"""From the facts of a file to its findings: what refuses it, needs a reason, or is listed."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from ra_registry.assays.verdict import thresholds as limits
from ra_registry.assays.verdict.classify import Status, is_above, is_below, stated_status
from ra_registry.assays.verdict.evidence import FileEvidence, FittedCurve, Spot
from ra_registry.assays.verdict.findings import SEVERITY, Finding, FindingCode, Severity
from ra_registry.assays.verdict.levels import lost_decimals, out_of_order, unlike_certificate
from ra_registry.assays.verdict.statements import conflicts, foreign_spots, unique

ORDER = (Severity.REFUSE, Severity.REASON, Severity.LIST)
Group = dict[tuple[str, str], list[Spot]]


def judge(evidence: FileEvidence) -> list[Finding]:
    """Return every finding, the gravest first, otherwise in the order of plates and analytes."""
    by_analyte: Group = defaultdict(list)
    for spot in evidence.spots:
        by_analyte[spot.plate, spot.analyte].append(spot)
    found = [
        *_dilutions(evidence.spots),
        *foreign_spots(evidence),
        *conflicts(evidence),
        *_lots(evidence),
        *_missing_calibrators(evidence, by_analyte),
    ]
    curves = {(curve.plate, curve.analyte): curve for curve in evidence.curves}
    for key, spots in by_analyte.items():
        found += [
            *_negative(spots),
            *_levels(spots, evidence),
            *_curve(spots, curves.get(key)),
            *_vendor(spots),
        ]
    found += _beyond_limits(evidence.spots)
    return sorted(found, key=lambda one: ORDER.index(SEVERITY[one.code]))


def is_plausible_dilution(dilution: float) -> bool:
    """Return whether a well can be diluted like this; NaN and infinity can't."""
    return limits.LOWEST_DILUTION <= dilution <= limits.HIGHEST_DILUTION


def is_plausible_number(value: float) -> bool:
    """Return whether a signal or concentration is one that statistics can take: 0 or in bounds."""
    return value == 0 or limits.LOWEST_NUMBER <= abs(value) <= limits.HIGHEST_NUMBER


def _dilutions(spots: Iterable[Spot]) -> Iterator[Finding]:
    told = set()
    for spot in spots:
        place = (spot.plate, spot.dilution_text or f"{spot.dilution:g}")
        if is_plausible_dilution(spot.dilution) or place in told:
            continue
        told.add(place)
        yield Finding(
            FindingCode.DILUTION,
            plate=spot.plate,
            wells=(spot.well,),
            found=place[1],
            expected=f"{limits.LOWEST_DILUTION:g} – {limits.HIGHEST_DILUTION:g}",
        )


def _negative(spots: Sequence[Spot]) -> Iterator[Finding]:
    """A negative concentration is only what the file itself calls below its range or leaves out."""
    negative = [
        spot
        for spot in spots
        if spot.vendor is not None
        and spot.vendor < 0
        and not spot.excluded
        and not is_below(stated_status(spot.stated, has_number=True) or "")
    ]
    if negative:
        yield _finding(
            FindingCode.NEGATIVE,
            negative,
            found=negative[0].vendor_text or f"{negative[0].vendor:g}",
        )


def _levels(spots: Sequence[Spot], evidence: FileEvidence) -> Iterator[Finding]:
    wells = [spot for spot in spots if spot.is_calibrator]
    certified = {
        label: value
        for (analyte, label), value in evidence.lot.levels.items()
        if wells and analyte == wells[0].analyte
    }
    lost = lost_decimals(wells, certified)
    if lost:
        first, expected = lost[0]
        yield _finding(
            FindingCode.LOST_DECIMAL,
            [spot for spot, _ in lost],
            found=first.nominal_text or f"{first.nominal:g}",
            expected=f"{expected:.6g}",
        )
        return
    broken = out_of_order(wells)
    if broken is not None:
        yield _finding(
            FindingCode.NOT_FALLING,
            [spot for spot in wells if spot.label == broken.label],
            found=f"{broken.label} {broken.nominal:g}",
        )
    unlike = unlike_certificate(wells, certified)
    if unlike and broken is None:
        one = unlike[0]
        yield _finding(
            FindingCode.LOT_UNLIKE,
            unlike,
            found=f"{one.label} {one.nominal:g}",
            expected=f"{certified[one.label.casefold()]:g}",
        )


def _missing_calibrators(evidence: FileEvidence, by_analyte: Group) -> Iterator[Finding]:
    """One finding a file or plate, not one for each of its analytes."""
    calibrated = {spot.plate for spot in evidence.spots if spot.is_calibrator}
    measured = {plate for (plate, _), spots in by_analyte.items() if _samples(spots)}
    without = [plate for plate in evidence.plates if plate in measured - calibrated]
    if without and len(without) == len(measured):
        yield Finding(FindingCode.NO_CALIBRATORS)
    else:
        yield from (Finding(FindingCode.NO_CALIBRATORS, plate=plate) for plate in without)


def _curve(spots: Sequence[Spot], curve: FittedCurve | None) -> Iterator[Finding]:
    if not _samples(spots) or not any(spot.is_calibrator for spot in spots):
        return
    place = [spot for spot in spots if spot.is_calibrator]
    if curve is None or (curve.failure and curve.levels >= limits.FEWEST_LEVELS):
        failure = curve.failure if curve else "no_levels"
        yield _finding(FindingCode.NO_CURVE, place[:1], found=failure, wells=())
    elif curve.levels < limits.FEWEST_LEVELS:
        yield _finding(
            FindingCode.FEW_LEVELS,
            place,
            found=str(curve.levels),
            expected=str(limits.FEWEST_LEVELS),
            wells=(),
        )
    elif curve.hook:
        yield _finding(FindingCode.HOOK, place, wells=())
    elif curve.r_squared is None or not curve.r_squared >= limits.LOWEST_R_SQUARED:
        yield _finding(
            FindingCode.R_SQUARED,
            place,
            found="" if curve.r_squared is None else f"{curve.r_squared:.3f}",
            expected=f"{limits.LOWEST_R_SQUARED:g}",
            wells=(),
        )


def _vendor(spots: Sequence[Spot]) -> Iterator[Finding]:
    """The file's numbers against ours, where at least one of them lies within the limits."""
    compared = [
        (math.log(spot.vendor / spot.own), spot)
        for spot in _samples(spots)
        if spot.vendor is not None
        and spot.own is not None
        and spot.vendor > 0
        and spot.own > 0
        and (_inside(spot.own, spot) or _inside(spot.vendor, spot))
    ]
    off = [
        (abs(ratio), spot) for ratio, spot in compared if abs(ratio) > math.log(limits.WORST_RATIO)
    ]
    if not off:
        return
    middle = median(ratio for ratio, _ in compared)
    wells = [spot for _, spot in off]
    if abs(middle) > math.log(limits.WORST_RATIO):
        code, ratio = FindingCode.VENDOR_RATIO, middle
    else:
        code, ratio = FindingCode.FEW_COMPARED, max(off, key=lambda pair: pair[0])[0]
    yield _finding(code, wells, found=_rounded(math.exp(ratio)), expected=f"{limits.WORST_RATIO:g}")


def _beyond_limits(spots: Iterable[Spot]) -> Iterator[Finding]:
    """Results that the file calls in range and the lot's limits don't, and the other way round."""
    by_analyte: dict[str, list[Spot]] = defaultdict(list)
    for spot in _samples(spots):
        if spot.vendor is not None:
            by_analyte[spot.analyte].append(spot)
    for of_analyte in by_analyte.values():
        stated = [(spot, stated_status(spot.stated, has_number=True)) for spot in of_analyte]
        beyond = [
            spot
            for spot, status in stated
            if status is Status.IN_RANGE and not _inside(spot.vendor or 0.0, spot)
        ]
        inside = [
            spot
            for spot, status in stated
            if (is_below(status or "") or is_above(status or ""))
            and (spot.low, spot.high) != (None, None)
            and _inside(spot.vendor or 0.0, spot)
        ]
        if beyond:
            share = len(beyond) / len(of_analyte)
            grave = share > limits.MOST_BEYOND_LIMITS
            code = FindingCode.BEYOND_LIMITS if grave else FindingCode.FEW_BEYOND
            yield _of_file(code, beyond, len(of_analyte))
        if inside:
            yield _of_file(FindingCode.OFF_RANGE_INSIDE, inside, len(of_analyte))


def _lots(evidence: FileEvidence) -> Iterator[Finding]:
    lot = evidence.lot
    if lot.expires_on is not None:
        late = {p: day for p, day in evidence.read_on.items() if day > lot.expires_on}
        if late:
            everywhere = len(late) == len(evidence.plates)
            for plate in [""] if everywhere else late:
                yield Finding(
                    FindingCode.LOT_EXPIRED,
                    plate=plate,
                    found=max(late.values()).isoformat(),
                    expected=lot.expires_on.isoformat(),
                )
    if evidence.named_lots and lot.number.casefold() not in {
        name.casefold() for name in evidence.named_lots
    }:
        yield Finding(
            FindingCode.LOT_UNLIKE, found=", ".join(evidence.named_lots), expected=lot.number
        )


def _samples(spots: Iterable[Spot]) -> list[Spot]:
    return [spot for spot in spots if spot.is_sample and not spot.excluded]


def _inside(value: float, spot: Spot) -> bool:
    return (spot.low is None or value >= spot.low) and (spot.high is None or value <= spot.high)


def _of_file(code: FindingCode, spots: Sequence[Spot], of: int) -> Finding:
    """Return a finding over all plates of the file."""
    return Finding(
        code,
        analyte=spots[0].analyte,
        wells=unique([spot.well for spot in spots]),
        found=str(len(spots)),
        expected=str(of),
    )


def _finding(
    code: FindingCode,
    spots: Sequence[Spot],
    *,
    found: str = "",
    expected: str = "",
    wells: tuple[str, ...] | None = None,
) -> Finding:
    return Finding(
        code,
        plate=spots[0].plate,
        analyte=spots[0].analyte,
        wells=unique([spot.well for spot in spots]) if wells is None else wells,
        found=found,
        expected=expected,
    )


def _rounded(value: float) -> str:
    """Return three digits, and whole numbers in full: 1000, not 1e+03."""
    return f"{value:.0f}" if 100 <= value < 1e9 else f"{value:.3g}"
