"""The audit trail: complete, in order, and any tampering is found."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def record_three() -> None:
    user = UserFactory()
    for number in range(3):
        with transaction.atomic():
            audit.record(EventKind.STUDY_CHANGED, by=user, data={"number": number, "a": "é"})


def tamper(sql: str) -> None:
    """Change the trail as a database owner could: with the protecting triggers switched off."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE core_auditevent DISABLE TRIGGER USER")
        cursor.execute(sql)
        cursor.execute("ALTER TABLE core_auditevent ENABLE TRIGGER USER")


def test_an_untouched_chain_is_intact() -> None:
    record_three()
    found = audit.verify()
    assert found.intact
    assert found.events == 3
    assert found.head == AuditEvent.objects.get(position=3).hash


def test_an_empty_chain_is_intact() -> None:
    assert audit.verify().intact


@pytest.mark.parametrize(
    ("sql", "position", "reason"),
    [
        ("UPDATE core_auditevent SET data = '{}' WHERE position = 2", 2, "content"),
        ("UPDATE core_auditevent SET user_name = 'x' WHERE position = 1", 1, "content"),
        ("DELETE FROM core_auditevent WHERE position = 2", 3, "missing"),
        ("DELETE FROM core_auditevent WHERE position = 3", 3, "end"),
        ("UPDATE core_auditevent SET hash = repeat('0', 64) WHERE position = 2", 2, "content"),
    ],
)
def test_tampering_is_found_where_it_happened(sql: str, position: int, reason: str) -> None:
    record_three()
    tamper(sql)
    found = audit.verify()
    assert found.broken_at == position
    assert reason in found.reason


@pytest.mark.parametrize(
    "sql",
    ["UPDATE core_auditevent SET data = '{}'", "DELETE FROM core_auditevent"],
)
def test_raw_sql_can_neither_change_nor_remove_an_event(sql: str) -> None:
    record_three()
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.django_db(transaction=True)
def test_an_event_needs_a_transaction() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        audit.record(EventKind.STUDY_CHANGED)
