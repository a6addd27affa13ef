"""What was found at each site: a score, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from ra_registry.imaging.phantom.errors import PhantomError, UnknownSiteError

OUTSIDE_FOV = "outside_fov"


@dataclass(frozen=True, slots=True)
class Findings:
    """Scores above 0 by site code, and the codes of sites outside the field of view."""

    scores: Mapping[str, float]
    outside: frozenset[str]

    def of(self, feature: str) -> dict[str, float]:
        """Return the scores of one feature by site, whatever stands before it in the codes."""
        parts = ((code.split("."), score) for code, score in self.scores.items())
        return {code[-1]: score for code, score in parts if code[-2] == feature}


def read_findings(given: Mapping[str, object], known: Mapping[str, float]) -> Findings:
    """Return findings by site code: numbers, or texts with the reason for no score.

    ``known``: the site codes that can be drawn, each with its largest score. A site whose reason
    is not ``outside_fov`` looks normal. None is read as 0. Raise `UnknownSiteError` or
    `PhantomError`.
    """
    for code in given:
        if code not in known:
            raise UnknownSiteError(f"No site has the code {code!r}.")
    scores = {code: _score(code, value, known[code])
              for code, value in given.items() if not isinstance(value, str)}  # fmt: skip
    outside = frozenset(code for code, value in given.items() if value == OUTSIDE_FOV)
    return Findings({code: score for code, score in scores.items() if score}, outside)


def _score(code: str, value: object, most: float) -> float:
    if value is None:
        return 0.0
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise PhantomError(f"The score of {code} must be a number, found {repr(value)[:80]}.")
    if (
        (isinstance(value, int) and abs(value) > most)
        or not isfinite(value)
        or not 0 <= value <= most
    ):
        raise PhantomError(f"The score of {code} must be 0 to {most:g}, found {repr(value)[:80]}.")
    return float(value)
