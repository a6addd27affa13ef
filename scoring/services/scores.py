"""Saving scores of a draft, as fast as a reader types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import ngettext

from ra_registry.accounts.models import User
from ra_registry.core.errors import ValidationFailed
from scoring.cells import text_of, texts_of
from scoring.entries import EntriesByPosition, entries_of, to_half_units
from scoring.errors import ReadingChanged, ReadingLocked, ScoresRefused, SiteProblem
from scoring.instruments import Entry, validate_entries
from scoring.marks import Cell, Form, Mark, read_marks
from scoring.models import Reading, RestNormalAct
from scoring.parts import WHOLE_FORM, Part
from scoring.selectors.gaps import completeness
from scoring.services.drafts import Draft, lock_draft
from scoring.services.time_on_task import add_active_seconds

NORMAL = Entry(value=0)

# One statement, so that a save is one round trip. An entry that is stored already is left as it is,
# with its time; the history keeps each one that is replaced or emptied. A site or time point that
# doesn't exist becomes a null, which its column refuses: no score is ever passed over.
WRITE = """
    WITH wanted AS (
        SELECT point.id AS time_point_id, item.id AS item_id, mark.half_units, mark.reason,
            mark.half_units IS NULL AND mark.reason IS NULL AS empties
        FROM unnest(
            %(positions)s::int[], %(items)s::text[], %(half_units)s::smallint[], %(reasons)s::text[]
        ) AS mark (position, item, half_units, reason)
        LEFT JOIN scoring_casetimepoint point
            ON point.case_id = %(case)s AND point.position = mark.position
        LEFT JOIN scoring_instrumentitem item
            ON item.instrument = %(instrument)s AND item.code = mark.item
    ), emptied AS (
        DELETE FROM scoring_sitescore score USING wanted
        WHERE wanted.empties AND score.reading_id = %(reading)s
            AND score.time_point_id = wanted.time_point_id AND score.item_id = wanted.item_id
        RETURNING 1
    ), scored AS (
        INSERT INTO scoring_sitescore AS score
            (reading_id, time_point_id, item_id, half_units, reason, entered_at)
        SELECT %(reading)s, time_point_id, item_id, half_units, reason, %(now)s
        FROM wanted WHERE NOT empties
        ON CONFLICT (reading_id, time_point_id, item_id) DO UPDATE SET
            half_units = excluded.half_units,
            reason = excluded.reason,
            entered_at = excluded.entered_at
        WHERE (score.half_units, score.reason)
            IS DISTINCT FROM (excluded.half_units, excluded.reason)
        RETURNING 1
    )
    UPDATE scoring_reading SET revision = revision + 1
    WHERE id = %(reading)s AND (EXISTS (SELECT FROM emptied) OR EXISTS (SELECT FROM scored))
    RETURNING revision
"""


@dataclass(frozen=True)
class Saved:
    """What a save left: the draft's ``revision``, and the ``texts`` of the cells it named.

    ``cells`` holds every text of the draft where the sender had missed some of them, else None.
    """

    revision: int
    texts: dict[str, str]
    cells: dict[str, str] | None


@transaction.atomic
def save_texts(
    *,
    token: UUID,
    texts: Mapping[str, str],
    revision: int,
    by: User,
    active: Mapping[str, int] | None = None,
) -> Saved:
    """Store what was typed into cells of an own draft; otherwise as `save_scores`.

    The way of the form's script, a cell a request: two queries, a third where time is told along.
    A page that sends again what is stored already may have missed what another tab changed.

    Args:
        token: of the assignment.
        texts: by cell name; an empty one empties its cell.
        revision: of the draft that the sender has seen.
        by: its reader.
        active: seconds of work by item code; see `add_active_seconds`.

    Raises: as `save_scores`, and
        ValidationFailed: a name that is no cell of this form, a code that is no site of it.
    """
    draft = lock_draft(token=token, by=by)
    marks = read_marks(texts, draft.form)
    stored = _save(draft, marks, revision)
    if active:
        add_active_seconds(draft.reading, draft.form.instrument, active)
    spelt = zip(texts, marks, strict=True)
    missed = draft.revision != revision
    return Saved(
        revision=stored,
        texts={name: text_of(mark.entry) for name, mark in spelt},
        cells=texts_of(draft.form.order, entries_of(draft.reading)) if missed else None,
    )


@transaction.atomic
def save_scores(*, reading: Reading, marks: Sequence[Mark], revision: int, by: User) -> int:
    """Store marks of a draft, all or none, and return the draft's new revision.

    A request that is repeated because its answer was lost changes nothing and gets the revision.

    Args:
        reading: a draft.
        marks: one per cell; the last one counts where a cell is named twice.
        revision: of the draft that the sender has seen.
        by: its reader.

    Raises:
        NotAllowed, CampaignLocked, CaseWithdrawn
        ReadingLocked: submitted meanwhile.
        ValidationFailed: a time point that the case doesn't have.
        ScoresRefused: sites, ranges or steps that the instrument doesn't have, each named.
        ReadingChanged: another tab saved since ``revision``, and not the same.
    """
    return _save(_draft(reading, by), marks, revision)


def save_score(*, reading: Reading, mark: Mark, revision: int, by: User) -> int:
    """Store one mark; see `save_scores`."""
    return save_scores(reading=reading, marks=[mark], revision=revision, by=by)


def clear_score(*, reading: Reading, position: int, item: str, revision: int, by: User) -> int:
    """Empty one cell; see `save_scores`."""
    mark = Mark(position=position, item=item, entry=None)
    return save_scores(reading=reading, marks=[mark], revision=revision, by=by)


@transaction.atomic
def mark_rest_normal(
    *, reading: Reading, revision: int, by: User, part: Part = WHOLE_FORM
) -> tuple[int, list[Cell]]:
    """Score every empty site 0, on the reader's explicit word; return the revision and the cells.

    The act is kept beside the scores, and shown before signing.

    Args:
        part: limit it to a part of the form.

    Raises: as `save_scores`.
    """
    draft = _draft(reading, by)
    _require_seen(draft, revision)
    item = draft.form.instrument.item
    cells = [
        (position, code)
        for position, code in completeness(reading).missing
        if part.holds(item(code))
    ]
    if not cells:
        return draft.revision, []
    RestNormalAct.objects.create(
        reading_id=draft.reading,
        scope=part.as_scope(),
        cells=[f"{position}:{code}" for position, code in cells],
    )
    return _write(draft, dict.fromkeys(cells, NORMAL)), cells


def _draft(reading: Reading, by: User) -> Draft:
    draft = lock_draft(token=reading.assignment.token, by=by)
    if draft.reading != reading.pk:  # submitted, and a correction of it opened meanwhile
        raise ReadingLocked("This reading is submitted. Open a correction to change it.")
    return draft


def _save(draft: Draft, marks: Sequence[Mark], revision: int) -> int:
    wanted = {(mark.position, mark.item): mark.entry for mark in marks}
    _check(draft.form, wanted)
    if draft.revision != revision and _is_stored(draft, wanted):
        return draft.revision
    _require_seen(draft, revision)
    return _write(draft, wanted)


def _require_seen(draft: Draft, revision: int) -> None:
    if draft.revision != revision:
        raise ReadingChanged(
            "Another tab or device has saved scores of this case since this page was loaded."
        )


def _is_stored(draft: Draft, wanted: Mapping[Cell, Entry | None]) -> bool:
    """Tell whether each cell holds already what was sent: an earlier answer was lost."""
    stored = entries_of(draft.reading)
    return all(
        stored.get(position, {}).get(code) == entry for (position, code), entry in wanted.items()
    )


def _check(form: Form, wanted: Mapping[Cell, Entry | None]) -> None:
    """Raise with every problem. A cell to be emptied must exist as well."""
    unknown = {position for position, _ in wanted} - set(form.order)
    if unknown:
        n = len(form.order)
        text = ngettext(
            "This case has %(n)d time point, no other one.",
            "This case has %(n)d time points, no other ones.",
            n,
        )
        raise ValidationFailed(text % {"n": n})
    by_position: EntriesByPosition = {}
    for (position, code), entry in wanted.items():
        by_position.setdefault(position, {})[code] = NORMAL if entry is None else entry
    problems = [
        SiteProblem(position, problem)
        for position in form.order
        if position in by_position
        for problem in validate_entries(
            form.instrument,
            by_position[position],
            features=form.features,
            step=form.step,
            complete=False,
        )
    ]
    if problems:
        raise ScoresRefused(problems)


def _write(draft: Draft, wanted: Mapping[Cell, Entry | None]) -> int:
    """Store what differs, and return the revision: a new one if anything did. One query."""
    entries = [entry or Entry() for entry in wanted.values()]
    parameters: dict[str, Any] = {
        "reading": draft.reading,
        "case": draft.case,
        "instrument": draft.form.instrument.key,
        "positions": [position for position, _ in wanted],
        "items": [code for _, code in wanted],
        "half_units": [to_half_units(entry) for entry in entries],
        "reasons": [entry.reason and entry.reason.value for entry in entries],
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, parameters)
        raised = cursor.fetchone()
    return draft.revision if raised is None else raised[0]
