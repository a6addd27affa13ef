"""An instrument as plain values and back, so that its definition outlives its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from ra_registry.imaging.modalities import modality_of
from scoring.instruments._checked import checked
from scoring.instruments.definitions import (
    Feature,
    Grade,
    Group,
    Instrument,
    Item,
    NeededSeries,
    Region,
    TotalDefinition,
)
from scoring.instruments.errors import InstrumentError
from scoring.instruments.reasons import parse_reason

# Values that are stored and taken back as they are.
PLAIN = ("key", "name", "version", "one_side", "source", "yields_sens")


@checked
def to_plain(instrument: Instrument) -> dict[str, Any]:
    """Return the whole definition as texts, numbers, lists and mappings, fit for JSON."""
    return {
        **{name: getattr(instrument, name) for name in PLAIN},
        "eroded_when_fused": instrument.eroded_when_fused,
        "modality": instrument.modality.code,
        "sides": list(instrument.sides),
        "features": [_plain_feature(feature) for feature in instrument.features],
        "regions": [asdict(region) for region in instrument.regions],
        "groups": [asdict(group) for group in instrument.groups],
        "items": [asdict(item) for item in instrument.items],
        "totals": [
            {
                "key": total.key,
                "name": total.name,
                "features": list(total.features),
                "regions": list(total.regions),
                "items": [item.code for item in total.items],
            }
            for total in instrument.totals
        ],
        "not_offered": dict(instrument.not_offered),
        "fused_bones": {code: list(bones) for code, bones in instrument.fused_bones.items()},
    }


@checked
def from_plain(plain: Mapping[str, object]) -> Instrument:
    """Return the instrument that `to_plain` described, or raise `InstrumentError`."""
    try:
        return _instrument(plain)
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        raise InstrumentError(f"A stored instrument can't be read: {error!r}.") from error


def _instrument(plain: Mapping[str, Any]) -> Instrument:
    items = {item["code"]: Item(**item) for item in plain["items"]}
    return Instrument(
        **{name: plain[name] for name in PLAIN},
        # Definitions that were stored before it was asked about have none.
        eroded_when_fused=plain.get("eroded_when_fused", 0),
        modality=modality_of(plain["modality"]),
        sides=tuple(plain["sides"]),
        features=tuple(_feature(feature) for feature in plain["features"]),
        regions=tuple(Region(**region) for region in plain["regions"]),
        groups=tuple(Group(**group) for group in plain["groups"]),
        items=tuple(items.values()),
        totals=tuple(
            TotalDefinition(
                key=total["key"],
                name=total["name"],
                features=tuple(total["features"]),
                regions=tuple(total["regions"]),
                items=tuple(items[code] for code in total["items"]),
            )
            for total in plain["totals"]
        ),
        not_offered=dict(plain["not_offered"]),
        fused_bones={code: tuple(bones) for code, bones in plain["fused_bones"].items()},
    )


def _plain_feature(feature: Feature) -> dict[str, Any]:
    plain = asdict(feature)
    if feature.needs is not None:
        plain["needs"] = {"field": feature.needs.field, "reason": feature.needs.reason.value}
    plain["grades"] = list(plain["grades"])
    return plain


def _feature(plain: Mapping[str, Any]) -> Feature:
    needs = plain["needs"]
    return Feature(
        **{
            **plain,
            "grades": tuple(Grade(**grade) for grade in plain["grades"]),
            "needs": needs
            and NeededSeries(field=needs["field"], reason=parse_reason(needs["reason"])),
        }
    )
