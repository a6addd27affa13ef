"""A small drawing of each grade: what share is lost, filled or narrowed, with words that say it.

The figures are those of the scales; see the instruments' files for their sources. A feature of an
added instrument has no drawing here, and its grades stand as text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from html import escape

from scoring.diagram.markup import Svg
from scoring.instruments import Grade, Instrument

SIZE = 24
MR, XR = "MR", "XR"

# The space of a healthy joint, and the line that it lies around.
SPACE = 6.0
MIDDLE = SIZE / 2

# Share of the original space that is left, and whether the loss is focal, by grade. RAMRIS speaks
# of what is lost (below 33 %, 34-66 %, 67-99 %), Sharp/van der Heijde of what is left.
LEFT_BY_GRADE: Mapping[str, Mapping[str, tuple[float, bool]]] = {
    MR: {"0": (1, False), "1": (1, True), "2": (0.5, False), "3": (0.17, False), "4": (0, False)},
    XR: {"0": (1, False), "1": (1, True), "2": (0.7, False), "3": (0.3, False), "4": (0, False)},
}
# Width of the rim in mm, of which one is drawn as 2 units, and its words.
SHEATH_MM = {
    "0": (0.0, "no fluid"),
    "1": (1.0, "a rim below 1.5 mm"),
    "2": (2.2, "a rim from 1.5 to below 3 mm"),
    "3": (3.6, "a rim of 3 mm or more"),
}


@cache
def grade_svg(instrument: Instrument, feature: str, grade: Grade) -> Svg:
    """Return the drawing of a grade as SVG with its words; "" where there is none."""
    draw = DRAWN.get((instrument.modality.code, feature))
    found = draw(grade.value) if draw else None
    if found is None:
        return Svg("")
    body, words = found
    return Svg(
        f'<svg class="grade" viewBox="0 0 {SIZE} {SIZE}" role="img"'
        f' aria-label="{escape(words)}">{body}</svg>'
    )


def _bone_share(value: str) -> tuple[str, str] | None:
    """Draw a bone whose eroded share is a tenth for each point (RAMRIS)."""
    if not value.isdigit() or not 0 <= int(value) <= 10:
        return None
    tenths = int(value)
    words = f"bone, {tenths} of 10 parts eroded" if tenths else "whole bone"
    return _filled_bone(tenths / 10, "lost"), words


def _thirds_of_bone(value: str) -> tuple[str, str] | None:
    words = {
        "0": "bone without oedema",
        "1": "up to a third of the bone filled",
        "2": "up to two thirds of the bone filled",
        "3": "more than two thirds of the bone filled",
    }
    if value not in words:
        return None
    return _filled_bone(int(value) / 3, "wet"), words[value]


def _filled_bone(share: float, kind: str) -> str:
    """Draw a bone of 20 by 20 filled from its right edge, where the joint is."""
    body = '<rect class="grade__bone" x="2" y="2" width="20" height="20"/>'
    if share:
        x = 22 - 20 * share
        body += (
            f'<path class="grade__{kind}" d="M{x:.1f} 2H22V22H{x:.1f}Z"/>'
            '<rect class="grade__edge" x="2" y="2" width="20" height="20"/>'
        )
    return body


def _joint_surface(value: str) -> tuple[str, str] | None:
    """Draw bites out of a joint surface (Sharp/van der Heijde), 5 the collapse of all of it."""
    bites = {
        "0": ("", "whole joint surface"),
        "1": ("M15 10A3 3 0 0 0 21 10Z", "one small bite out of the joint surface"),
        "2–4": ("M7 10A6.5 6.5 0 0 0 20 10Z", "a larger part of the joint surface lost"),
        "5": ("M2 10H22V15Q12 19 2 15Z", "all of the joint surface lost"),
    }
    if value not in bites:
        return None
    bite, words = bites[value]
    upper = '<path class="grade__bone" d="M2 1V5Q12 8 22 5V1Z"/>'
    lower = '<path class="grade__bone" d="M2 10H22V23H2Z"/>'
    lost = f'<path class="grade__lost" d="{bite}"/>' if bite else ""
    return upper + lower + lost, words


def _synovium(value: str) -> tuple[str, str] | None:
    """Draw a joint whose synovial pouch is filled by thirds."""
    words = {
        "0": "joint without enhancement",
        "1": "up to a third of the pouch filled",
        "2": "up to two thirds of the pouch filled",
        "3": "more than two thirds of the pouch filled",
    }
    if value not in words:
        return None
    width = 20 * int(value) / 3
    body = (
        '<path class="grade__bone" d="M5 0V4Q12 7 19 4V0Z"/>'
        '<path class="grade__bone" d="M5 24V20Q12 17 19 20V24Z"/>'
    )
    if width:
        body += f'<path class="grade__wet" d="M2 8H{2 + width:.1f}V16H2Z"/>'
    pouch = '<rect class="grade__edge" x="2" y="8" width="20" height="8"/>'
    return body + pouch, words[value]


def _space(modality: str) -> Callable[[str], tuple[str, str] | None]:
    """Return what draws two bones with the space that is left between them."""

    def draw(value: str) -> tuple[str, str] | None:
        found = LEFT_BY_GRADE[modality].get(value)
        if found is None:
            return None
        left, focal = found
        if not left:
            fused = '<path class="grade__bone" d="M4 0H20V24H4Z"/>'
            return f'{fused}<path class="grade__fused" d="M4 12H20"/>', "both bones fused"
        upper, lower = MIDDLE - SPACE * left / 2, MIDDLE + SPACE * left / 2
        # A focal loss: a spur of the upper bone that comes near the lower one at one point.
        spur = f"L18 {upper:.1f}Q15.5 {lower + 2:.1f} 13 {upper:.1f}" if focal else ""
        body = (
            f'<path class="grade__bone" d="M4 0H20V{upper:.1f}{spur}H4Z"/>'
            f'<path class="grade__bone" d="M4 24H20V{lower:.1f}H4Z"/>'
        )
        return body, "narrow at one point" if focal else _share(left, modality)

    return draw


def _share(left: float, modality: str) -> str:
    """Return the words of a space in the direction in which its scale speaks."""
    if left == 1:
        return "full joint space"
    share, word = (left, "left") if modality == XR else (1 - left, "lost")
    return f"about {100 * share:.0f} % of the space {word}"


def _sheath(value: str) -> tuple[str, str] | None:
    """Draw a tendon across with the fluid around it, to scale."""
    if value not in SHEATH_MM:
        return None
    rim, words = SHEATH_MM[value]
    tendon = f'<circle class="grade__bone" cx="{MIDDLE:g}" cy="{MIDDLE:g}" r="4"/>'
    around = f'<circle class="grade__wet" cx="{MIDDLE:g}" cy="{MIDDLE:g}" r="{4 + 2 * rim:g}"/>'
    return (around if rim else "") + tendon, f"tendon across, {words}"


DRAWN: Mapping[tuple[str, str], Callable[[str], tuple[str, str] | None]] = {
    (MR, "erosion"): _bone_share,
    (MR, "bme"): _thirds_of_bone,
    (MR, "synovitis"): _synovium,
    (MR, "jsn"): _space(MR),
    (MR, "tenosynovitis"): _sheath,
    (XR, "erosion"): _joint_surface,
    (XR, "jsn"): _space(XR),
}
