"""Sharp/van der Heijde score of radiographs of both hands and both feet (mTSS, 0-448).

Sources: van der Heijde, How to read radiographs according to the Sharp/van der Heijde method,
J Rheumatol 2000; sites checked against the 86 site columns of the RA2-DREAM training data.
In trials "modified total Sharp score" may also mean Genant's variant: that is another instrument.
"""

from __future__ import annotations

from collections.abc import Iterator

from ra_registry.imaging.modalities import XR
from scoring.instruments.definitions import (
    Feature,
    Grade,
    Group,
    Instrument,
    Item,
    Region,
    define_total,
)

HANDS = ("RH", "LH")
FEET = ("RF", "LF")
LIMBS = {
    "RH": Region("RH", "Right hand", "R"),
    "LH": Region("LH", "Left hand", "L"),
    "RF": Region("RF", "Right foot", "R"),
    "LF": Region("LF", "Left foot", "L"),
}

EROSION = Feature(
    key="erosion",
    label="Erosion",
    help=(
        "Hands 0–5 per joint. Feet 0–10 per joint: 0–5 for each side of the joint, added. "
        "Several erosions of one joint (in feet: of one joint side) add up to 5 at most."
    ),
    maximum=10,
    is_damage=True,
    grades=(
        Grade("0", "none"),
        Grade("1", "a discrete erosion"),
        Grade("2–4", "larger, by the joint surface lost"),
        Grade("5", "complete collapse of the joint surface"),
    ),
)

JSN = Feature(
    key="jsn",
    label="Joint space narrowing",
    help=(
        "Judge what is left of the original space: grade 2 has more than 50 % left, grade 3 less "
        "than 50 % left. Ankylosis and luxation are scores (4), and so is subluxation (3); they "
        "are no reasons for leaving a site out."
    ),
    maximum=4,
    is_damage=True,
    grades=(
        Grade("0", "normal"),
        Grade("1", "focal or doubtful narrowing"),
        Grade("2", "generalised, more than 50 % of the original space left"),
        Grade("3", "less than 50 % of the original space left, or subluxation"),
        Grade("4", "bony ankylosis or complete luxation"),
    ),
)

FEATURES = (EROSION, JSN)

# The form goes from the wrist to the fingertips, as RAMRIS does; the sites of the published list,
# and with them columns of files, begin with the fingers.
GROUPS = (
    Group("wrist", "Wrist"),
    Group("mcp", "MCP joints"),
    Group("fingers", "Finger joints"),
    Group("toes", "Toe joints"),
)
WRIST_ROWS = ("RAD", "ULN", "SCA", "LUN", "TRMTRD", "MC1B", "RC", "CAPSCALUN", "STT",
              "CMC3", "CMC4", "CMC5")  # fmt: skip
SHORT = {
    "IP1": "thumb IP",
    "MC1B": "metacarpal 1 base",
    "TRMTRD": "trapezium + trapezoid",
    "SCA": "scaphoid",
    "CMC3": "CMC 3",
    "CMC4": "CMC 4",
    "CMC5": "CMC 5",
    "STT": "STT joint",
}

# group, site code, label, and the part of the RA2-DREAM column name around the feature letter
SiteRow = tuple[str, str, str, tuple[str, str]]

PIP_AND_MCP: tuple[SiteRow, ...] = (
    *(("fingers", f"PIP{n}", f"PIP {n}", ("pip", str(n))) for n in range(2, 6)),
    *(("mcp", f"MCP{n}", f"MCP {n}", ("mcp", str(n))) for n in range(1, 6)),
)

TOES: tuple[SiteRow, ...] = (
    *(("toes", f"MTP{n}", f"MTP {n}", ("mtp", str(n))) for n in range(1, 6)),
    ("toes", "IP1", "great-toe interphalangeal", ("mtp", "ip")),
)

HAND_SITES: dict[str, tuple[SiteRow, ...]] = {
    "erosion": (
        ("fingers", "IP1", "thumb interphalangeal", ("mcp", "ip")),
        *PIP_AND_MCP,
        ("wrist", "MC1B", "1st metacarpal base", ("wrist", "mc1")),
        (
            "wrist",
            "TRMTRD",
            "trapezium + trapezoid as one unit (multangular)",
            ("wrist", "mul"),
        ),
        ("wrist", "SCA", "scaphoid (navicular)", ("wrist", "nav")),
        ("wrist", "LUN", "lunate", ("wrist", "lunate")),
        ("wrist", "RAD", "distal radius", ("wrist", "radius")),
        ("wrist", "ULN", "distal ulna", ("wrist", "ulna")),
    ),
    "jsn": (
        *PIP_AND_MCP,
        ("wrist", "CMC3", "3rd carpometacarpal", ("wrist", "cmc3")),
        ("wrist", "CMC4", "4th carpometacarpal", ("wrist", "cmc4")),
        ("wrist", "CMC5", "5th carpometacarpal", ("wrist", "cmc5")),
        (
            "wrist",
            "STT",
            "trapezium/trapezoid-scaphoid (multangular-navicular)",
            ("wrist", "mna"),
        ),
        ("wrist", "CAPSCALUN", "capitate-scaphoid-lunate", ("wrist", "capnlun")),
        ("wrist", "RC", "radiocarpal", ("wrist", "radcar")),
    ),
}

EROSION_MAXIMUM = {**dict.fromkeys(HANDS, 5), **dict.fromkeys(FEET, 10)}
RA2_DREAM_LETTER = {"erosion": "E", "jsn": "J"}


def _items() -> Iterator[Item]:
    cells = (
        (limb, feature, row)
        for limb in LIMBS.values()
        for feature in FEATURES
        for row in (HAND_SITES[feature.key] if limb.key in HANDS else TOES)
    )
    for order, (limb, feature, (group, site, label, column)) in enumerate(cells, start=1):
        area, name = column
        yield Item(
            code=f"{limb.key}.{feature.key}.{site}",
            feature=feature.key,
            region=limb.key,
            group=group,
            site=site,
            label=label,
            full_label=f"{feature.label}, {limb.label.lower()}, {label}",
            maximum=EROSION_MAXIMUM[limb.key] if feature is EROSION else feature.maximum,
            order=order,
            short="great-toe IP" if (limb.key in FEET and site == "IP1") else SHORT.get(site, ""),
            row=WRIST_ROWS.index(site) + 1 if site in WRIST_ROWS else 0,
            ra2_dream_column=f"{limb.key}_{area}_{RA2_DREAM_LETTER[feature.key]}__{name}",
        )


ITEMS = tuple(_items())

# 280 is the maximum of erosion as well as of the hands, 168 of narrowing as well as of the feet:
# every name therefore says both the features and the limbs.
TOTALS = tuple(
    define_total(
        key=f"{key}.{part}",
        name=f"{name}, {limbs_name}",
        items=ITEMS,
        features=features,
        regions=limbs,
    )
    for key, name, features in (
        ("erosion", "Erosion", ("erosion",)),
        ("jsn", "Joint space narrowing", ("jsn",)),
        ("mtss", "Total score (erosion + narrowing)", ("erosion", "jsn")),
    )
    for part, limbs_name, limbs in (
        ("hands", "hands", HANDS),
        ("feet", "feet", FEET),
        ("total", "hands and feet", (*HANDS, *FEET)),
    )
)

_NO_THUMB_SPACE = (
    "Narrowing is not scored at the thumb interphalangeal joint; PIP 2 to 5 and MCP 1 to 5 are."
)
_NO_CARPAL_JOINT_EROSION = (
    "Erosion is scored in bones of the wrist (1st metacarpal base, trapezium + trapezoid, "
    "scaphoid, lunate, radius, ulna), not in its joints."
)
_DROPPED_BONE = (
    "The triquetrum and pisiform of the 1985 Sharp list are not scored in Sharp/van der Heijde."
)
_DROPPED_SPACE = (
    "The lunate-triquetrum and radioulnar spaces of the 1985 Sharp list are not scored in "
    "Sharp/van der Heijde."
)
_NO_CMC12 = "Of the carpometacarpal joints only the 3rd to 5th are scored, for narrowing."
_NO_DIP = "Distal interphalangeal joints are not part of Sharp/van der Heijde."

NOT_OFFERED = {
    f"{hand}.{code}": sentence
    for hand in HANDS
    for code, sentence in (
        ("jsn.IP1", _NO_THUMB_SPACE),
        *((f"erosion.CMC{n}", _NO_CARPAL_JOINT_EROSION) for n in range(1, 6)),
        *((f"erosion.{site}", _NO_CARPAL_JOINT_EROSION) for site in ("RC", "STT", "CAPSCALUN")),
        *((f"erosion.{site}", _DROPPED_BONE) for site in ("TRI", "PIS")),
        *((f"jsn.{site}", _DROPPED_SPACE) for site in ("LUN_TRI", "DRUJ")),
        *((f"jsn.CMC{n}", _NO_CMC12) for n in (1, 2)),
        *((f"{feature.key}.DIP{n}", _NO_DIP) for feature in FEATURES for n in range(2, 6)),
    )
}

INSTRUMENT = Instrument(
    key="svdh",
    name="Sharp/van der Heijde",
    # The method has no published version numbers; this counts our definition of it.
    version="1",
    modality=XR,
    sides=("R", "L"),
    one_side=False,
    source="van der Heijde, J Rheumatol 2000; RA2-DREAM site columns",
    features=FEATURES,
    regions=tuple(LIMBS.values()),
    groups=GROUPS,
    items=ITEMS,
    totals=TOTALS,
    not_offered=NOT_OFFERED,
    # Grade 1 is a discrete erosion; ankylosis or luxation with no more than that is rare.
    eroded_when_fused=2,
    yields_sens=True,
)
