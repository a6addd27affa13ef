"""Where RAMRIS and Sharp/van der Heijde look at the same bone or joint of one hand. Pure.

A radiograph shows as one site what MRI shows as two or three: both ends of a metacarpophalangeal
joint, trapezium and trapezoid, the joints between scaphoid and its neighbours. Scales differ too,
so nothing is converted: scores stand beside each other, and only "at all" and "worse" are compared.

>>> from scoring.instruments.registry import get_instrument
>>> bones = same_bones(get_instrument("ramris-2016"), get_instrument("svdh"), "R")
>>> [(bone.film.code, [item.site for item in bone.mri]) for bone in bones[3:5]]
[('RH.erosion.LUN', ['LUN']), ('RH.erosion.TRMTRD', ['TRM', 'TRD'])]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.instruments._checked import checked
from scoring.instruments.change import mean_over_readers
from scoring.instruments.definitions import Instrument, Item
from scoring.instruments.errors import InstrumentError
from scoring.instruments.scores import Score

MRI_INSTRUMENTS = ("ramris-2002", "ramris-2016")
FILM_INSTRUMENTS = ("svdh",)
SIDES = ("R", "L")
FINGERS = (2, 3, 4, 5)

# Feature -> site of Sharp/van der Heijde -> sites of RAMRIS, from the forearm to the fingers.
# Sites of one instrument alone (pisiform, PIP joints, first MCP joint, …) have no row. RAMRIS looks
# at the joint of scaphoid and lunate as well; on a radiograph it is no part of a scored space.
SAME: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "erosion": {
        **{bone: (bone,) for bone in ("RAD", "ULN", "SCA", "LUN")},
        "TRMTRD": ("TRM", "TRD"),
        "MC1B": ("MC1B",),
        **{f"MCP{n}": (f"MC{n}H", f"PP{n}B") for n in FINGERS},
    },
    "jsn": {
        "RC": ("RAD_SCA", "RAD_LUN"),
        "CAPSCALUN": ("CAP_SCA", "CAP_LUN"),
        "STT": ("TRM_SCA", "TRD_SCA"),
        **{joint: (joint,) for joint in ("CMC3", "CMC4", "CMC5")},
        **{f"MCP{n}": (f"MCP{n}",) for n in FINGERS},
    },
}


@dataclass(frozen=True, slots=True)
class SameBone:
    """One site of a radiograph with the sites of MRI that lie in it; never without one."""

    feature: str
    film: Item
    mri: tuple[Item, ...]


@checked
def partners_of(key: str) -> tuple[str, ...]:
    """Return keys of the instruments whose sites those of this one can stand beside; often none."""
    if key in MRI_INSTRUMENTS:
        return FILM_INSTRUMENTS
    return MRI_INSTRUMENTS if key in FILM_INSTRUMENTS else ()


@checked
def same_bones(mri: Instrument, film: Instrument, side: str) -> tuple[SameBone, ...]:
    """Return what both instruments look at in the hand of a side, wrist first.

    Parameters
    ----------
    mri, film : RAMRIS in any version, Sharp/van der Heijde; other instruments have nothing.
    side : "R" or "L", as the examination has it; with another one nothing is the same.
    """
    if mri.key not in MRI_INSTRUMENTS or film.key not in FILM_INSTRUMENTS or side not in SIDES:
        return ()
    shared = (key for key in SAME if key in mri.feature_keys and key in film.feature_keys)
    return tuple(
        SameBone(
            feature,
            film.item(f"{side}H.{feature}.{site}"),
            tuple(mri.item(f"{feature}.{one}") for one in sites),
        )
        for feature in shared
        for site, sites in SAME[feature].items()
    )


@checked
def mean_score(scores: Sequence[Score | None]) -> Fraction | None:
    """Return the exact mean of what readers gave one site; None where nobody scored it."""
    return mean_over_readers([score for score in scores if score is not None])


@checked
def mean_change(before: Sequence[Score | None], after: Sequence[Score | None]) -> Fraction | None:
    """Return the exact mean of each reader's own change at one site.

    ``before`` and ``after`` have the readers in the same order. A reader who could score the site
    at one of the time points only is left out: else another person's eye would look like change.

    Raises
    ------
    InstrumentError : the two have not as many readers.
    """
    if len(before) != len(after):
        raise InstrumentError(
            f"Every reader has a score or None at both time points, found {len(before)} before and "
            f"{len(after)} after."
        )
    pairs = zip(before, after, strict=True)
    return mean_over_readers(
        [other - one for one, other in pairs if one is not None and other is not None]
    )


@checked
def any_damage(means: Sequence[Fraction | None]) -> bool | None:
    """Tell whether any of some sites has a score above 0; None where one that is unknown could."""
    if any(mean is not None and mean > 0 for mean in means):
        return True
    return None if None in means or not means else False


@checked
def is_worse(changes: Sequence[Fraction | None]) -> bool | None:
    """Tell whether some sites together have risen, by those with a change; None where none has."""
    known = [change for change in changes if change is not None]
    return sum(known, start=Fraction(0)) > 0 if known else None
