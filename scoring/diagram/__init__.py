"""Hands, feet and grades drawn by the project itself, from the sites of the instruments. Pure.

The bones are schematic: capsules between landmark points, ovals for the carpus. Nothing is traced
from a picture that belongs to somebody.
"""

from __future__ import annotations

from scoring.diagram.drawing import Drawing, drawings_of
from scoring.diagram.grades import grade_svg
from scoring.diagram.marked import Mark, marked_svg
from scoring.diagram.markup import Svg
from scoring.diagram.svg import bones_svg, drawing_svg

__all__ = [
    "Drawing",
    "Mark",
    "Svg",
    "bones_svg",
    "drawing_svg",
    "drawings_of",
    "grade_svg",
    "marked_svg",
]
