"""What a film's findings do to the bones: which surfaces are lost, which spaces narrowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil, floor

from ra_registry.imaging.phantom import lesions, scales
from ra_registry.imaging.phantom.findings import Findings
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.limb import Foot, Limb
from ra_registry.imaging.phantom.sites import (
    FOOT_JOINTS,
    FOOT_SPACES,
    HAND_JOINTS,
    HAND_SPACES,
    Pair,
    Part,
)
from ra_registry.imaging.phantom.skeleton import Left


@dataclass(frozen=True, slots=True)
class Lost:
    """A lesion of a bone: where it begins, in the bone's frame, and the level that it reaches."""

    centres: Floats
    size: float


@dataclass(frozen=True, slots=True)
class Changes:
    """The lesions of each bone, and what is left of each narrowed joint space, as a share."""

    lost: Mapping[str, list[Lost]]
    left: Left


def changes_of(limb: Limb, findings: Findings) -> Changes:
    """Return what a film's findings do to the bones of a limb."""
    return Changes(_lost(limb, findings), _left(limb, findings))


def _lost(limb: Limb, findings: Findings) -> dict[str, list[Lost]]:
    found: dict[str, list[Lost]] = {}
    for site, score in findings.of("erosion").items():
        for part, grade in graded(limb, site, score).items():
            outline = lesions.surface(limb.flat, part, limb.seed)
            lesion = Lost(outline.centres, outline.size(scales.surface_share(grade)))
            found.setdefault(part.bone, []).append(lesion)
    return found


def graded(limb: Limb, site: str, score: float) -> dict[Part, float]:
    """Return the grade, 0 to 5, of each bone of a joint.

    A hand's joint is scored 0 to 5: its proximal bone shows that, at 5 both surfaces have
    collapsed. A foot's is scored 0 to 10: 0 to 5 for each side of the joint.
    """
    if isinstance(limb, Foot):
        proximal, distal = FOOT_JOINTS[site]
        half = score / 2
        sides = {proximal: float(ceil(half)), distal: float(floor(half))}
        if score != round(score):
            sides = {proximal: half, distal: half}
        return {part: grade for part, grade in sides.items() if grade}
    parts = HAND_JOINTS[site]
    if site == "TRMTRD" or score == 5:
        return dict.fromkeys(parts, score)
    return {parts[0]: score}


def _left(limb: Limb, findings: Findings) -> dict[Pair, float]:
    spaces: Mapping[str, tuple[Pair, ...]] = FOOT_SPACES if isinstance(limb, Foot) else HAND_SPACES
    return {
        pair: scales.sharp_space_left(score)
        for site, score in findings.of("jsn").items()
        for pair in spaces[site]
    }
