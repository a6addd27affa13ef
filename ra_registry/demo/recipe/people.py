"""Who the synthetic patients are, and when they came: nobody who exists."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ra_registry.core.identifiers import misreading
from ra_registry.demo.recipe.randomness import FloatArray, IntArray, Stream

# Without vowels (no words by accident) and without signs that are taken for one another.
PSEUDONYM_LETTERS = "34679CDFGHJKMNPQRTVWXY"
PSEUDONYM_LENGTH = 4

YEAR_ONE_DAY = 365
WINDOW_DAYS = 30

_ENROLMENT_DAYS = 900
_WITHIN_WINDOW = 0.93


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Demographics and dates, arrays over n patients.

    birth_year: years before the year of enrolment are ages. onset_months: symptoms before
    enrolment. centre: index of the centre. enrolled_day: days after the study opened. Of the
    arrays (visits, n): visit_day counts from enrolment (the year-1 visit is planned for day 365,
    30 days either way, and a few come late); mri_day and radiograph_day count from the visit.
    """

    pseudonym: tuple[str, ...]
    sex: tuple[str, ...]
    age: IntArray
    dominant_hand: tuple[str, ...]
    onset_months: FloatArray
    centre: IntArray
    enrolled_day: IntArray
    visit_day: IntArray
    mri_day: IntArray
    radiograph_day: IntArray


def draw_people(stream: Stream, n: int, *, prefix: str, centre_shares: tuple[float, ...]) -> People:
    """Early, mostly female, middle-aged; enrolled over about two and a half years."""
    visits = 2
    return People(
        pseudonym=draw_pseudonyms(stream, n, prefix=prefix),
        sex=tuple(np.where(stream.happens(0.77, n), "F", "M").tolist()),
        age=np.clip(np.rint(57 + 13 * stream.normal(n)), 20, 86).astype(np.int64),
        dominant_hand=tuple(np.where(stream.happens(0.92, n), "R", "L").tolist()),
        onset_months=np.clip(np.rint(np.exp(1.3 + 0.7 * stream.normal(n)) * 2) / 2, 0.5, 24),
        centre=stream.choice(centre_shares, n),
        enrolled_day=np.sort((stream.uniform(n) * _ENROLMENT_DAYS).astype(np.int64)),
        visit_day=np.stack([np.zeros(n, dtype=np.int64), YEAR_ONE_DAY + _deviation(stream, n)]),
        mri_day=(stream.uniform(visits, n) * 15).astype(np.int64),
        radiograph_day=(stream.uniform(visits, n) * 8).astype(np.int64),
    )


def draw_pseudonyms(stream: Stream, n: int, *, prefix: str) -> tuple[str, ...]:
    """`prefix` and four random signs ("KB-7Q4M"): unequal, and in no order that says anything.

    Those that spreadsheet programs would change ("MAR-3467") are left out.

    Raises ValueError when n comes near the number of pseudonyms that there are.
    """
    room = len(PSEUDONYM_LETTERS) ** PSEUDONYM_LENGTH
    if n > room // 4:
        raise ValueError(f"{n} patients are too many for {room} pseudonyms of this length.")
    # Half as many again as needed leaves n different ones, the first of each in drawing order.
    drawn = (stream.uniform(n + n // 2 + 16) * room).astype(np.int64)
    _, first = np.unique(drawn, return_index=True)
    pseudonyms = (f"{prefix}-{_signs(int(number))}" for number in drawn[np.sort(first)])
    return tuple([code for code in pseudonyms if misreading(code) is None][:n])


def _signs(number: int) -> str:
    base = len(PSEUDONYM_LETTERS)
    signs = []
    for _ in range(PSEUDONYM_LENGTH):
        number, sign = divmod(number, base)
        signs.append(PSEUDONYM_LETTERS[sign])
    return "".join(signs)


def _deviation(stream: Stream, n: int) -> IntArray:
    """Days from the planned day: mostly well inside the window, a few just beyond it."""
    inside = np.clip(np.rint(12 * stream.normal(n)), -WINDOW_DAYS, WINDOW_DAYS)
    late = WINDOW_DAYS + 3 + np.floor(45 * stream.uniform(n))
    return np.where(stream.happens(_WITHIN_WINDOW, n), inside, late).astype(np.int64)
