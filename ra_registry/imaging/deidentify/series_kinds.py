"""The kinds of series that are read, as an enumeration in place of free descriptions."""

from __future__ import annotations

from enum import StrEnum


class Plane(StrEnum):
    """The plane of a stack of slices."""

    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"


class Weighting(StrEnum):
    """What gives an MR image its contrast. STIR suppresses fat by itself."""

    T1 = "t1"
    T2 = "t2"
    PD = "pd"
    STIR = "stir"


class BodyPart(StrEnum):
    """What was imaged; a hand includes its wrist."""

    HAND = "hand"
    WRIST = "wrist"
    FOOT = "foot"


class View(StrEnum):
    """From where a film was exposed."""

    FRONTAL = "frontal"
    OBLIQUE = "oblique"
    LATERAL = "lateral"


class SeriesKind(StrEnum):
    """A plane and a weighting, after contrast (gd), with suppressed fat (fs); or a kind of film."""

    COR_T1 = "cor_t1"
    COR_T1_FS = "cor_t1_fs"
    COR_T1_GD = "cor_t1_gd"
    COR_T1_FS_GD = "cor_t1_fs_gd"
    COR_T2_FS = "cor_t2_fs"
    COR_STIR = "cor_stir"
    COR_PD_FS = "cor_pd_fs"
    AX_T1 = "ax_t1"
    AX_T1_FS = "ax_t1_fs"
    AX_T1_GD = "ax_t1_gd"
    AX_T1_FS_GD = "ax_t1_fs_gd"
    AX_T2_FS = "ax_t2_fs"
    AX_STIR = "ax_stir"
    AX_PD_FS = "ax_pd_fs"
    SAG_T1 = "sag_t1"
    SAG_T1_FS = "sag_t1_fs"
    SAG_T1_GD = "sag_t1_gd"
    SAG_T1_FS_GD = "sag_t1_fs_gd"
    SAG_T2_FS = "sag_t2_fs"
    SAG_STIR = "sag_stir"
    SAG_PD_FS = "sag_pd_fs"
    OTHER_MR = "other_mr"
    HAND_FILM = "hand_film"
    WRIST_FILM = "wrist_film"
    FOOT_FILM = "foot_film"
    OTHER_FILM = "other_film"


_SHORT = {Plane.CORONAL: "cor", Plane.AXIAL: "ax", Plane.SAGITTAL: "sag"}
_FILMS = {
    BodyPart.HAND: SeriesKind.HAND_FILM,
    BodyPart.WRIST: SeriesKind.WRIST_FILM,
    BodyPart.FOOT: SeriesKind.FOOT_FILM,
}


def film_kind(part: BodyPart | None) -> SeriesKind | None:
    """Return the kind of a film, or None where what it shows isn't known."""
    return None if part is None else _FILMS[part]


def mr_kind(
    plane: Plane | None, weighting: Weighting | None, *, fat: bool | None, contrast: bool | None
) -> SeriesKind | None:
    """Return the kind of an MR series, or None where something that decides it isn't known.

    ``fat``: whether its signal is suppressed. For T1 an unknown contrast leaves the kind open,
    because a synovitis is read from the pair before and after.
    """
    if plane is None or weighting is None:
        return None
    if weighting is Weighting.STIR:
        return SeriesKind(f"{_SHORT[plane]}_stir")
    if fat is None or (weighting is Weighting.T1 and contrast is None):
        return None
    if weighting is Weighting.T1:
        ends = ("_fs" if fat else "") + ("_gd" if contrast else "")
        return SeriesKind(f"{_SHORT[plane]}_t1{ends}")
    return SeriesKind(f"{_SHORT[plane]}_{weighting}_fs") if fat else SeriesKind.OTHER_MR
