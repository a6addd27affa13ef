"""Whether a file's signals have the lot's usual size: what speaks against a way to read them.

A mark that groups thousands, read as a decimal mark, makes signals a thousand times too small. The
lot's earlier plates show how large its calibrators usually are; without earlier plates calibrators
still have to rise with their concentration.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import pairwise
from statistics import median

from django.db.models import Avg
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from ra_registry.assays.models import KitLot, Measurement
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.parsers import DecimalMark, ParsedRow
from ra_registry.assays.parsers.numbers import NumberReader
from ra_registry.assays.services.quantities import Master, nominal_of
from ra_registry.assays.services.wells import Resolved, StagedWell

OUT_OF_SCALE = 30.0
"""Factor between a plate and the lot's other plates that no drift explains; a lost mark is 1000."""

_FALLS = 0.8
"""A higher calibrator whose mean signal is below this share of the lower one's has fallen."""

Signal = Callable[[ParsedRow], float | None]
Usual = Mapping[tuple[int, str], float]


def signal_under(mark: DecimalMark) -> Signal:
    """Return a function that reads a row's signal with this decimal mark."""
    numbers = NumberReader(mark.sign)

    def read(row: ParsedRow) -> float | None:
        number = numbers.read(row.signal.raw)
        return number.value if number else None

    return read


def as_read(row: ParsedRow) -> float | None:
    """Return the signal as the file was read."""
    return row.signal.value


def usual_signals(lot: KitLot) -> dict[tuple[int, str], float]:
    """Return the mean signal of each analyte and calibrator of the lot's accepted plates."""
    calibrators = Measurement.objects.filter(
        well__role=WellRole.CALIBRATOR,
        well__plate__batch__lot=lot,
        well__plate__batch__voided_at__isnull=True,
        signal__gt=0,
    ).annotate(level=Lower("well__label"))
    means = calibrators.values_list("analyte_id", "level").annotate(mean=Avg("signal"))
    return {(analyte, level): mean for analyte, level, mean in means}


def doubts_on(resolved: Resolved, master: Master, usual: Usual, signal: Signal) -> list[str]:
    """Return what speaks against reading the signals like this, in full sentences."""
    calibrators = [well for well in resolved.wells if well.role == WellRole.CALIBRATOR]
    return [*_against_lot(calibrators, resolved, usual, signal),
            *_against_order(calibrators, resolved, master, signal)]  # fmt: skip


def _against_lot(
    calibrators: list[StagedWell], resolved: Resolved, usual: Usual, signal: Signal
) -> list[str]:
    logs = []
    for well in calibrators:
        for row in well.rows:
            analyte = resolved.analyte_ids.get((row.assay, row.spot))
            before = usual.get((analyte or 0, well.label.lower()))
            value = signal(row)
            if before and value is not None and value > 0:
                logs.append(math.log10(value / before))
    if not logs:
        return []
    factor = 10 ** median(logs)
    if 1 / OUT_OF_SCALE <= factor <= OUT_OF_SCALE:
        return []
    times = float(f"{max(factor, 1 / factor):.1g}")
    text = f"{times:.0f} ×" if factor > 1 else f"1/{times:.0f}"
    return [
        _(
            "The calibrators' signals are about %(factor)s of what they are on other plates of "
            "the lot."
        )
        % {"factor": text}
    ]


def _against_order(
    calibrators: list[StagedWell], resolved: Resolved, master: Master, signal: Signal
) -> list[str]:
    series: dict[tuple[str, int], dict[float, list[float]]] = defaultdict(lambda: defaultdict(list))
    names: dict[tuple[str, int], str] = {}
    for well in calibrators:
        for row in well.rows:
            analyte = resolved.analyte_ids.get((row.assay, row.spot))
            nominal = nominal_of(well, row, analyte, master)
            value = signal(row)
            if analyte is None or nominal is None or value is None or row.excluded:
                continue
            series[well.plate, analyte][nominal].append(value)
            names[well.plate, analyte] = row.assay or f"spot {row.spot}"
    fallen = [names[key] for key, levels in series.items() if _falls(levels)]
    if not fallen or len(fallen) < len(series) / 2:
        return []
    return [
        _("The calibrators' signals fall although the concentration rises: %(assays)s.")
        % {"assays": ", ".join(dict.fromkeys(fallen))}
    ]


def _falls(levels: Mapping[float, list[float]]) -> bool:
    """Return whether a level below the highest one has a clearly higher signal than the next.

    The highest levels may fall by the hook effect, which no mark explains; one step is left to it.
    """
    means = [sum(levels[level]) / len(levels[level]) for level in sorted(levels)]
    return any(higher < _FALLS * lower for lower, higher in pairwise(means[:-1]))
