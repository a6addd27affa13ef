"""From scores to what is drawn: the middle of what each grade means.

RAMRIS: Østergaard et al., J Rheumatol 2003;30:1385 and 2017;44:1706. Tenosynovitis: Haavardsholm
et al., Ann Rheum Dis 2007;66:1216. Films: van der Heijde, J Rheumatol 2000;27:261. Half scores lie
between their neighbours.
"""

from __future__ import annotations

import numpy as np

# What is left of a joint space; 4 is ankylosis, the bones then run into each other.
RAMRIS_SPACE_LEFT = (1.0, 0.82, 0.5, 0.18, -1.5)
SHARP_SPACE_LEFT = (1.0, 0.84, 0.66, 0.3, -1.5)
SHEATH_MM = (0.0, 0.9, 2.2, 3.6)
OEDEMA_MOST = (0.0, 0.25, 0.6, 0.96)
OEDEMA_USUAL = (0.0, 0.17, 0.5, 0.84)


def eroded_share(score: float) -> float:
    """Return the share of the assessed bone that is eroded at a RAMRIS score of 0 to 10."""
    return _between(score, (0.0, *(s / 10 - 0.05 for s in range(1, 11))))


def oedema_share(score: float, eroded: float) -> float:
    """Return the share of the remaining marrow with oedema at a score of 0 to 3.

    RAMRIS takes the share of the bone as it was before: where enough marrow remains, what is
    returned lies in the grade's third by that share and by the share of the remaining marrow.
    """
    usual = _between(score, OEDEMA_USUAL)
    return min(usual / max(1 - eroded, 0.05), _between(score, OEDEMA_MOST))


def synovial_share(score: float) -> float:
    """Return the share of a compartment's largest enhancing volume at a score of 0 to 3."""
    return _between(score, (0.0, 1 / 6, 1 / 2, 5 / 6))


def sheath_mm(score: float) -> float:
    """Return the thickness around a tendon at a score of 0 to 3, mm."""
    return _between(score, SHEATH_MM)


def ramris_space_left(score: float) -> float:
    """Return the share of a joint space that is left at a RAMRIS score of 0 to 4."""
    return _between(score, RAMRIS_SPACE_LEFT)


def sharp_space_left(score: float) -> float:
    """Return the share of a joint space that is left at a Sharp score of 0 to 4."""
    return _between(score, SHARP_SPACE_LEFT)


def surface_share(score: float) -> float:
    """Return the share of a joint surface that is lost at a Sharp erosion score of 0 to 5."""
    return _between(score, (0.0, *(s / 5 - 0.1 for s in range(1, 6))))


def _between(score: float, marks: tuple[float, ...]) -> float:
    return float(np.interp(score, range(len(marks)), marks))
