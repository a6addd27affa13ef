"""Answering an open question: the value is right, and stays."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Question
from ra_registry.cohort.models.question import QuestionState
from ra_registry.cohort.questions.settling import keep
from ra_registry.cohort.services.records import needs_reason
from ra_registry.core.errors import Conflict


@transaction.atomic
def keep_value(*, by: User, question: Question, reason: str) -> Question:
    """Say that the value of a question is right. A second time changes nothing.

    Raises:
        ValidationFailed: no reason.
        Conflict: it is a contradiction, or a correction has settled it.
    """
    needs_reason(reason)
    stored = (
        Question.objects.select_for_update(of=("self",))
        .select_related("patient__study")
        .get(pk=question.pk)
    )
    if stored.hard:
        raise Conflict(_("The two values can't both be true: correct one of them."))
    if stored.state == QuestionState.SETTLED:
        raise Conflict(_("The value was corrected meanwhile; there is nothing left to answer."))
    if stored.state == QuestionState.OPEN:
        keep(by=by, question=stored, reason=reason.strip())
    stored.refresh_from_db()
    return stored
