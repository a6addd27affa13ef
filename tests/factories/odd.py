"""Studies at the edges of what can be analysed, each with one thing that is out of the ordinary."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ra_registry.cohort.models import Study
from tests.factories.unlike import BELOW, Described, make_described_study

ORDINARY = 24


def ordinary(n: int = ORDINARY) -> list[Described]:
    """Return patients without any oddity: a third progresses, more of it with high MMP-3."""
    return [_ordinary(i) for i in range(n)]


def _ordinary(i: int) -> Described:
    progresses = i % 3 == 0
    repairs = i % 6 == 1
    spread = (0, 1, -1)[i % 3]
    change = 4 if progresses else -2 if repairs else 0
    level = 20.0 + 3 * (i % 7) + (9 if progresses else 0)
    return Described(
        mri=(change, change + spread),
        xr=(2, 1) if i % 4 == 0 else (-1, -2) if i % 9 == 1 else (0, 0),
        measured={"mmp-3": level, "opg": 40.0 + 5 * (i % 11), "gm-csf": 3.0 + i % 5},
        seropositive=i % 2 == 0,
    )


def _each(change: Callable[[int, Described], Described]) -> list[Described]:
    return [change(i, one) for i, one in enumerate(ordinary())]


def _level(one: Described, level: float | str) -> Described:
    return replace(one, measured={**one.measured, "mmp-3": level})


def _pool(i: int, one: Described) -> Described:
    """Two of three persons read each case, not the same two."""
    absent = i % 3
    read = [list(changes) for changes in (one.mri, one.xr)]
    for changes in read:
        changes.insert(absent, None)
    return replace(one, mri=tuple(read[0]), xr=tuple(read[1]))


def _four_non_events(i: int, one: Described) -> Described:
    return replace(one, mri=(0, 0) if i % 6 == 0 else (3, 4 + i % 2))


def _separated(i: int, one: Described) -> Described:
    return _level(one, 200.0 + i if i % 3 == 0 else 5.0 + i)


def _backwards(i: int, one: Described) -> Described:
    return _level(one, 10.0 + i % 7 if i % 3 == 0 else 14.0 + 3 * (i % 6))


def _half_below(i: int, one: Described) -> Described:
    return _level(one, BELOW) if i % 2 else one


def _missing_visits(i: int, one: Described) -> Described:
    return replace(one, visits=i % 3) if i % 4 == 1 else one


PATIENTS: dict[str, Callable[[], Sequence[Described]]] = {
    "one-centre": ordinary,
    "pool-of-three": lambda: _each(_pool),
    "four-non-events": lambda: _each(_four_non_events),
    "separated": lambda: _each(_separated),
    "backwards": lambda: _each(_backwards),
    "nobody-seropositive": lambda: _each(lambda _i, one: replace(one, seropositive=False)),
    "half-below-the-limit": lambda: _each(_half_below),
    "missing-visits": lambda: _each(_missing_visits),
    "nobody": list,
    "one-patient": lambda: ordinary(1),
    "two-patients": lambda: ordinary(2),
}


def make_odd_study(key: str) -> Study:
    """Return one of the studies, with the four endpoints of the paper."""
    readers = 3 if key == "pool-of-three" else 2
    return make_described_study(key, PATIENTS[key](), readers=readers, readers_per_case=2)
