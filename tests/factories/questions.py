"""Questions about records, and limits of a study's own."""

from __future__ import annotations

from ra_registry.cohort.models import PlausibilityVersion, Question, Study, Visit
from ra_registry.cohort.questions.answering import keep_value
from ra_registry.cohort.questions.limits import store_limits
from ra_registry.cohort.questions.searching import find_questions
from tests.factories.people import UserFactory


def own_limits(study: Study, **limits: object) -> PlausibilityVersion:
    """Store limits of the study's own: ``crp=("mg/L", [0, 100])`` and so on."""
    stated = [
        {"variable": variable, "unit": unit, "question": question}
        for variable, (unit, question) in limits.items()
    ]
    by = UserFactory(email=f"limits@{study.code}.example.org")
    return store_limits(by=by, study=study, data={"limits": stated}, reason="our laboratory")


def kept_question(visit: Visit) -> Question:
    """Return a question about the visit's ESR, answered: the value was kept."""
    visit.assessments.update(esr=180)
    find_questions(study=visit.study)
    question = Question.objects.get(patient=visit.patient, rule="unusual", kind="assessment")
    by = UserFactory(email=f"keeper{visit.pk}@example.org")
    return keep_value(by=by, question=question, reason="septic shock")
