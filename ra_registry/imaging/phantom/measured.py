"""Measures what is drawn of an MRI's findings, voxel by voxel and without noise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ra_registry.imaging.phantom._checked import checked
from ra_registry.imaging.phantom.errors import UnknownSiteError
from ra_registry.imaging.phantom.findings import read_findings
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.lesions import ASSESSED_MM, depth
from ra_registry.imaging.phantom.limb import Hand
from ra_registry.imaging.phantom.places import part_place
from ra_registry.imaging.phantom.shapes import Rod
from ra_registry.imaging.phantom.sites import RAMRIS, RAMRIS_BONES, RAMRIS_SPACES, SYNOVIAL, TENDONS
from ra_registry.imaging.phantom.synovium import CARTILAGE_MM, around, compartment
from ra_registry.imaging.phantom.tendons import tendons
from ra_registry.imaging.phantom.tissue_map import TissueMap, tissue_map

# Voxels of bones and joints, and of what is thin, mm.
COARSE, FINE = 0.45, 0.3
MOST_VOXELS = 120_000
DIRECTIONS = 16
BONE = {name: (name,) for name in ("synovium", "oedema", "marrow")}
SYNOVIUM = {"synovium": ("synovium",), "outside": ("tendon", "air", "skin")}
HARD = {"hard": ("cortex", "marrow", "oedema")}


@dataclass(frozen=True, slots=True)
class BoneShares:
    """Shares of the assessed bone.

    ``eroded``: of the bone as it was; ``oedema``: of the marrow that is not eroded;
    ``oedema_of_whole``: of the marrow as it was.
    """

    eroded: float
    oedema: float
    oedema_of_whole: float


@dataclass(frozen=True, slots=True)
class Synovium:
    """How much of a compartment's room is filled, as a share, and how far from bone, mm."""

    share: float
    thickness: float


@checked
def bone_shares(hand: Hand, findings: Mapping[str, object], site: str) -> BoneShares:
    """Return how much of a bone is eroded and oedematous; ``site`` as ``RAD``."""
    part = RAMRIS_BONES[_known(site, tuple(RAMRIS_BONES))]
    skeleton = hand.skeleton.moved(hand.pose)
    bone = skeleton.bones[part.bone]
    low, high = bone.bounds(1.0)
    if isinstance(bone.shape, Rod):
        middle, half = part_place(skeleton, part), 1.6 * ASSESSED_MM
        low, high = np.maximum(low, middle - half), np.minimum(high, middle + half)
    seen = tissue_map(hand, read_findings(findings, RAMRIS), (low, high), COARSE, BONE)
    points = seen.points()
    inside = skeleton.distance(part.bone, *points.T.astype(np.float32)) < 0
    local = np.stack(bone.frame.local(*points[inside].T), axis=1)
    deep = depth(skeleton, part, local) <= ASSESSED_MM
    shares = {name: picture.ravel()[inside][deep] for name, picture in seen.shares.items()}
    eroded, swollen, marrow = (float(shares[name].sum())
                               for name in ("synovium", "oedema", "marrow"))  # fmt: skip
    rest = swollen + marrow
    # An eroded voxel was marrow in the proportion in which the remaining bone has marrow.
    was_marrow = rest / max(1 - eroded / deep.sum(), 1e-6)
    return BoneShares(
        eroded / float(deep.sum()),
        swollen / rest if rest else 0.0,
        swollen / was_marrow if rest else 0.0,
    )


@checked
def synovium(hand: Hand, findings: Mapping[str, object], site: str) -> Synovium:
    """Return how far a synovial compartment is filled; ``site`` as ``MCP2`` or ``RCJ``."""
    _known(site, SYNOVIAL)
    skeleton = hand.skeleton.moved(hand.pose)
    whole = compartment(hand.skeleton, site).moved(hand.pose)
    read = read_findings(findings, RAMRIS)
    low, high = whole.bounds(1.0)
    # A large compartment needs no finer voxels than a small one.
    voxel = max(COARSE, float(np.prod(high - low) / MOST_VOXELS) ** (1 / 3))
    seen = tissue_map(hand, read, (low, high), voxel, SYNOVIUM)
    points = seen.points().astype(np.float32)
    from_bone = np.min([skeleton.distance(name, *points.T) for name in around(site)], axis=0)
    soft = 1 - seen.shares["outside"].ravel()
    room = soft * (whole.distance(*points.T) < 0) * (from_bone > CARTILAGE_MM)
    swollen = seen.shares["synovium"].ravel() * (room > 0)
    thick = from_bone[swollen > 0.5]
    thickness = float(np.quantile(thick, 0.95)) if len(thick) else 0.0
    return Synovium(float(swollen.sum() / room.sum()), thickness)


@checked
def sheath_thickness(hand: Hand, findings: Mapping[str, object], site: str) -> float:
    """Return how thick what surrounds a tendon is at most, mm; ``site`` as ``EXT1``."""
    tendon = tendons(hand.skeleton)[_known(site, TENDONS)].moved(hand.pose)
    rod = tendon.shape
    assert isinstance(rod, Rod)  # noqa: S101 - tendons are rods
    middle = tendon.frame.outside(rod.middle)
    reach = rod.waist + 7
    box = middle - reach, middle + reach
    seen = tissue_map(hand, read_findings(findings, RAMRIS), box, FINE, SYNOVIUM)
    picture = seen.shares["synovium"]
    angles = np.arange(DIRECTIONS) * (2 * np.pi / DIRECTIONS)
    directions = np.stack([np.cos(angles), np.zeros(DIRECTIONS), np.sin(angles)], axis=1)
    return max(_run(seen, picture, tendon.frame.outside(_ray(rod, one))) for one in directions)


def _ray(rod: Rod, direction: Floats) -> Floats:
    """Points [n, 3] of a tendon's frame outwards from its surface, a tenth of a mm apart."""
    slope = np.hypot(direction[0], direction[2] / rod.flat)
    away = rod.waist / slope + np.arange(0.15, 6, 0.1)
    points: Floats = rod.middle + away[:, None] * direction
    return points


def _run(seen: TissueMap, picture: Floats, points: Floats) -> float:
    """How far swollen tissue reaches from the first point without a break, mm."""
    swollen = seen.along(picture, points) > 0.5
    if not swollen[:5].any():
        return 0.0
    start = int(swollen.argmax())
    ends = np.flatnonzero(~swollen[start:])
    return float(start + (ends[0] if len(ends) else len(points) - start)) / 10


@checked
def joint_space(hand: Hand, findings: Mapping[str, object], site: str) -> float:
    """Return the distance between the bones of a joint on the line between their middles, mm."""
    pair = RAMRIS_SPACES[_known(site, tuple(RAMRIS_SPACES))]
    one, other = hand.skeleton.moved(hand.pose).seats(*pair)
    box = np.minimum(one, other) - 1, np.maximum(one, other) + 1
    seen = tissue_map(hand, read_findings(findings, RAMRIS), box, FINE, HARD)
    line = one + (other - one) * np.linspace(0, 1, 400)[:, None]
    free = 1 - np.minimum(seen.along(seen.shares["hard"], line), 1)
    return float(free.mean() * np.linalg.norm(other - one))


def _known(site: str, known: tuple[str, ...]) -> str:
    if site not in known:
        raise UnknownSiteError(f"No site has the code {site!r}.")
    return site
