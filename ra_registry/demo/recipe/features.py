"""Site scores beside erosion: synovitis, oedema, tenosynovitis and joint space narrowing.

Ordered probit: at each site a latent amount of disease is cut into grades at bounds that give the
stated shares at baseline. Both readers then read both visits with error. A handful of sites carry
a reason instead of a score; erosion never does, so that its published counts stay exact.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from ra_registry.demo.recipe.drivers import Drivers
from ra_registry.demo.recipe.erosion import MRI_WEIGHTS
from ra_registry.demo.recipe.randomness import FloatArray, IntArray, Stream
from ra_registry.demo.recipe.scores import (
    N_READERS,
    VISITS,
    FeatureScores,
    ReaderError,
    read_by_all,
    with_reason,
)
from scoring.instruments import Item, UnscorableReason, get_instrument


@dataclass(frozen=True, slots=True)
class Grading:
    """How one feature follows from its latent cause.

    shares: of the sites at baseline with a score of at least 1, 2, 3. loading: correlation of a
    site with its cause. lasting: share of the site's own variation that both visits have in common.
    """

    shares: tuple[float, ...]
    loading: float
    lasting: float


SYNOVITIS = Grading(shares=(0.72, 0.42, 0.17), loading=0.75, lasting=0.6)
OEDEMA = Grading(shares=(0.24, 0.10, 0.03), loading=0.60, lasting=0.7)
TENOSYNOVITIS = Grading(shares=(0.34, 0.16, 0.05), loading=0.60, lasting=0.5)
# Grade 4 is ankylosis, which early disease doesn't show. Narrowing has no way back: all lasting.
MRI_NARROWING = Grading(shares=(0.11, 0.03, 0.006), loading=0.65, lasting=1.0)
RADIOGRAPH_NARROWING = Grading(shares=(0.045, 0.013, 0.003), loading=0.65, lasting=1.0)

MRI_FEATURES = {
    "synovitis": SYNOVITIS,
    "bme": OEDEMA,
    "jsn": MRI_NARROWING,
    "tenosynovitis": TENOSYNOVITIS,
}

_ERROR = ReaderError(up_from_zero=0.02, up=0.10, down=0.12, persistence=0.6)
_RADIOGRAPH_ERROR = ReaderError(up_from_zero=0.006, up=0.08, down=0.10, persistence=0.8)

_WEIGHT_TO_SHIFT = 0.35
_NARROWING_GAIN = 0.22
_NO_CONTRAST = 0.015  # of examinations: the patient declined, or the vein was lost
_BLURRED = 0.0005  # of a reader's sites
_CUT_OFF = 0.0005  # of the sites, at the edge of the film or the coil


def mri_features(
    stream: Stream, drivers: Drivers, inflammation: FloatArray
) -> dict[str, FeatureScores]:
    """RAMRIS 2016 without erosion: synovitis, bone marrow oedema, narrowing, tenosynovitis."""
    items = get_instrument("ramris-2016").items
    causes = dict.fromkeys(MRI_FEATURES, inflammation) | {"jsn": _damage(drivers)}
    scores = {
        name: _read(
            stream,
            [item for item in items if item.feature == name],
            causes[name],
            grading,
            _ERROR,
        )
        for name, grading in MRI_FEATURES.items()
    }
    gapped = {name: _with_gaps(stream, feature) for name, feature in scores.items()}
    without_contrast = stream.happens(_NO_CONTRAST, len(VISITS), drivers.n)
    gapped["synovitis"] = with_reason(
        gapped["synovitis"],
        UnscorableReason.NO_CONTRAST,
        where=without_contrast[None, :, :, None],
    )
    return gapped


def radiograph_narrowing(stream: Stream, drivers: Drivers) -> FeatureScores:
    """Sharp/van der Heijde joint space narrowing at 42 sites."""
    items = [item for item in get_instrument("svdh").items if item.feature == "jsn"]
    scores = _read(stream, items, _damage(drivers), RADIOGRAPH_NARROWING, _RADIOGRAPH_ERROR)
    return _with_gaps(stream, scores)


def _damage(drivers: Drivers) -> FloatArray:
    """(visits, n): the propensity to damage, which only grows, faster where the drive is high."""
    gain = _NARROWING_GAIN * np.logaddexp(0.0, drivers.drive)
    return np.stack([drivers.severity_z, drivers.severity_z + gain])


def _read(
    stream: Stream,
    items: list[Item],
    cause: FloatArray,
    grading: Grading,
    error: ReaderError,
) -> FeatureScores:
    maximum = np.array([item.maximum for item in items])
    shift = np.array([_WEIGHT_TO_SHIFT * np.log(MRI_WEIGHTS.get(item.site, 1.0)) for item in items])
    return read_by_all(
        stream,
        items=tuple(item.code for item in items),
        maximum=maximum,
        true=_ordered_probit(stream, cause, shift, grading),
        error=error,
    )


def _ordered_probit(
    stream: Stream, cause: FloatArray, shift: FloatArray, grading: Grading
) -> IntArray:
    """True scores (visits, n, sites)."""
    visits, n = cause.shape
    lasting = stream.normal(n, len(shift))
    fresh = stream.normal(visits, n, len(shift))
    own = np.sqrt(grading.lasting) * lasting + np.sqrt(1 - grading.lasting) * fresh
    latent = grading.loading * cause[:, :, None] + np.sqrt(1 - grading.loading**2) * own + shift
    bounds = -ndtri(np.array(grading.shares))
    score: IntArray = (latent[..., None] > bounds).sum(axis=-1)
    return score


def _with_gaps(stream: Stream, scores: FeatureScores) -> FeatureScores:
    """A few sites outside the picture (for both readers alike) or too blurred for one reader."""
    _, visits, n, sites = scores.read.shape
    outside = stream.happens(_CUT_OFF, visits, n, sites)[None]
    blurred = stream.happens(_BLURRED, N_READERS, visits, n, sites)
    scores = with_reason(scores, UnscorableReason.OUTSIDE_FOV, where=outside)
    return with_reason(scores, UnscorableReason.MOTION_ARTEFACT, where=blurred)
