"""The panels that every installation starts with; lots and limits come from certificates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ra_registry.assays.models import Analyte, Panel, PanelAnalyte


@dataclass(frozen=True)
class Spot:
    """An analyte of a panel; ``aliases`` are how instrument files write its name."""

    code: str
    name: str
    aliases: tuple[str, ...]
    unit: str = "pg/ml"


@dataclass(frozen=True)
class Preset:
    """A panel: its analytes in the order of the spots of a well.

    A code that another panel has is the same analyte, with the name and unit that it has already.
    ``leading``: the analyte, by its code, that analyses look at first; without it the first spot.
    ``abbreviations``: what capitals in the names of its analytes stand for.
    """

    code: str
    name: str
    manufacturer: str
    spots: tuple[Spot, ...]
    leading: str = ""
    abbreviations: Mapping[str, str | Promise] = field(default_factory=dict)


PROINFLAMMATORY_1 = Preset(
    code="v-plex-proinflammatory-1-human",
    name="V-PLEX Proinflammatory Panel 1 (human)",
    manufacturer="Meso Scale Discovery",
    spots=(
        Spot("ifn-g", "IFN-γ", ("IFN-g", "IFNg", "IFN-gamma")),
        Spot("il-1b", "IL-1β", ("IL-1b", "IL1b", "IL-1beta")),
        Spot("il-2", "IL-2", ("IL2",)),
        Spot("il-4", "IL-4", ("IL4",)),
        Spot("il-6", "IL-6", ("IL6",)),
        Spot("il-8", "IL-8", ("IL8", "CXCL8")),
        Spot("il-10", "IL-10", ("IL10",)),
        Spot("il-12p70", "IL-12p70", ("IL12p70",)),
        Spot("il-13", "IL-13", ("IL13",)),
        Spot("tnf-a", "TNF-α", ("TNF-a", "TNFa", "TNF-alpha")),
    ),
    leading="il-6",
    abbreviations={
        "IFN": gettext_lazy("interferon"),
        "IL": gettext_lazy("interleukin"),
        "TNF": gettext_lazy("tumour necrosis factor"),
    },
)
PRESETS: tuple[Preset, ...] = (PROINFLAMMATORY_1,)


def leading_analytes() -> frozenset[str]:
    """Return the codes of the analytes that lead a panel."""
    return frozenset(preset.leading for preset in PRESETS if preset.leading)


def analyte_abbreviations() -> dict[str, str | Promise]:
    """Return what the abbreviations in the names of analytes stand for."""
    return {short: words for preset in PRESETS for short, words in preset.abbreviations.items()}


@transaction.atomic
def add_missing_panels() -> None:
    """Add each preset where it is missing; one that a laboratory has changed is left alone."""
    for preset in PRESETS:
        panel, is_new = Panel.objects.get_or_create(
            code=preset.code,
            defaults={"name": preset.name, "manufacturer": preset.manufacturer},
        )
        if is_new:
            _add_analytes(panel, preset)


def _add_analytes(panel: Panel, preset: Preset) -> None:
    for place, spot in enumerate(preset.spots, start=1):
        analyte, _ = Analyte.objects.get_or_create(
            code=spot.code,
            defaults={"name": spot.name, "aliases": list(spot.aliases), "unit": spot.unit},
        )
        PanelAnalyte.objects.create(panel=panel, analyte=analyte, spot=place)
