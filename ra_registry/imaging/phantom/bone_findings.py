"""What an MRI's findings do to the bones: lesions, oedema and narrowed spaces."""

from __future__ import annotations

from dataclasses import dataclass

from ra_registry.imaging.phantom import lesions, scales
from ra_registry.imaging.phantom.findings import Findings
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.limb import Hand
from ra_registry.imaging.phantom.sites import RAMRIS_BONES, RAMRIS_SPACES, Pair


@dataclass(frozen=True, slots=True)
class Focus:
    """Where lesions of a bone begin, in its frame, and the levels that two of them reach, mm."""

    centres: Floats
    eroded: float
    oedema: float


def foci(hand: Hand, findings: Findings) -> dict[str, dict[str, Focus]]:
    """Return the foci of each bone, by the site whose score they show."""
    erosion, oedema = findings.of("erosion"), findings.of("bme")
    found: dict[str, dict[str, Focus]] = {}
    for site in sorted({*erosion, *oedema}):
        part = RAMRIS_BONES[site]
        scores = erosion.get(site, 0.0), oedema.get(site, 0.0)
        bone = lesions.assessed(hand.skeleton, part, hand.seed)
        found.setdefault(part.bone, {})[site] = _focus(bone, *scores)
    return found


def _focus(bone: lesions.Assessed, erosion: float, oedema: float) -> Focus:
    share = scales.eroded_share(erosion)
    eroded = bone.size(share) if share else -1.0
    if not oedema:
        return Focus(bone.centres, eroded, -1.0)
    reach = bone.size_in_marrow(scales.oedema_share(oedema, share), eroded)
    return Focus(bone.centres, eroded, reach)


def spaces_left(findings: Findings) -> dict[Pair, float]:
    """Return what is left of each narrowed joint space, as a share."""
    narrowed = findings.of("jsn").items()
    return {RAMRIS_SPACES[site]: scales.ramris_space_left(score) for site, score in narrowed}
