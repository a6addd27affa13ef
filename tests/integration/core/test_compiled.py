"""Queries that are written once: they answer as their query sets would, for each call's values."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db.models import QuerySet

from ra_registry.cohort.models import Membership
from ra_registry.core.compiled import CompiledQuery
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def roles(person: int, role: str) -> QuerySet[Membership, tuple[object, ...]]:
    held = Membership.objects.current().filter(user=person, role=role, study__pk__gte=1)
    return held.order_by("pk").values_list("study__code", "role", "study")


@pytest.fixture
def query() -> CompiledQuery:
    return CompiledQuery(roles, {"person": -1, "role": "no role"})


def test_each_call_has_its_own_values(world: World, query: CompiledQuery) -> None:
    for _ in range(8):  # from the sixth time on the server keeps the plan
        for role in ("reader", "monitor"):
            person = world.one.people[role].pk
            assert query.first(person=person, role=role) == roles(person, role).first()
        assert query.first(person=world.one.people["reader"].pk, role="monitor") is None


def test_what_is_fixed_in_the_query_stays(world: World, query: CompiledQuery) -> None:
    person = world.one.people["reader"].pk
    assert query.first(person=person, role="reader") is not None
    Membership.objects.filter(user=person).update(
        ended_at="2026-01-01T00:00Z", ended_by=world.one.people["data_manager"]
    )
    assert query.first(person=person, role="reader") is None


def test_it_is_one_query_that_can_be_looked_at(
    world: World, query: CompiledQuery, django_assert_num_queries: Callable[..., object]
) -> None:
    person = world.one.people["reader"].pk
    with django_assert_num_queries(1) as seen:
        query.first(person=person, role="reader")
    [statement] = seen.captured_queries
    assert f'"user_id" = {person}' in statement["sql"]


def test_a_stand_in_that_is_never_asked_for_is_a_mistake() -> None:
    def of_person(person: int, token: uuid.UUID) -> QuerySet[Membership, tuple[object, ...]]:
        return roles(person, "reader" if token else "")

    query = CompiledQuery(of_person, {"person": -1, "token": uuid.UUID(int=0)})
    with pytest.raises(ValueError, match="doesn't ask for token"):
        query.first(person=1, token=uuid.uuid4())
