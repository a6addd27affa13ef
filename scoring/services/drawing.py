"""Everything that is drawn at random: case numbers, worklist order, order of time points, pairs.

Each draw has a stream of its own, named after what it is for, so that a draw added later changes no
earlier one. What is drawn is stored; the seed is kept so that the drawing can be checked.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Collection, Sequence
from typing import TypeVar

T = TypeVar("T")

# No letter or digit that is read as another one (0 O Q, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V), and no
# vowels, so that no words come out.
NUMBER_SIGNS = "CDFHJKMNPRTWXY3479"
NUMBER_LENGTH = 5


def stream(seed: int, *purpose: object) -> random.Random:
    """Return the generator for one purpose. Not for secrets: the seed is part of the record.

    A purpose begins with the campaign's code. Two campaigns given one seed must not share their
    case numbers: a reader of both would know the same patient again.
    """
    return random.Random(":".join(map(str, (seed, *purpose))))  # noqa: S311


def case_numbers(*, seed: int, campaign: str, taken: Collection[str], n: int) -> list[str]:
    """Draw ``n`` new case numbers that differ from each other and from those taken."""
    source = stream(seed, campaign, "case numbers", len(taken))
    used = set(taken)
    drawn: list[str] = []
    while len(drawn) < n:
        number = "".join(source.choices(NUMBER_SIGNS, k=NUMBER_LENGTH))
        if number not in used:
            used.add(number)
            drawn.append(number)
    return drawn


def shuffled(items: Sequence[T], *, seed: int, purpose: tuple[object, ...]) -> list[T]:
    """Return the items in a drawn order."""
    copy = list(items)
    stream(seed, *purpose).shuffle(copy)
    return copy


def chosen(
    items: Sequence[T], *, percent: int, least: int, seed: int, purpose: tuple[object, ...]
) -> list[T]:
    """Draw a share of the items, in their order; ``least`` so many where a share is asked for.

    What the share leaves over of a whole item is drawn as well, so that cases added one by one are
    chosen as often as many at once.
    """
    if not (percent and items):
        return []
    source = stream(seed, *purpose)
    n = min(len(items), max(least, int(len(items) * percent / 100 + source.random())))
    return [items[place] for place in sorted(source.sample(range(len(items)), k=n))]


def balanced_teams(
    pool: Sequence[T], *, size: int, n: int, seed: int, campaign: str, after: int = 0
) -> list[list[T]]:
    """Draw ``n`` teams of ``size`` different members so that loads differ by one at most.

    ``after`` so many cases that have their teams already: cases added later get draws of their own.
    """
    source = stream(seed, campaign, "teams", after) if after else stream(seed, campaign, "teams")
    load: Counter[int] = Counter(dict.fromkeys(range(len(pool)), 0))
    teams = []
    for _ in range(n):
        order = source.sample(range(len(pool)), k=len(pool))
        team = sorted(order, key=lambda member: load[member])[:size]
        load.update(team)
        teams.append([pool[member] for member in team])
    return teams
