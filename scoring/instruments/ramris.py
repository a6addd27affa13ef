"""Anatomy shared by the RAMRIS versions: one hand, wrist and MCP joints 2 to 5.

Bone sites serve erosion and bone marrow oedema alike. A version file chooses features and words
their scales; the sites themselves have not moved since the EULAR-OMERACT atlas of 2005.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.instruments._checked import checked
from scoring.instruments.definitions import (
    Feature,
    Group,
    Item,
    Region,
    TotalDefinition,
    define_total,
)
from scoring.instruments.errors import UnknownFeatureError

WRIST, MCP = "wrist", "mcp"

REGIONS = (Region(WRIST, "Wrist"), Region(MCP, "MCP joints 2–5"))

GROUPS = (
    Group("radius_ulna", "Distal radius and ulna"),
    Group("carpal", "Carpal bones"),
    Group("metacarpal_base", "Metacarpal bases"),
    Group("metacarpal_head", "Metacarpal heads"),
    Group("phalanx_base", "Bases of the proximal phalanges"),
    Group("wrist_joint", "Wrist joints"),
    Group("radiocarpal", "Radius to carpus"),
    Group("intercarpal", "Between carpal bones"),
    Group("carpometacarpal", "Carpometacarpal joints"),
    Group("mcp_joint", "MCP joints"),
    Group("extensor", "Extensor compartments"),
    Group("wrist_flexor", "Wrist flexor compartments"),
    Group("mcp_flexor", "Flexor tendons at the MCP joints"),
)


@dataclass(frozen=True, slots=True)
class Site:
    """A site before it is paired with a feature."""

    region: str
    group: str
    code: str
    label: str
    note: str = ""


ORDINALS = {1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 5: "5th"}

BONES = (
    Site(WRIST, "radius_ulna", "RAD", "distal radius"),
    Site(WRIST, "radius_ulna", "ULN", "distal ulna"),
    Site(WRIST, "carpal", "SCA", "scaphoid (navicular)"),
    Site(WRIST, "carpal", "LUN", "lunate"),
    Site(WRIST, "carpal", "TRI", "triquetrum"),
    Site(WRIST, "carpal", "PIS", "pisiform"),
    Site(WRIST, "carpal", "TRM", "trapezium"),
    Site(WRIST, "carpal", "TRD", "trapezoid"),
    Site(WRIST, "carpal", "CAP", "capitate"),
    Site(WRIST, "carpal", "HAM", "hamate"),
    *(
        Site(WRIST, "metacarpal_base", f"MC{n}B", f"{ORDINALS[n]} metacarpal base")
        for n in range(1, 6)
    ),
    *(
        Site(MCP, "metacarpal_head", f"MC{n}H", f"metacarpal {n} head (MCP{n} proximal part)")
        for n in range(2, 6)
    ),
    *(
        Site(MCP, "phalanx_base", f"PP{n}B", f"proximal phalanx {n} base (MCP{n} distal part)")
        for n in range(2, 6)
    ),
)

MCP_JOINTS = tuple(Site(MCP, "mcp_joint", f"MCP{n}", f"MCP joint {n}") for n in range(2, 6))

SYNOVIAL_JOINTS = (
    Site(WRIST, "wrist_joint", "DRUJ", "distal radioulnar joint"),
    Site(WRIST, "wrist_joint", "RCJ", "radiocarpal joint"),
    Site(
        WRIST,
        "wrist_joint",
        "ICCMC",
        "intercarpal + carpometacarpal joints (1st CMC not scored)",
    ),
    *MCP_JOINTS,
)

JOINT_SPACES = (
    Site(WRIST, "radiocarpal", "RAD_SCA", "radius-scaphoid"),
    Site(WRIST, "radiocarpal", "RAD_LUN", "radius-lunate"),
    Site(WRIST, "intercarpal", "SCA_LUN", "scaphoid-lunate"),
    Site(WRIST, "intercarpal", "LUN_TRI", "lunate-triquetrum"),
    Site(WRIST, "intercarpal", "TRM_SCA", "trapezium-scaphoid"),
    Site(WRIST, "intercarpal", "TRD_SCA", "trapezoid-scaphoid"),
    Site(WRIST, "intercarpal", "CAP_SCA", "capitate-scaphoid"),
    Site(WRIST, "intercarpal", "CAP_LUN", "capitate-lunate"),
    Site(WRIST, "intercarpal", "HAM_TRI", "hamate-triquetrum"),
    Site(WRIST, "intercarpal", "TRM_TRD", "trapezium-trapezoid"),
    Site(WRIST, "intercarpal", "TRD_CAP", "trapezoid-capitate"),
    Site(WRIST, "intercarpal", "CAP_HAM", "capitate-hamate"),
    *(Site(WRIST, "carpometacarpal", f"CMC{n}", f"carpometacarpal joint {n}") for n in range(1, 6)),
    *MCP_JOINTS,
)

# The published score names three wrist flexor areas without listing their tendons in the part we
# could read; these are the defaults until an expert confirms them.
FLEXOR_NOTE = "Default: {}. To be confirmed against the published tenosynovitis score."

TENDONS = (
    Site(
        WRIST,
        "extensor",
        "EXT1",
        "extensor compartment I",
        "Abductor pollicis longus and extensor pollicis brevis.",
    ),
    Site(
        WRIST,
        "extensor",
        "EXT2",
        "extensor compartment II",
        "Extensor carpi radialis longus and brevis.",
    ),
    Site(WRIST, "extensor", "EXT3", "extensor compartment III", "Extensor pollicis longus."),
    Site(
        WRIST,
        "extensor",
        "EXT4",
        "extensor compartment IV",
        "Extensor digitorum and extensor indicis.",
    ),
    Site(WRIST, "extensor", "EXT5", "extensor compartment V", "Extensor digiti minimi."),
    Site(WRIST, "extensor", "EXT6", "extensor compartment VI", "Extensor carpi ulnaris."),
    *(
        Site(
            WRIST,
            "wrist_flexor",
            f"WFLX{n}",
            f"wrist flexor compartment {n}",
            FLEXOR_NOTE.format(tendon),
        )
        for n, tendon in (
            (1, "flexor carpi radialis"),
            (2, "common flexor sheath (superficialis and profundus)"),
            (3, "flexor pollicis longus"),
        )
    ),
    *(Site(MCP, "mcp_flexor", f"MCPF{n}", f"flexor tendons at MCP{n}") for n in range(2, 6)),
)

SITES = {
    "synovitis": SYNOVIAL_JOINTS,
    "erosion": BONES,
    "bme": BONES,
    "jsn": JOINT_SPACES,
    "tenosynovitis": TENDONS,
}

_NO_MCP1 = "RAMRIS does not score the first MCP joint; the sites are MCP 2 to 5."

NOT_OFFERED = {
    "synovitis.MCP1": _NO_MCP1,
    "synovitis.CMC1": (
        "RAMRIS leaves the first carpometacarpal joint out of synovitis; the other "
        "carpometacarpal joints are part of ICCMC."
    ),
    **{
        f"{feature}.{site}": _NO_MCP1
        for feature in ("erosion", "bme")
        for site in ("MCP1", "MC1H", "PP1B")
    },
    "jsn.MCP1": _NO_MCP1,
    "jsn.PIS_TRI": "RAMRIS leaves the pisiform out of joint space narrowing.",
    "tenosynovitis.MCPF1": _NO_MCP1,
    "tenosynovitis.WFLX4": (
        "RAMRIS scores three wrist flexor compartments; the score with ten wrist areas is "
        "another instrument."
    ),
}


@checked
def build_items(features: Iterable[Feature]) -> tuple[Item, ...]:
    """Pair each feature with its sites, in the order of the features."""
    features = tuple(features)
    for feature in features:
        if feature.key not in SITES:
            raise UnknownFeatureError(feature.key, SITES)
    pairs = ((feature, site) for feature in features for site in SITES[feature.key])
    return tuple(
        Item(
            code=f"{feature.key}.{site.code}",
            feature=feature.key,
            region=site.region,
            group=site.group,
            site=site.code,
            label=site.label,
            full_label=f"{feature.label}, {site.label}",
            maximum=feature.maximum,
            order=order,
            note=site.note,
        )
        for order, (feature, site) in enumerate(pairs, start=1)
    )


@checked
def build_totals(
    features: Iterable[Feature], items: tuple[Item, ...]
) -> tuple[TotalDefinition, ...]:
    """Wrist, MCP and whole-hand total of each feature; features are never added up here.

    OMERACT defines no grand total of RAMRIS.
    """
    parts = (
        ("wrist", "wrist", (WRIST,)),
        ("mcp", "MCP joints", (MCP,)),
        ("total", "wrist and MCP joints", (WRIST, MCP)),
    )
    return tuple(
        define_total(
            key=f"{feature.key}.{part}",
            name=f"{feature.label}, {name}",
            items=items,
            features=(feature.key,),
            regions=regions,
        )
        for feature in features
        for part, name, regions in parts
    )


@checked
def build_inflammation(
    key: str, components: tuple[Feature, ...], items: tuple[Item, ...]
) -> TotalDefinition:
    """Define an inflammation sum whose name lists its components."""
    names = " + ".join(feature.label.lower() for feature in components)
    return define_total(
        key=key,
        name=f"Inflammation sum: {names}",
        items=items,
        features=tuple(feature.key for feature in components),
        regions=(WRIST, MCP),
    )


@checked
def used_groups(items: Iterable[Item]) -> tuple[Group, ...]:
    """Return the headings that occur among these items, in form order."""
    used = {item.group for item in items}
    return tuple(group for group in GROUPS if group.key in used)
