"""RAMRIS of OMERACT 5/6 (2002): synovitis, erosion, bone marrow oedema.

Sources: McQueen et al., OMERACT 6 summary, J Rheumatol 2003; EULAR-OMERACT RAMRIS atlas, Ann
Rheum Dis 2005, which fixes oedema at thirds (0-3) and leaves MCP1 out. The exercise version of
2001 with oedema 0-10 is not this instrument.
"""

from __future__ import annotations

from ra_registry.imaging.modalities import MR
from scoring.instruments import ramris
from scoring.instruments.definitions import Instrument
from scoring.instruments.ramris_scales import BME, EROSION, SYNOVITIS

FEATURES = (SYNOVITIS, EROSION, BME)
ITEMS = ramris.build_items(FEATURES)

INSTRUMENT = Instrument(
    key="ramris-2002",
    name="RAMRIS 2002",
    version="2002",
    modality=MR,
    sides=("L", "R"),
    one_side=True,
    source="OMERACT 5/6 RAMRIS with the EULAR-OMERACT atlas, Ann Rheum Dis 2005",
    features=FEATURES,
    regions=ramris.REGIONS,
    groups=ramris.used_groups(ITEMS),
    items=ITEMS,
    totals=(
        *ramris.build_totals(FEATURES, ITEMS),
        ramris.build_inflammation("inflammation", (SYNOVITIS, BME), ITEMS),
    ),
    not_offered={
        code: sentence
        for code, sentence in ramris.NOT_OFFERED.items()
        if code.partition(".")[0] in {feature.key for feature in FEATURES}
    },
)
