"""What a series seems to be, for a person to confirm: read from texts, codes and physics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.contrast import has_contrast
from ra_registry.imaging.deidentify.free_texts import (
    contrast_in_text,
    fat_in_text,
    part_in_text,
    plane_in_text,
    side_in_text,
    view_in_text,
    weighting_in_text,
)  # fmt: skip
from ra_registry.imaging.deidentify.gate import RADIOGRAPHS
from ra_registry.imaging.deidentify.physics import fat_is_suppressed, plane_of, weighting_of
from ra_registry.imaging.deidentify.series_kinds import (
    BodyPart,
    Plane,
    SeriesKind,
    View,
    Weighting,
    film_kind,
    mr_kind,
)  # fmt: skip
from ra_registry.imaging.deidentify.values import anywhere, text_of
from ra_registry.imaging.deidentify.words import MODALITIES

T = TypeVar("T")
_VIEWS = {
    "AP": View.FRONTAL, "PA": View.FRONTAL, "DP": View.FRONTAL, "DORSOPALMAR": View.FRONTAL,
    "DORSOPLANTAR": View.FRONTAL, "ANTERO-POSTERIOR": View.FRONTAL,
    "POSTERO-ANTERIOR": View.FRONTAL, "OBL": View.OBLIQUE, "OBLIQUE": View.OBLIQUE,
    "RLO": View.OBLIQUE, "LLO": View.OBLIQUE, "NORGAARD": View.OBLIQUE, "LAT": View.LATERAL,
    "LATERAL": View.LATERAL, "LL": View.LATERAL, "RL": View.LATERAL,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a series seems to be. None is “not known, or its sources contradict each other”.

    ``side``: R, L or B. ``read_from`` names, for each answer, the attributes that it was read from;
    their texts are not kept.
    """

    modality: str | None
    kind: SeriesKind | None
    plane: Plane | None
    weighting: Weighting | None
    fat_suppressed: bool | None
    contrast: bool | None
    side: str | None
    body_part: BodyPart | None
    view: View | None
    read_from: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@checked
def propose(dataset: Dataset) -> Proposal:
    """Return what an original data set's series seems to be, by its texts, codes and physics.

    An uncertain answer stays None: nothing is guessed from one half of two that contradict.
    """
    said = text_of(dataset, "Modality")
    modality = said if said in MODALITIES else None
    read: dict[str, tuple[str, ...]] = {"modality": ("Modality",)} if modality else {}
    part = _noted(read, "body_part", [part_in_text(dataset)])
    side = _noted(read, "side", [*_coded_sides(dataset), side_in_text(dataset)])
    if modality != "MR":
        film = modality in RADIOGRAPHS
        sources = [(_VIEWS.get(text_of(dataset, "ViewPosition")), "ViewPosition")]
        view = _noted(read, "view", [*sources, view_in_text(dataset)]) if film else None
        kind = film_kind(part) if film else None
        return Proposal(modality, kind, None, None, None, None, side, part, view, read)
    plane = _noted(
        read, "plane", [(plane_of(dataset), "ImageOrientationPatient"), plane_in_text(dataset)]
    )
    weighting = _weighting(dataset, read)
    fat = _fat(dataset, weighting, read)
    contrast = _contrast(dataset, read)
    kind = mr_kind(plane, weighting, fat=fat, contrast=contrast)
    return Proposal(modality, kind, plane, weighting, fat, contrast, side, part, None, read)


def _noted(
    read: dict[str, tuple[str, ...]], name: str, sources: list[tuple[T | None, str]]
) -> T | None:
    """Return what all sources that say something agree on, and note them."""
    speaking = [(value, keyword) for value, keyword in sources if value is not None]
    if speaking:
        read[name] = tuple(dict.fromkeys(keyword for _, keyword in speaking))
    values = {value for value, _ in speaking}
    return values.pop() if len(values) == 1 else None


def _coded_sides(dataset: Dataset) -> list[tuple[str | None, str]]:
    """Sides as codes; “unpaired” says nothing of a hand."""
    keywords = ("ImageLaterality", "FrameLaterality", "Laterality")
    said = [(text_of(anywhere(dataset, keyword), keyword), keyword) for keyword in keywords]
    return [(side if side in ("R", "L", "B") else None, keyword) for side, keyword in said]


def _weighting(dataset: Dataset, read: dict[str, tuple[str, ...]]) -> Weighting | None:
    measured = (weighting_of(dataset), "RepetitionTime, EchoTime, InversionTime")
    return _noted(read, "weighting", [measured, weighting_in_text(dataset)])


def _fat(
    dataset: Dataset, weighting: Weighting | None, read: dict[str, tuple[str, ...]]
) -> bool | None:
    """Suppressed if a code or a text says so; not if neither does where others would be named."""
    by_text = fat_in_text(dataset)
    sources = [fat_is_suppressed(dataset), (True if by_text else None, by_text)]
    if weighting is Weighting.STIR:
        sources.append((True, "InversionTime"))
    found = _noted(read, "fat_suppressed", sources)
    if found is None and "fat_suppressed" not in read and text_of(dataset, "ScanOptions"):
        # Options are listed and none of them suppresses fat, nor does a text say so.
        read["fat_suppressed"] = ("ScanOptions",)
        return False
    return found


def _contrast(dataset: Dataset, read: dict[str, tuple[str, ...]]) -> bool | None:
    by_text, keyword = contrast_in_text(dataset)
    return _noted(
        read, "contrast", [(has_contrast(dataset), "ContrastBolusAgent"), (by_text, keyword)]
    )
