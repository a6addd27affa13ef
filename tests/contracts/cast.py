"""Who asks, what they ask for, and what the table says they get."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ra_registry.accounts.models import User
from tests.contracts.rights import RIGHTS
from tests.contracts.route_table import Line
from tests.factories.furnished import CentreThings, Furnished, StudyThings


class Answer(StrEnum):
    """The kinds of answer that the matrix tells apart."""

    ALLOWED = "allowed"
    SIGN_IN = "sign in"
    REFUSED = "403"
    ABSENT = "404"
    WRONG_METHOD = "405"
    BROKEN = "broken"


@dataclass(frozen=True)
class Person:
    """Somebody who asks. ``study`` and ``centre`` are empty where the role is not limited to it.

    ``repeats`` marks those who hold a role that somebody before them holds for all of study one.
    """

    label: str
    user: User | None
    role: str = ""
    study: str = ""
    centre: str = ""
    repeats: bool = False

    @property
    def rights(self) -> set[str]:
        return RIGHTS.get(self.role, set())


Cast = list[tuple[Person, str | None]]
"""People, each with the key of a session of theirs."""


@dataclass(frozen=True)
class Target:
    """What is asked for: objects of one centre of one study. ``owner`` is whose own they are."""

    label: str
    things: StudyThings
    centre: CentreThings
    owner: User

    @property
    def study(self) -> str:
        return self.things.study.code


def people(city: Furnished) -> Iterator[Person]:
    """Nobody, outsiders, and every role: of study one for all and for one centre, of study two."""
    yield Person("anonymous", None)
    yield Person("stranger", city.world.stranger)
    yield Person("administrator", city.world.administrator)
    one, two = city.world.one, city.world.two
    for role in RIGHTS:
        yield Person(role, one.people[role], role, one.study.code)
        yield Person(
            f"{role} of north", one.local[role], role, one.study.code, "north", repeats=True
        )
        yield Person(
            f"{role} of the other study", two.people[role], role, two.study.code, repeats=True
        )


def targets(city: Furnished, line: Line) -> list[Target]:
    """Return objects of both studies and centres; one where the scope knows neither.

    The north centres of both studies have the same code, so that a comparison of codes is found.
    """
    one, two = city.one, city.two
    north = Target("one north", one, one.north, one.reader)
    south = Target("one south", one, one.south, one.reader)
    other = Target("two north", two, two.north, two.reader)
    if line.scope == "centre":
        return [north, south, other]
    if line.scope in {"study", "whole-study", "own"}:
        return [north, other]
    return [north]


def concerns(line: Line, person: Person) -> bool:
    """Tell whether the person can make a difference: without a study, one of each role does."""
    return not person.repeats or line.scope in {"study", "whole-study", "centre", "own", "anywhere"}


def expected(line: Line, person: Person, target: Target) -> Answer:
    """Return what the table promises this person for this object."""
    if line.scope == "public":
        return Answer.ALLOWED
    if person.user is None or line.scope == "way-out":
        return Answer.SIGN_IN
    if line.scope in {"study", "whole-study", "centre"}:
        return _inside(line, person, target)
    allowed = {
        "signed-in": True,
        "administrator": person.user.is_administrator,
        "anywhere": line.right in person.rights,
        "own": person.user == target.owner,
        "nowhere": False,
    }[line.scope]
    if allowed:
        return Answer.ALLOWED
    if line.scope == "own":
        return Answer.REFUSED if line.right and line.right not in person.rights else Answer.ABSENT
    return Answer.ABSENT if line.scope == "nowhere" else Answer.REFUSED


def _inside(line: Line, person: Person, target: Target) -> Answer:
    if person.study != target.study:
        return Answer.ABSENT
    if line.right not in person.rights:
        return Answer.REFUSED
    if line.scope == "whole-study" and person.centre:
        return Answer.REFUSED
    if line.scope == "centre" and person.centre and person.centre != target.centre.centre.code:
        return Answer.ABSENT
    return Answer.ALLOWED
