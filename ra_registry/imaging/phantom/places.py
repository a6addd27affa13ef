"""Where a site lies: one point of the limb's space."""

from __future__ import annotations

import numpy as np

from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.limb import Hand
from ra_registry.imaging.phantom.shapes import Rod
from ra_registry.imaging.phantom.sites import RAMRIS_BONES, RAMRIS_SPACES, Part
from ra_registry.imaging.phantom.skeleton import Skeleton
from ra_registry.imaging.phantom.synovium import compartment
from ra_registry.imaging.phantom.tendons import sheath


def place_of(hand: Hand, code: str) -> Floats:
    """Return the middle of what a RAMRIS site code is about, mm, before the hand was moved."""
    feature, site = code.split(".")
    skeleton = hand.skeleton
    if feature == "synovitis":
        return compartment(skeleton, site).frame.origin
    if feature == "tenosynovitis":
        solid = sheath(skeleton, site, 1.0)
        return solid.frame.outside(solid.shape.middle)
    if feature == "jsn":
        one, other = skeleton.seats(*RAMRIS_SPACES[site])
        return (one + other) / 2
    return part_place(skeleton, RAMRIS_BONES[site])


def part_place(skeleton: Skeleton, part: Part) -> Floats:
    """Return a point in the assessed part of a bone."""
    bone = skeleton.bones[part.bone]
    if not isinstance(bone.shape, Rod):
        return bone.frame.outside(bone.shape.middle)
    at = 5.0 if part.end == "base" else bone.shape.length - 5.0
    return bone.frame.outside(np.array([0, at, 0]))
