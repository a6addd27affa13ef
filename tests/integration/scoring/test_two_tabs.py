"""Whatever two tabs send, repeat or never hear of: each cell holds its last acknowledged word."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.cells import texts_of
from scoring.entries import entries_of
from scoring.models import Assignment, Reading, SiteScore
from tests.factories.scoring import draft_reading, first_assignment, open_for_reading
from tests.factories.world import World
from tests.undone import undone

pytestmark = pytest.mark.django_db

CELLS = ("synovitis.RCJ@1", "synovitis.RCJ@2", "synovitis.MCP2@1")
MARKS = st.dictionaries(
    st.sampled_from(CELLS), st.sampled_from(["0", "1", "2", "FOV", ""]), min_size=1
)
# A tab saves and hears the answer, saves and hears nothing, or repeats what it sent last.
STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["save", "lose", "repeat"]), MARKS), max_size=14
)


@dataclass
class Room:
    """The server as it should be: the words of its cells, its revision, the scores replaced."""

    words: dict[str, str] = field(default_factory=dict)
    revision: int = 0
    replaced: int = 0

    def answer(self, revision: int, marks: dict[str, str]) -> int:
        """Take a request and return the status it should get."""
        changed = {name: text for name, text in marks.items() if self.words.get(name, "") != text}
        if not changed:
            return 200
        if revision != self.revision:
            return 409
        self.revision += 1
        self.replaced += sum(bool(self.words.get(name)) for name in changed)
        self.words |= changed
        return 200

    @property
    def filled(self) -> dict[str, str]:
        return {name: text for name, text in self.words.items() if text}


@dataclass
class Tab:
    """A page that is open: the revision it knows, and what it sent last."""

    send: Callable[[dict[str, object]], HttpResponse]
    revision: int = 0
    last: dict[str, object] | None = None

    def act(self, room: Room, step: str, marks: dict[str, str]) -> None:
        if step != "repeat" or self.last is None:
            self.last = {"revision": self.revision, "marks": marks}
        sent = self.last
        expected = room.answer(sent["revision"], sent["marks"])
        response = self.send(sent)
        body = response.json()
        assert response.status_code == expected
        assert body["revision"] == room.revision
        if expected == 200:
            assert body["texts"] == sent["marks"]
        else:
            assert body["cells"] == room.filled
        if step != "lose":
            self.revision = body["revision"]


@given(steps=STEPS)
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
def play(assignment: Assignment, client: Client, steps: list[tuple[int, str, dict]]) -> None:
    def send(data: dict[str, object]) -> HttpResponse:
        url = f"/reading/{assignment.token}/scores/"
        return client.post(url, json.dumps(data), content_type="application/json")

    with undone():
        room, tabs = Room(), (Tab(send), Tab(send))
        for tab, step, marks in steps:
            tabs[tab].act(room, step, marks)
        reading = Reading.objects.get(assignment=assignment)
        assert texts_of(assignment.order, entries_of(reading)) == room.filled
        assert reading.revision == room.revision
        assert SiteScore.pgh_event_model.objects.count() == room.replaced


def test_each_cell_ends_with_its_last_acknowledged_word(
    world: World, sign_in: Callable[..., Client]
) -> None:
    assignment = first_assignment(open_for_reading(world.one), world.one.people["reader"])
    draft_reading(assignment)
    play(assignment, sign_in(assignment.reader))
