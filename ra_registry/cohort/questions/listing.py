"""The questions of a study as a person may see them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from ra_registry.cohort import providers
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Question, QuestionAnswer
from ra_registry.cohort.models.question import QuestionState
from ra_registry.cohort.questions import words
from ra_registry.cohort.questions.settling import finding_of
from ra_registry.core.permissions import Permission


@dataclass(frozen=True)
class QuestionFilters:
    """What the list is narrowed to; empty narrows nothing but to what is open."""

    q: str = ""
    centre: str = ""
    rule: str = ""
    severity: str = ""
    state: str = QuestionState.OPEN.value

    @property
    def active(self) -> bool:
        plain = self.q or self.centre or self.rule or self.severity
        return bool(plain) or self.state != QuestionState.OPEN


@dataclass(frozen=True)
class QuestionRow:
    """A question as a line: what was found, and where it is corrected."""

    question: Question
    title: str
    sentence: str
    correct_url: str
    answer: QuestionAnswer | None = None


def questions(access: StudyAccess, filters: QuestionFilters) -> QuerySet[Question]:
    """Return the questions that the person may see, contradictions first."""
    found = Question.objects.visible_to(access.user).filter(study=access.study)
    found = found.filter(patient__voided_at__isnull=True)
    if filters.state:
        found = found.filter(state=filters.state)
    if filters.q:
        found = found.filter(patient__pseudonym__icontains=filters.q)
    if filters.centre:
        found = found.filter(patient__centre__code=filters.centre)
    if filters.rule:
        found = found.filter(rule=filters.rule)
    if filters.severity:
        found = found.filter(hard=filters.severity == "hard")
    related = found.select_related("patient__study", "patient__centre")
    return related.prefetch_related("answers__answered_by").order_by(
        "-hard", "patient__pseudonym", "pk"
    )


def rows(found: QuerySet[Question]) -> list[QuestionRow]:
    """Return a page of questions in words; one query for the addresses of each kind."""
    listed = list(found)
    urls = providers.record_urls({(one.kind, one.record_id) for one in listed})
    return [_row(one, urls.get((one.kind, one.record_id), "")) for one in listed]


def find_question(access: StudyAccess, question_id: int, permission: Permission) -> Question:
    """Return a question that the person may use so, or raise ``Http404``."""
    visible = Question.objects.visible_to(access.user, permission).filter(study=access.study)
    related = visible.select_related("patient__study", "patient__centre", "raised_by")
    found = related.filter(pk=question_id).first()
    if found is None:
        raise Http404
    return found


def counted(access: StudyAccess) -> tuple[int, int]:
    """Return how many open questions the person may see: contradictions, and the others. Cached."""
    if "questions" not in access.seen:
        found = Question.objects.visible_to(access.user).filter(study=access.study).open()
        hard = list(found.order_by().values_list("hard", flat=True))
        access.seen["questions"] = (sum(hard), len(hard) - sum(hard))
    pair: tuple[int, int] = access.seen["questions"]
    return pair


def _row(question: Question, url: str) -> QuestionRow:
    answers = list(question.answers.all())
    return QuestionRow(
        question=question,
        title=words.rule_name(question.rule),
        sentence=words.sentence(finding_of(question)),
        correct_url=url or question.patient.get_absolute_url(),
        answer=answers[-1] if answers else None,
    )
