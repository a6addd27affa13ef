"""Several structured kinds in one field are told apart by their ``kind``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest

from analytics.codec import Undecodable, decode, encode
from analytics.stats.results import NotEstimable


@dataclass(frozen=True)
class Circle:
    radius: float
    kind: Literal["circle"] = "circle"


@dataclass(frozen=True)
class Ring:
    radius: float
    kind: Literal["ring"] = "ring"


@dataclass(frozen=True)
class Plain:
    radius: float


@dataclass(frozen=True)
class Drawn:
    shape: Circle | Ring | NotEstimable | None


@dataclass(frozen=True)
class Untold:
    shape: Circle | Plain


@pytest.mark.parametrize("shape", [Circle(1.5), Ring(1.5), NotEstimable("No film."), None])
def test_each_kind_comes_back_as_itself(shape):
    assert decode(Drawn, encode(Drawn(shape))) == Drawn(shape)


@pytest.mark.parametrize(
    "stored",
    [
        {"radius": 1.5},
        {"radius": 1.5, "kind": "square"},
        {"radius": 1.5, "kind": "ring", "colour": "red"},
        "ring",
    ],
)
def test_an_unknown_kind_is_refused(stored):
    with pytest.raises(Undecodable):
        decode(Drawn, {"shape": stored})


def test_kinds_that_nothing_tells_apart_are_refused():
    with pytest.raises(Undecodable, match="can't tell apart"):
        decode(Untold, {"shape": {"radius": 1.5}})
