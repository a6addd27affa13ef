"""The human V-PLEX Proinflammatory Panel 1 as a preset; lots and limits come from certificates."""

from __future__ import annotations

from django.db import transaction

from ra_registry.assays.models import Analyte, Panel, PanelAnalyte

PANEL_CODE = "v-plex-proinflammatory-1-human"
PANEL_NAME = "V-PLEX Proinflammatory Panel 1 (human)"
# In the order of the ten spots of a well; aliases as instrument files write the names.
ANALYTES = (
    ("ifn-g", "IFN-γ", ["IFN-g", "IFNg", "IFN-gamma"]),
    ("il-1b", "IL-1β", ["IL-1b", "IL1b", "IL-1beta"]),
    ("il-2", "IL-2", ["IL2"]),
    ("il-4", "IL-4", ["IL4"]),
    ("il-6", "IL-6", ["IL6"]),
    ("il-8", "IL-8", ["IL8", "CXCL8"]),
    ("il-10", "IL-10", ["IL10"]),
    ("il-12p70", "IL-12p70", ["IL12p70"]),
    ("il-13", "IL-13", ["IL13"]),
    ("tnf-a", "TNF-α", ["TNF-a", "TNFa", "TNF-alpha"]),
)


@transaction.atomic
def add_missing_panel() -> None:
    """Add the preset where it is missing; a preset that a laboratory has changed is left alone."""
    panel, is_new = Panel.objects.get_or_create(
        code=PANEL_CODE,
        defaults={"name": PANEL_NAME, "manufacturer": "Meso Scale Discovery"},
    )
    if not is_new:
        return
    for spot, (code, name, aliases) in enumerate(ANALYTES, start=1):
        analyte, _ = Analyte.objects.get_or_create(
            code=code, defaults={"name": name, "aliases": aliases}
        )
        PanelAnalyte.objects.create(panel=panel, analyte=analyte, spot=spot)
