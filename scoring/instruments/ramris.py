"""Anatomy shared by the RAMRIS versions: one hand, wrist and MCP joints 2 to 5.

Bone sites serve erosion and bone marrow oedema alike. A version file chooses features and words
their scales; the sites themselves have not moved since the EULAR-OMERACT atlas of 2005.
"""

from __future__ import annotations

from collections.abc import Iterable

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
from scoring.instruments.ramris_sites import MCP, SITES, WRIST

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
            short=site.short,
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
