"""A numeric phantom: MR series of a hand and films of hands and feet, drawn from site scores.

A seed makes a person; both visits show the same bones, which lie a little differently. What a
reading says of a site is what is drawn there, and ``measured`` and ``film_measured`` measure it.
Nothing here was taken from a person, and nothing is fit for diagnosis.

>>> hand = make_hand(7)
>>> series = mr_series(hand, {"erosion.MC2H": 3}, sequence="T1", plane="coronal")
>>> series.voxels.shape
(20, 256, 192)
"""

from __future__ import annotations

from ra_registry.imaging.phantom.dicom import Header, as_dicom
from ra_registry.imaging.phantom.errors import PhantomError, UnknownSiteError
from ra_registry.imaging.phantom.film import Film, film
from ra_registry.imaging.phantom.film_measured import film_spaces, surface_lost
from ra_registry.imaging.phantom.limb import Foot, Hand, Limb, make_foot, make_hand
from ra_registry.imaging.phantom.measured import (
    BoneShares,
    Synovium,
    bone_shares,
    joint_space,
    sheath_thickness,
    synovium,
)
from ra_registry.imaging.phantom.mr import Series, mr_plane, mr_series
from ra_registry.imaging.phantom.sites import RAMRIS, SVDH

__all__ = [
    "RAMRIS",
    "SVDH",
    "BoneShares",
    "Film",
    "Foot",
    "Hand",
    "Header",
    "Limb",
    "PhantomError",
    "Series",
    "Synovium",
    "UnknownSiteError",
    "as_dicom",
    "bone_shares",
    "film",
    "film_spaces",
    "joint_space",
    "make_foot",
    "make_hand",
    "mr_plane",
    "mr_series",
    "sheath_thickness",
    "surface_lost",
    "synovium",
]
