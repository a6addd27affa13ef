"""Where a site lies: one point of the limb's space."""

from __future__ import annotations

import numpy as np

from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.limb import Foot, Hand, Limb
from ra_registry.imaging.phantom.shapes import Rod
from ra_registry.imaging.phantom.sites import (
    FOOT_JOINTS,
    FOOT_SPACES,
    HAND_JOINTS,
    HAND_SPACES,
    RAMRIS_BONES,
    RAMRIS_SPACES,
    Part,
)
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


def film_place(limb: Limb, code: str) -> Floats:
    """Return the middle of what a film's site code is about, mm, before the limb was moved."""
    _, feature, site = code.split(".")
    if feature == "jsn":
        spaces = FOOT_SPACES if isinstance(limb, Foot) else HAND_SPACES
        seats = [seat for pair in spaces[site] for seat in limb.flat.seats(*pair)]
    else:
        joints = FOOT_JOINTS if isinstance(limb, Foot) else HAND_JOINTS
        seats = [part_place(limb.flat, part) for part in joints[site]]
    middle: Floats = np.mean(seats, axis=0)
    return middle


def part_place(skeleton: Skeleton, part: Part) -> Floats:
    """Return a point in the assessed part of a bone."""
    bone = skeleton.bones[part.bone]
    if not isinstance(bone.shape, Rod):
        return bone.frame.outside(bone.shape.middle)
    at = 5.0 if part.end == "base" else bone.shape.length - 5.0
    return bone.frame.outside(np.array([0, at, 0]))
