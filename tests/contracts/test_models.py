"""What may happen to the rows of each model, proven by raw SQL against ``models.txt``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction

from scoring.services import save_scores
from tests.factories.furnished import Furnished
from tests.factories.scoring import all_marks, draft_reading

pytestmark = pytest.mark.django_db

KINDS = {"append-only", "final-once", "voidable", "kept", "reference", "state", "library"}
NO_DELETE = KINDS - {"state", "library"}
WITH_HISTORY = {"voidable", "kept"}


@dataclass(frozen=True)
class Line:
    """A line of the table. ``change`` is empty where there is none to try."""

    label: str
    kind: str
    change: str

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label)

    def __str__(self) -> str:
        return self.label


def read_table() -> list[Line]:
    text = Path(__file__).with_name("models.txt").read_text(encoding="utf-8")
    rows = [row.split(maxsplit=2) for row in text.splitlines() if row and not row.startswith("#")]
    return [Line(label, kind, "" if change == "-" else change) for label, kind, change in rows]


def is_history(model: type[models.Model]) -> bool:
    return hasattr(model, "pgh_tracked_model")


def stored_models() -> list[type[models.Model]]:
    """Return every model with a table of its own, without those of row history."""
    return [
        model
        for model in apps.get_models()
        if model._meta.managed and not model._meta.proxy and not is_history(model)
    ]


TABLE = read_table()
OWN = [line for line in TABLE if line.kind != "library"]


def history_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if is_history(model)]


def refused(sql: str) -> bool:
    """Tell whether the database refuses a statement; one that it takes is taken back."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            transaction.set_rollback(True)
    except Error:
        return True
    return False


def table_of(model: type[models.Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def changes_nothing(model: type[models.Model]) -> str:
    """Return an update that sets a column to itself; a trigger that refuses updates refuses it."""
    column = connection.ops.quote_name(model._meta.pk.column)
    return f"UPDATE {table_of(model)} SET {column} = {column}"


def test_every_model_is_in_the_table_and_no_line_is_stale() -> None:
    stored = {model._meta.label for model in stored_models()}
    listed = [line.label for line in TABLE]
    assert len(listed) == len(set(listed))
    assert set(listed) == stored
    assert {line.kind for line in TABLE} <= KINDS


@pytest.mark.parametrize("line", OWN, ids=str)
def test_the_furnished_world_has_rows_of_every_model(line: Line, city: Furnished) -> None:
    """Else the refusals below would be of empty tables."""
    assert line.model._default_manager.exists()


@pytest.mark.parametrize("line", [x for x in OWN if x.kind in NO_DELETE], ids=str)
def test_no_row_is_removed(line: Line, city: Furnished) -> None:
    assert refused(f"DELETE FROM {table_of(line.model)}")


@pytest.mark.parametrize("line", [x for x in OWN if x.kind == "append-only"], ids=str)
def test_what_is_append_only_is_never_updated(line: Line, city: Furnished) -> None:
    assert refused(changes_nothing(line.model))


@pytest.mark.parametrize("line", [x for x in OWN if x.kind in WITH_HISTORY], ids=str)
def test_every_change_is_in_the_history_even_by_raw_sql(line: Line, city: Furnished) -> None:
    history = next(m for m in history_models() if m.pgh_tracked_model is line.model)
    before, rows = history._default_manager.count(), line.model._default_manager.count()
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table_of(line.model)} SET {line.change}")
        assert cursor.rowcount == rows
    assert history._default_manager.count() == before + rows


@pytest.mark.parametrize("line", [x for x in OWN if x.kind == "voidable"], ids=str)
def test_voiding_needs_a_person_and_a_reason(line: Line, city: Furnished) -> None:
    table = table_of(line.model)
    assert refused(f"UPDATE {table} SET voided_at = now(), void_reason = 'wrong patient'")
    person = city.world.administrator.pk
    assert refused(f"UPDATE {table} SET voided_at = now(), voided_by_id = {person}")
    assert not refused(
        f"UPDATE {table} SET voided_at = now(), voided_by_id = {person}, void_reason = 'wrong'"
    )


@pytest.mark.parametrize(
    "line", [x for x in OWN if x.change and x.kind not in WITH_HISTORY], ids=str
)
def test_what_may_change_can_change(line: Line, city: Furnished) -> None:
    assert not refused(f"UPDATE {table_of(line.model)} SET {line.change}")


@pytest.mark.parametrize(
    ("model", "change"),
    [
        ("scoring.Reading", "reason = 'better so' WHERE state = 'submitted'"),
        ("scoring.Reading", "state = 'draft' WHERE state = 'submitted'"),
        ("scoring.SiteScore", "half_units = 0"),
        ("scoring.Campaign", "instrument = 'svdh' WHERE state = 'open'"),
        ("scoring.Campaign", "state = 'draft' WHERE state = 'open'"),
        ("scoring.Assignment", "\"order\" = '{2,1}'"),
        ("scoring.Assignment", "sequence = sequence + 1000"),
        ("assays.AssayFile", "content = ''"),
        ("assays.AssayFile", "state = 'staged' WHERE state = 'accepted'"),
        ("assays.Batch", "rows_stored = 0"),
    ],
)
def test_what_is_final_stays(model: str, change: str, city: Furnished) -> None:
    assert refused(f"UPDATE {table_of(apps.get_model(model))} SET {change}")


def test_every_history_is_append_only(city: Furnished) -> None:
    with connection.cursor() as cursor:
        for line in OWN:
            if line.kind in WITH_HISTORY:
                cursor.execute(f"UPDATE {table_of(line.model)} SET {line.change}")
    reading = draft_reading(city.one.waiting)
    for revision, value in enumerate((1, 2)):  # the second save puts the first into the history
        marks = all_marks(city.one.waiting, value)
        save_scores(reading=reading, marks=marks, revision=revision, by=city.one.reader)
    for history in history_models():
        assert history._default_manager.exists(), history
        assert refused(changes_nothing(history)), history
        assert refused(f"DELETE FROM {table_of(history)}"), history


@pytest.mark.parametrize("line", OWN, ids=str)
def test_nothing_is_removed_along_with_something_else(line: Line) -> None:
    for field in line.model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete in {models.PROTECT, models.DO_NOTHING}, field
