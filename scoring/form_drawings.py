"""The drawings of the form as its templates use them, made once for each instrument and side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from scoring.diagram import Drawing, Svg, bones_svg, drawing_svg, drawings_of, grade_svg
from scoring.instruments import Feature, Grade, Instrument

# Of instruments, each for right, left and unknown hand.
KEPT = 64


@dataclass(frozen=True)
class FormDrawing:
    """A diagram: what it shows, and its SVG."""

    what: str
    is_foot: bool
    svg: Svg


@dataclass(frozen=True)
class Scale:
    """A feature's grades, each with its drawing; an empty one where there is none."""

    feature: Feature
    grades: tuple[tuple[Grade, Svg], ...]


@lru_cache(maxsize=KEPT)
def form_drawings(
    instrument: Instrument, features: tuple[str, ...], side: str
) -> tuple[tuple[FormDrawing, ...], Svg]:
    """Return the diagrams of a form, and the bones that they refer to; both empty for an
    instrument that has none.
    """
    chosen = [one for one in drawings_of(instrument, side) if one.feature.key in features]
    bones = "".join(map(bones_svg, dict.fromkeys(drawing.limb for drawing in chosen)))
    return tuple(map(_form_drawing, chosen)), Svg(bones)


@lru_cache(maxsize=KEPT)
def scales_of(instrument: Instrument, features: tuple[str, ...]) -> tuple[Scale, ...]:
    """Return the scales of these features with drawings of their grades."""
    return tuple(
        Scale(
            feature,
            tuple((grade, grade_svg(instrument, feature.key, grade)) for grade in feature.grades),
        )
        for feature in map(instrument.feature, features)
    )


def _form_drawing(drawing: Drawing) -> FormDrawing:
    return FormDrawing(drawing.what, drawing.limb.key == "foot", drawing_svg(drawing))
