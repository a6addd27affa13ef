"""An ultrasound score of both hands: grey-scale synovitis and power Doppler, 0 to 3 a joint.

After D'Agostino et al., Scoring ultrasound synovitis in rheumatoid arthritis: a EULAR-OMERACT
ultrasound taskforce, RMD Open 2017. It is not shipped: tests add its folder, and this file is all
that they add.
"""

from __future__ import annotations

from ra_registry.imaging.modalities import US
from scoring.instruments.definitions import (
    Feature,
    Grade,
    Group,
    Instrument,
    Item,
    Region,
    define_total,
)

HANDS = (Region("RH", "Right hand", "R"), Region("LH", "Left hand", "L"))
GROUPS = (Group("wrist", "Wrist"), Group("fingers", "Finger joints"))
SITES = (
    ("wrist", "WR", "wrist"),
    *(("fingers", f"MCP{n}", f"MCP {n}") for n in range(1, 6)),
    *(("fingers", f"PIP{n}", f"PIP {n}") for n in range(2, 6)),
)

# RAMRIS has a feature of the same key and another name.
GREY_SCALE = Feature(
    key="synovitis",
    label="Grey-scale synovitis",
    help="Hypoechoic synovial hypertrophy, whatever the effusion.",
    maximum=3,
    grades=(
        Grade("0", "no hypertrophy"),
        Grade("1", "minimal, up to the level of the bone surfaces"),
        Grade("2", "beyond the joint line, surface concave or flat"),
        Grade("3", "beyond the joint line, surface convex"),
    ),
)
DOPPLER = Feature(
    key="doppler",
    label="Power Doppler",
    help="Flow inside the hypertrophied synovium.",
    maximum=3,
    grades=(
        Grade("0", "no signal"),
        Grade("1", "up to three single spots, or fewer with one or two confluent ones"),
        Grade("2", "in up to half of the grey-scale area"),
        Grade("3", "in more than half of the grey-scale area"),
    ),
)
FEATURES = (GREY_SCALE, DOPPLER)

CELLS = [(hand, feature, site) for hand in HANDS for feature in FEATURES for site in SITES]
ITEMS = tuple(
    Item(
        code=f"{hand.key}.{feature.key}.{code}",
        feature=feature.key,
        region=hand.key,
        group=group,
        site=code,
        label=label,
        full_label=f"{feature.label}, {hand.label.lower()}, {label}",
        maximum=feature.maximum,
        order=order,
    )
    for order, (hand, feature, (group, code, label)) in enumerate(CELLS, start=1)
)

INSTRUMENT = Instrument(
    key="pdus",
    name="EULAR-OMERACT PDUS",
    version="2017",
    modality=US,
    sides=("R", "L"),
    one_side=False,
    source="D'Agostino et al., RMD Open 2017",
    features=FEATURES,
    regions=HANDS,
    groups=GROUPS,
    items=ITEMS,
    totals=tuple(
        define_total(
            key=f"{feature.key}.total",
            name=f"{feature.label}, both hands",
            items=ITEMS,
            features=(feature.key,),
            regions=tuple(hand.key for hand in HANDS),
        )
        for feature in FEATURES
    ),
)
