"""Looking at every record of a study, by whatever door it came."""

from __future__ import annotations

from django.db import transaction

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Question, Study
from ra_registry.cohort.questions.gathering import patients_of
from ra_registry.cohort.questions.settling import settle

PATIENTS_AT_ONCE = 500


@transaction.atomic
def find_questions(*, study: Study, by: User | None = None) -> int:
    """Bring a study's questions in line with what is stored; return how many are open.

    A fixed number of queries for 500 patients.
    """
    waiting = list(patients_of(study.pk))
    for start in range(0, len(waiting), PATIENTS_AT_ONCE):
        chunk = waiting[start : start + PATIENTS_AT_ONCE]
        settle(by=by, study_id=study.pk, patients=chunk)
    return Question.objects.open().filter(study=study).count()
