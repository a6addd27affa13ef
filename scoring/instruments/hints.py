"""Scores that are allowed together but rarely meant together. A hint never stops a reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument
from scoring.instruments.scores import Score


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence about the item ``site``, prompted by the score of ``because_of``."""

    site: str
    because_of: str
    message: str


@checked
def consistency_hints(instrument: Instrument, scores: Mapping[str, Score]) -> list[Hint]:
    """List bones scored below their maximum erosion although a space beside them is ankylosed.

    RAMRIS 2016: a fused bone has erosion 10. Sites not scored give no hint. Order: form order of
    the joint spaces. Raises `UnknownItemError` for a code the instrument doesn't have.
    """
    for code in scores:
        instrument.item(code)
    hints = []
    for space_code, bone_codes in instrument.fused_bones.items():
        space = instrument.item(space_code)
        if scores.get(space_code) != space.maximum:
            continue
        for bone_code in bone_codes:
            bone = instrument.item(bone_code)
            found = scores.get(bone_code)
            if found is not None and found < bone.maximum:
                message = (
                    f"{space.full_label} is scored {space.maximum} (ankylosis), but "
                    f"{bone.full_label} is {found}: a fused bone scores {bone.maximum}."
                )
                hints.append(Hint(site=bone_code, because_of=space_code, message=message))
    return hints
