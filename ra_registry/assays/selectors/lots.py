"""Kit lots: master data, the same for every study."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, QuerySet
from django.shortcuts import get_object_or_404

from ra_registry.assays.models import CalibratorLevel, KitLot, KitLotLimit, PanelAnalyte

SOON = timedelta(days=60)


@dataclass(frozen=True)
class LotLine:
    """One analyte of a lot: its limits and the concentration of each level."""

    analyte: str
    unit: str
    spot: int
    limit: KitLotLimit | None
    levels: list[float | None]


@dataclass(frozen=True)
class LotTable:
    """A lot's certificate: names of the levels, and one line an analyte in panel order."""

    level_names: list[str]
    lines: list[LotLine]


def kit_lots() -> QuerySet[KitLot]:
    """Return every lot with ``n_limits``, those that expire last first. One query."""
    lots = KitLot.objects.select_related("panel").annotate(n_limits=Count("limits"))
    return lots.order_by("panel__name", "-expires_on", "number")


def find_lot(lot_id: int) -> KitLot:
    """Return a lot, or raise ``Http404``."""
    return get_object_or_404(KitLot.objects.select_related("panel"), pk=lot_id)


def lot_table(lot: KitLot) -> LotTable:
    """Return what the lot's certificate states. Three queries."""
    limits = {limit.analyte_id: limit for limit in KitLotLimit.objects.filter(lot=lot)}
    levels = {
        (level.analyte_id, level.level): level.concentration
        for level in CalibratorLevel.objects.filter(lot=lot)
    }
    names = sorted({name for _, name in levels})
    spots = PanelAnalyte.objects.filter(panel=lot.panel_id).select_related("analyte")
    return LotTable(
        names,
        [
            LotLine(
                spot.analyte.name,
                spot.analyte.unit,
                spot.spot,
                limits.get(spot.analyte_id),
                [levels.get((spot.analyte_id, name)) for name in names],
            )
            for spot in spots
        ],
    )


def expiry(lot: KitLot, *, today: date) -> str:
    """Return ``expired``, ``soon`` (within 60 days), ``valid``, or nothing without a day."""
    if lot.expires_on is None:
        return ""
    if lot.expires_on < today:
        return "expired"
    return "soon" if lot.expires_on <= today + SOON else "valid"
