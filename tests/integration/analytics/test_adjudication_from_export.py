"""Change, referral, outcome and disagreement index, computed again from exported site scores alone.

What follows knows the rules from their description and shares no code with the registry.
"""

from __future__ import annotations

import random
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import connection

from analytics.exports.campaign_tables import ADJUDICATIONS
from analytics.exports.scoring_tables import READINGS, SITE_SCORES
from analytics.exports.table import ExportTable
from scoring.instruments import get_instrument
from scoring.models import Assignment, Campaign
from scoring.selectors.adjudication import adjudication_state
from tests.factories.campaigns import another_reader, enrol, opened, read
from tests.factories.scoring import EROSION
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

THRESHOLD = 3
SITES = [item.code for item in get_instrument("ramris-2016").items_of(["erosion"])][:4]


def rows_of(table: ExportTable, campaign: Campaign) -> list[dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(table.sql, {"study": campaign.study_id, "campaigns": [campaign.pk]})
        return [dict(zip(table.header, row, strict=True)) for row in cursor.fetchall()]


@pytest.fixture
def campaign(world: World) -> Campaign:
    """A pool of three, adjudicators among them, whose readers differ at random."""
    one: StudyWorld = world.one
    enrol(one, 4)
    third, fourth = another_reader(one), another_reader(one, "fourth reader")
    made = opened(
        one,
        readers=[one.people["reader"], one.second_reader, third],
        strategy="pool",
        adjudicators=(one.people["reader"], third, fourth),
        re_read_percent=20,
        re_read_days=0,
        adjudication="two-closest",
        adjudication_measure="erosion.total",
        adjudication_threshold=Decimal(THRESHOLD),
        **EROSION,
    )
    source = random.Random(20240311)
    unread = Assignment.objects.filter(case__campaign=made, status="assigned")
    while waiting := unread.exclude(kind="re-read"):
        for assignment in waiting.order_by("-kind", "sequence"):
            read(
                assignment,
                {(point, site): source.randint(0, 4) for point in (1, 2) for site in SITES},
            )
    return made


def changes_in(rows: list[dict[str, object]]) -> dict[tuple[object, object, object], Fraction]:
    """Return the pairwise change of erosion by patient, kind and reader number."""
    scores: dict[tuple[object, object, object], dict[object, dict[object, Fraction]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    for row in rows:
        if row["is_current"] and row["score"] is not None:
            reading = row["patient"], row["kind"], row["reader"]
            scores[reading][row["visit"]][row["item"]] = Fraction(row["score"])
    found = {}
    for reading, visits in scores.items():
        before, after = visits["bl"], visits["m12"]
        found[reading] = sum((after[item] - before[item] for item in before), Fraction(0))
    return found


def two_closest(first: Fraction, second: Fraction, third: Fraction) -> Fraction:
    best = None
    for one, other in ((first, second), (first, third), (second, third)):
        if best is None or abs(one - other) < abs(best[0] - best[1]):
            best = one, other
    return sum(best) / 2


def test_what_is_stored_follows_from_the_exported_site_scores(campaign: Campaign) -> None:
    changes = changes_in(rows_of(SITE_SCORES, campaign))
    people = {
        (row["patient"], row["kind"], row["reader"]): row["person"]
        for row in rows_of(READINGS, campaign)
        if row["is_current"]
    }
    expected, overruled, n_read = {}, defaultdict(int), defaultdict(int)
    for patient, kind, _ in changes:
        if kind == "read":
            n_read[people[patient, "read", _]] += 1
    for patient in {patient for patient, _, _ in changes}:
        first, second = changes[patient, "read", 1], changes[patient, "read", 2]
        if abs(first - second) < THRESHOLD:
            assert (patient, "adjudication", 1) not in changes
            continue
        third = changes.get((patient, "adjudication", 1))
        expected[patient] = None if third is None else two_closest(first, second, third)
        if third is not None and abs(third - first) != abs(third - second):
            farther = 2 if abs(third - first) < abs(third - second) else 1
            overruled[people[patient, "read", farther]] += 1
    stored = {row["patient"]: row["change"] for row in rows_of(ADJUDICATIONS, campaign)}
    assert stored == {
        patient: None if change is None else float(change) for patient, change in expected.items()
    }
    assert any(change is not None for change in expected.values())
    state = adjudication_state(campaign)
    places = {str(entry.user): f"R{entry.place}" for entry in campaign.roster.filter(role="reader")}
    assert {places[one.name]: one.index for one in state.readers} == {
        person: Fraction(overruled[person], n) for person, n in n_read.items()
    }
    assert state.rate == Fraction(len(expected), state.n_compared)
    assert state.n_compared == 8
