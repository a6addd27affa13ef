"""From a file that waits to the facts by which it is judged, and to its findings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from ra_registry.assays.curves import CurveFit, CurveState
from ra_registry.assays.models import AssayFile, KitLot, PanelAnalyte
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.parsers import ParsedFile, Role
from ra_registry.assays.services.quantities import Master, Quantified
from ra_registry.assays.services.wells import ROLES, Resolved
from ra_registry.assays.verdict import Finding, FindingCode, judge
from ra_registry.assays.verdict.evidence import Conflict, FileEvidence, FittedCurve, Lot, Spot
from ra_registry.cohort.clock import zone_of

CONFLICTS = {
    FindingCode.SAMPLE_CONFLICT,
    FindingCode.ROLE_CONFLICT,
    FindingCode.DILUTION_CONFLICT,
}
"""The parsers' warnings of these codes are findings of the same code."""

KIT_REAGENT = re.compile(r"\b(?:plate|kit|panel)s?\b", re.IGNORECASE)


def findings_on(
    file: AssayFile, parsed: ParsedFile, resolved: Resolved, quantified: Quantified, master: Master
) -> list[Finding]:
    """Return what speaks against accepting a file whose kit lot is chosen. One query."""
    lot, panel = file.lot, file.panel
    if lot is None or panel is None:
        return []
    spots = list(panel.spots.select_related("analyte"))
    names = {spot.analyte_id: spot.analyte.code for spot in spots}
    return judge(
        FileEvidence(
            plates=tuple(plate.key for plate in parsed.plates),
            spots=tuple(_spots(quantified, names)),
            curves=tuple(_curves(quantified, names)),
            lot=_lot(lot, master, names),
            read_on=_days(file, parsed),
            named_lots=_named_lots(parsed, lot),
            foreign_spots=tuple(_foreign_spots(resolved, spots)),
            conflicts=tuple(_conflicts(parsed)),
        )
    )


def _spots(quantified: Quantified, names: Mapping[int, str]) -> Iterable[Spot]:
    for well, measured, row in quantified.with_rows():
        if well.role in {None, WellRole.IGNORED}:
            continue
        yield Spot(
            plate=well.plate,
            well=well.name,
            analyte=names.get(measured.analyte_id, ""),
            label=well.label,
            is_sample=well.role == WellRole.SAMPLE,
            is_calibrator=well.role == WellRole.CALIBRATOR,
            excluded=measured.excluded,
            dilution=well.dilution,
            dilution_text=row.dilution.raw,
            vendor=measured.vendor_concentration,
            vendor_text=measured.vendor_text,
            own=measured.own_concentration,
            stated=row.censor,
            nominal=measured.nominal_concentration,
            nominal_text=row.concentration.raw,
            low=measured.llod,
            high=measured.uloq,
        )


def _curves(quantified: Quantified, names: Mapping[int, str]) -> Iterable[FittedCurve]:
    for (plate, analyte), fit in quantified.curves.items():
        yield FittedCurve(
            plate=plate,
            analyte=names.get(analyte, ""),
            failure=_failure(fit),
            hook=CurveState.HOOK in fit.states,
            r_squared=fit.r_squared,
            levels=len(fit.levels),
        )


def _failure(fit: CurveFit) -> str:
    return fit.state.value if fit.curve is None else ""


def _lot(lot: KitLot, master: Master, names: Mapping[int, str]) -> Lot:
    return Lot(
        number=lot.number,
        expires_on=lot.expires_on,
        levels={
            (names[analyte], level): concentration
            for (analyte, level), concentration in master.nominal.items()
            if analyte in names
        },
    )


def _days(file: AssayFile, parsed: ParsedFile) -> dict[str, date]:
    """Return the day each plate was read; of the upload where the file doesn't tell one."""
    uploaded = file.uploaded_at.astimezone(zone_of(file.study)).date()
    return {plate.key: plate.read_time.day or uploaded for plate in parsed.plates}


def _named_lots(parsed: ParsedFile, lot: KitLot) -> tuple[str, ...]:
    """Return the lots of the kit's plates that the workbook names, if none of its lots is ours.

    A workbook names the lots of calibrators and antibodies too; a laboratory may record any.
    """
    named = [reagent for reagent in parsed.reagents if reagent.lot.strip()]
    if any(reagent.lot.strip().casefold() == lot.number.casefold() for reagent in named):
        return ()
    kits = [reagent.lot.strip() for reagent in named if KIT_REAGENT.search(reagent.name)]
    return tuple(dict.fromkeys(kits))


def _conflicts(parsed: ParsedFile) -> Iterable[Conflict]:
    """Return the warnings about two statements, each with plate and well of its line."""
    told = [one for one in parsed.warnings if one.code in CONFLICTS]
    places = {row.line: (row.plate, row.well) for row in parsed.rows} if told else {}
    for one in told:
        plate, well = places[one.line]
        other = one.expected.partition(", as ")[0]
        if one.code == FindingCode.ROLE_CONFLICT:
            other = ROLES[Role(other)].label
        yield Conflict(FindingCode(one.code), plate, well, one.found, other)


def _foreign_spots(
    resolved: Resolved, spots: Iterable[PanelAnalyte]
) -> Iterable[tuple[str, str, str]]:
    known = {spot.spot for spot in spots}
    for well in resolved.wells:
        for row in well.rows:
            if row.spot is not None and row.spot not in known:
                yield well.plate, well.name, str(row.spot)
