"""RAMRIS of OMERACT 5/6 (2002): synovitis, erosion, bone marrow oedema.

Sources: McQueen et al., OMERACT 6 summary, J Rheumatol 2003; EULAR-OMERACT RAMRIS atlas, Ann
Rheum Dis 2005, which fixes oedema at thirds (0-3) and leaves MCP1 out. The exercise version of
2001 with oedema 0-10 is not this instrument.
"""

from __future__ import annotations

from scoring.instruments import ramris
from scoring.instruments.definitions import Feature, Grade, Instrument, Modality

SYNOVITIS = Feature(
    key="synovitis",
    label="Synovitis",
    help=(
        "Share of the largest volume the synovial compartment could enhance to, in thirds, "
        "judged on axial T1 images before and after contrast."
    ),
    maximum=3,
    grades=(
        Grade("0", "normal"),
        Grade("1", "mild: up to one third"),
        Grade("2", "moderate: up to two thirds"),
        Grade("3", "severe: more than two thirds"),
    ),
)

EROSION = Feature(
    key="erosion",
    label="Erosion",
    help=(
        "Eroded share of the assessed bone in steps of 10 %. Carpal bone: the whole bone. Long "
        "bone: from the articular surface (where it is lost, from where it must have been) to "
        "1 cm depth."
    ),
    maximum=10,
    grades=(
        Grade("0", "no erosion"),
        *(
            Grade(str(score), f"{10 * score - 9}–{10 * score} % of the bone eroded")
            for score in range(1, 11)
        ),
    ),
)

BME = Feature(
    key="bme",
    label="Bone marrow oedema",
    help=(
        "Share of the original bone with oedema, in thirds (0–3, not 0–10); where the bone is "
        "eroded as well, the share still refers to the bone as it was before."
    ),
    maximum=3,
    grades=(
        Grade("0", "no oedema"),
        Grade("1", "1–33 % of the bone"),
        Grade("2", "34–66 % of the bone"),
        Grade("3", "67–100 % of the bone"),
    ),
)

FEATURES = (SYNOVITIS, EROSION, BME)
ITEMS = ramris.build_items(FEATURES)

INSTRUMENT = Instrument(
    key="ramris-2002",
    name="RAMRIS 2002",
    version="2002",
    modality=Modality.MR,
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
