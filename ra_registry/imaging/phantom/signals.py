"""How bright each tissue is in each sequence, as a share of the brightest, as at 1.5 T."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Sequence = Literal["T1", "STIR", "T1_GD", "T2_FS"]
SEQUENCES: tuple[Sequence, ...] = ("T1", "STIR", "T1_GD", "T2_FS")

# In the order of SEQUENCES.
TISSUES: Mapping[str, tuple[float, float, float, float]] = {
    "air": (0.0, 0.0, 0.0, 0.0),
    "skin": (0.40, 0.26, 0.46, 0.26),
    "fat": (0.86, 0.08, 0.88, 0.11),
    "muscle": (0.33, 0.23, 0.40, 0.24),
    "tendon": (0.07, 0.05, 0.09, 0.05),
    "cartilage": (0.42, 0.36, 0.45, 0.44),
    "cortex": (0.05, 0.03, 0.05, 0.03),
    "marrow": (0.74, 0.09, 0.76, 0.12),
    "oedema": (0.40, 0.66, 0.62, 0.68),
    # Swollen synovium, in joints, around tendons and in erosions.
    "synovium": (0.30, 0.76, 0.84, 0.78),
}


def brightness(sequences: tuple[Sequence, ...]) -> dict[str, list[float]]:
    """Return how bright each tissue is in each of some sequences."""
    places = [SEQUENCES.index(sequence) for sequence in sequences]
    return {tissue: [values[place] for place in places] for tissue, values in TISSUES.items()}
