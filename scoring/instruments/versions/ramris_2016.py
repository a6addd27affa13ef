"""RAMRIS as updated by OMERACT in 2016: adds joint space narrowing and tenosynovitis.

Sources: Østergaard et al., The OMERACT RAMRIS: updated recommendations, J Rheumatol 2017 (sites,
scales, fusion rule); Dohn et al., J Rheumatol 2014 (the 21 joint spaces); Glinatsi et al.,
J Rheumatol 2017 (tenosynovitis thresholds).
"""

from __future__ import annotations

from dataclasses import replace

from ra_registry.imaging.modalities import MR
from scoring.instruments import ramris
from scoring.instruments.definitions import Feature, Grade, Instrument
from scoring.instruments.ramris_scales import BME as BME_2002
from scoring.instruments.ramris_scales import EROSION as EROSION_2002
from scoring.instruments.ramris_scales import SYNOVITIS
from scoring.instruments.ramris_sites import BONES, JOINT_SPACES

EROSION = replace(EROSION_2002, help=f"{EROSION_2002.help} A fused bone scores 10 for that bone.")

BME = replace(BME_2002, label="Osteitis / bone marrow oedema")

JSN = Feature(
    key="jsn",
    label="Joint space narrowing",
    help="Loss of joint space on a slice perpendicular to the joint surface.",
    maximum=4,
    is_damage=True,
    grades=(
        Grade("0", "no narrowing"),
        Grade("1", "focal or mild: less than 33 % lost"),
        Grade("2", "moderate: 34–66 % lost"),
        Grade("3", "moderate to severe: 67–99 % lost"),
        Grade("4", "ankylosis"),
    ),
)

TENOSYNOVITIS = Feature(
    key="tenosynovitis",
    label="Tenosynovitis",
    help=(
        "Greatest width of effusion or enhancement around the tendon, seen on at least three "
        "consecutive axial slices."
    ),
    maximum=3,
    grades=(
        Grade("0", "none"),
        Grade("1", "less than 1.5 mm"),
        Grade("2", "1.5 mm or more, less than 3 mm"),
        Grade("3", "3 mm or more"),
    ),
)

FEATURES = (SYNOVITIS, EROSION, BME, JSN, TENOSYNOVITIS)
ITEMS = ramris.build_items(FEATURES)

CARPAL_BONES = frozenset(bone.code for bone in BONES if bone.group == "carpal")

INSTRUMENT = Instrument(
    key="ramris-2016",
    name="RAMRIS 2016",
    version="2016",
    modality=MR,
    sides=("L", "R"),
    one_side=True,
    source="OMERACT 2016 update of RAMRIS, J Rheumatol 2017",
    features=FEATURES,
    regions=ramris.REGIONS,
    groups=ramris.used_groups(ITEMS),
    items=ITEMS,
    totals=(
        *ramris.build_totals(FEATURES, ITEMS),
        ramris.build_inflammation("inflammation", (SYNOVITIS, BME), ITEMS),
        ramris.build_inflammation(
            "inflammation_tenosynovitis", (SYNOVITIS, BME, TENOSYNOVITIS), ITEMS
        ),
    ),
    not_offered=ramris.NOT_OFFERED,
    # Only carpal bones: the fusion rule speaks of the whole bone, and of a long bone RAMRIS
    # assesses no more than its end.
    fused_bones={
        f"jsn.{space.code}": tuple(
            f"erosion.{bone}" for bone in space.code.split("_") if bone in CARPAL_BONES
        )
        for space in JOINT_SPACES
        if "_" in space.code
    },
)
