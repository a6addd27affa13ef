"""Storing a study's own limits."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import PlausibilityVersion, Study
from ra_registry.cohort.plausibility.defaults import DEFAULTS
from ra_registry.cohort.plausibility.limits import PlausibilityError, as_data, from_data
from ra_registry.cohort.questions.searching import find_questions
from ra_registry.cohort.services.records import needs_reason
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind


@transaction.atomic
def store_limits(*, by: User, study: Study, data: Any, reason: str) -> PlausibilityVersion:
    """Store a study's own limits as a new version, and ask by them from now on.

    ``data`` states the variables that differ from the defaults; the version is stored whole.

    Raises:
        ValidationFailed: no reason, or limits that can't be read or contradict themselves.
    """
    needs_reason(reason)
    try:
        limits = from_data(data, known=DEFAULTS)
    except PlausibilityError as error:
        raise ValidationFailed(
            _("The limits can't be used. %(problem)s") % {"problem": error}
        ) from error
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    last = PlausibilityVersion.objects.filter(study=study).aggregate(last=Max("number"))["last"]
    version = PlausibilityVersion.objects.create(
        study=study,
        number=(last or 0) + 1,
        limits=as_data(limits),
        reason=reason.strip(),
        created_at=timezone.now(),
        created_by=by,
    )
    find_questions(study=study, by=by)
    audit.record(
        EventKind.LIMITS_CHANGED,
        by=by,
        study_code=study.code,
        target=version,
        data={"number": version.number, "reason": reason.strip()},
    )
    return version
