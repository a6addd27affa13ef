"""Every address × every role × two studies × two centres, against ``routes.txt``."""

from __future__ import annotations

from contextlib import nullcontext

import pytest

from ra_registry.core.permissions import Permission
from ra_registry.core.roles import ROLES
from tests.contracts.cast import Answer, Cast, concerns, expected, targets
from tests.contracts.rights import RIGHTS
from tests.contracts.route_table import Line, all_routes, read_table
from tests.contracts.visitor import address, ask, undone, unrendered
from tests.factories.furnished import Furnished

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_the_city")]

TABLE = read_table()
OPENED = [line for line in TABLE if "GET" in line.methods and line.scope != "nowhere"]
LIBRARIES = ("account_", "mfa_")  # their views take more methods than their pages use
OWN = sorted(
    {
        line.route
        for line in TABLE
        if line.scope != "nowhere" and not line.route.startswith(LIBRARIES)
    }
)
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
USUAL = {200, 302}
UNUSUAL = {  # the case is not started
    "v1:case-completeness": {409},
    "scoring:reading-state": {400},
}


def test_every_route_is_in_the_table_and_no_line_is_stale() -> None:
    listed = {line.route for line in TABLE}
    existing = set(all_routes())
    assert sorted(existing - listed) == [], "routes without a line"
    assert sorted(listed - existing) == [], "lines without a route"


def test_a_method_of_a_route_has_one_line() -> None:
    seen = [(line.route, method) for line in TABLE for method in line.methods]
    assert len(seen) == len(set(seen))


def test_the_table_names_rights_that_exist() -> None:
    assert {line.right for line in TABLE if line.right} <= set(Permission)


def test_roles_hold_exactly_the_rights_written_out() -> None:
    assert {key: set(role.permissions) for key, role in ROLES.items()} == RIGHTS


@pytest.mark.parametrize("line", TABLE, ids=str)
def test_answers_are_those_of_the_table(line: Line, city: Furnished, cast: Cast) -> None:
    route = all_routes()[line.route]
    wrong = []
    for target in targets(city, line):
        path = address(route, target)
        for person, session in cast:
            if not concerns(line, person):
                continue
            promised = expected(line, person, target)
            for method in line.methods:
                # Only who is let in can change what the next person finds.
                with undone() if promised == Answer.ALLOWED else nullcontext(), unrendered():
                    found = ask(method, path, session=session)
                if found.answer != promised:
                    wrong.append(
                        f"{method} {path} as {person.label}: {promised} promised, "
                        f"{found.status} found"
                    )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("line", OPENED, ids=str)
def test_what_may_be_opened_opens(line: Line, city: Furnished, cast: Cast) -> None:
    """Templates included: the first person of the cast who is let in sees a page."""
    target = targets(city, line)[0]
    session = next(s for person, s in cast if expected(line, person, target) == Answer.ALLOWED)
    path = address(all_routes()[line.route], target)
    with undone():
        found = ask("GET", path, session=session)
    assert found.status in USUAL | UNUSUAL.get(line.route, set())


@pytest.mark.parametrize("route", OWN)
def test_other_methods_are_refused(route: str, city: Furnished, cast: Cast) -> None:
    """Asked by somebody who is let in, since the refusal of a person comes first."""
    lines = [line for line in TABLE if line.route == route]
    listed = {method for line in lines for method in line.methods}
    target = targets(city, lines[-1])[0]
    session = next(s for person, s in cast if expected(lines[-1], person, target) == Answer.ALLOWED)
    path = address(all_routes()[route], target)
    for method in sorted(METHODS - listed):
        with undone(), unrendered():
            assert ask(method, path, session=session).status == 405, method
