"""How long a reader was at work at each site, added up as the page tells it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.core.errors import ValidationFailed
from scoring.instruments import Instrument
from scoring.services.drafts import lock_draft

NO_SITE = ""  # stands for time at the case that belongs to no site

# The empty code finds no item, and its seconds stand in the row without one.
ADD = """
    INSERT INTO scoring_timeontask AS told (reading_id, item_id, seconds)
    SELECT %(reading)s, item.id, active.seconds
    FROM unnest(%(codes)s::text[], %(seconds)s::int[]) AS active (code, seconds)
    LEFT JOIN scoring_instrumentitem item
        ON item.instrument = %(instrument)s AND item.code = active.code
    WHERE active.seconds > 0
    ON CONFLICT (reading_id, item_id) DO UPDATE SET seconds = told.seconds + excluded.seconds
"""


def add_active_seconds(reading: int, instrument: Instrument, seconds: Mapping[str, int]) -> None:
    """Add to what a draft's reader spent at each site. One query.

    Args:
        reading: key of a draft that the transaction has locked.
        instrument: of its campaign.
        seconds: whole ones by item code; under `NO_SITE` those that belong to no site.

    Raises:
        ValidationFailed: a code that is no site of the instrument.
    """
    for code in seconds:
        if code != NO_SITE and code not in instrument.items_by_code:
            raise ValidationFailed(_("“%(code)s” is no site of this form.") % {"code": code[:60]})
    with connection.cursor() as cursor:
        cursor.execute(
            ADD,
            {
                "reading": reading,
                "instrument": instrument.key,
                "codes": list(seconds),
                "seconds": list(seconds.values()),
            },
        )


@transaction.atomic
def record_time(*, token: UUID, active: Mapping[str, int], by: User) -> None:
    """Add what a page tells of its draft besides saving.

    Args:
        token: of the assignment.
        active: as `add_active_seconds` takes them.
        by: its reader.

    Raises: as `lock_draft` and `add_active_seconds`.
    """
    draft = lock_draft(token=token, by=by)
    if active:
        add_active_seconds(draft.reading, draft.form.instrument, active)
