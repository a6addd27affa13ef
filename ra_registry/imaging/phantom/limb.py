"""One person's hand or foot, made from a seed: the same seed is the same anatomy at every visit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from ra_registry.imaging.phantom._checked import checked
from ra_registry.imaging.phantom.foot import foot_skeleton
from ra_registry.imaging.phantom.frames import STILL, Frame, tilt
from ra_registry.imaging.phantom.hand import hand_skeleton
from ra_registry.imaging.phantom.seeds import check_seeds
from ra_registry.imaging.phantom.skeleton import Skeleton

Side = Literal["R", "L"]


@dataclass(frozen=True, eq=False, repr=False)
class Limb:
    """Bones in the space of a right limb, and how the limb lay at the visit.

    ``skeleton`` is solid, in mm; ``flat`` has the same bones laid into the plane of a film.
    ``pose`` moves the limb of the seed to where it lay, ``laid`` does so on the film.
    """

    seed: int
    side: Side
    skeleton: Skeleton
    flat: Skeleton
    pose: Frame
    laid: Frame


class Hand(Limb):
    """A hand with its wrist."""


class Foot(Limb):
    """A forefoot with its tarsus; there are only films of it."""


@checked
def make_hand(seed: int, *, side: Side = "R", visit: int = 0) -> Hand:
    """Return the hand of a person; another visit lies a little differently, ``visit`` says which.

    Both hands of a seed are mirror images. Raise `PhantomError` for a seed or visit below 0.
    """
    check_seeds(seed=seed, visit=visit)
    skeleton, flat = _hand_bones(seed)
    return Hand(seed, side, skeleton, flat, *_poses(seed, visit))


@checked
def make_foot(seed: int, *, side: Side = "R", visit: int = 0) -> Foot:
    """Return the foot of a person, as `make_hand` does."""
    check_seeds(seed=seed, visit=visit)
    bones = _foot_bones(seed)
    return Foot(seed, side, bones, bones, *_poses(seed, visit))


@lru_cache(maxsize=64)
def _hand_bones(seed: int) -> tuple[Skeleton, Skeleton]:
    solid = hand_skeleton(np.random.default_rng([seed, 1]))
    return solid, hand_skeleton(np.random.default_rng([seed, 1]), depth=0.0)


@lru_cache(maxsize=64)
def _foot_bones(seed: int) -> Skeleton:
    return foot_skeleton(np.random.default_rng([seed, 2]))


def _poses(seed: int, visit: int) -> tuple[Frame, Frame]:
    """How the limb lay in the scanner and on the film: some degrees and millimetres off."""
    if visit == 0:
        return STILL, STILL
    rng = np.random.default_rng([seed, 3, visit])
    in_scanner = tilt(rng.normal(0, 1.3, 3), rng.normal(0, (2.5, 2.5, 0.9)))
    on_film = tilt(rng.normal(0, (0, 0, 2.0)), rng.normal(0, (2.5, 2.5, 0)))
    return in_scanner, on_film
