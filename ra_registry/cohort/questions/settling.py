"""What a write does about the rules: refuse, ask, list, and close what is no longer so.

Every service that moves a record calls ``settle`` after its write and before its audit event, in
its own transaction: the rules look at what is stored, so they see the records together, and a
refusal takes the write back.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Patient, Question, QuestionAnswer
from ra_registry.cohort.models.question import QuestionState
from ra_registry.cohort.questions import words
from ra_registry.cohort.questions.asking import Unusual, kept_marks
from ra_registry.cohort.questions.gathering import findings
from ra_registry.cohort.rules import Finding, Record, out_of_order
from ra_registry.core import audit
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.events import EventKind

Key = tuple[int, str, int, str]
AT_ONCE = 1000
# Kinds of records that are called otherwise than their models.
KINDS = {"clinicalassessment": "assessment", "imagingexamination": "examination"}


def settle(
    *,
    by: User | None,
    study_id: int,
    patients: Collection[int],
    about: Collection[tuple[str, int]] = (),
    fields: Collection[str] | None = None,
) -> list[Question]:
    """Bring the questions about some patients in line with what is stored now.

    ``about`` are the records just written, as (kind, id), and ``fields`` what changed of them
    (None: everything). What the rules find at those places is refused where it can't be true, and
    asked where a person is there to ask; other findings were there before and are only listed.
    Returns the open questions at those places. A fixed number of queries.

    Raises:
        ValidationFailed: a hard rule is broken by what was just written.
        Unusual: nobody has said yet that an unusual value is right.
    """
    # Writes to one patient wait for each other here, or two could contradict without seeing it.
    waiting = Patient.objects.filter(pk__in=patients).order_by("pk")
    list(waiting.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
    found = {
        _key(patient_id, one): one
        for patient_id, all_of_them in findings(study_id, patients).items()
        for one in all_of_them
    }
    touched = {key: one for key, one in found.items() if _touches(one, about, fields)}
    _refuse(touched.values(), about, fields)
    stored = {_stored_key(one): one for one in Question.objects.filter(patient__in=patients)}
    ticked = _ask(touched, stored)
    _store(by, study_id, found, stored)
    if ticked and by is not None:
        _keep_ticked(by, ticked, patients)
    open_now = Question.objects.open().filter(patient__in=patients).select_related("patient")
    return [one for one in open_now if _stored_key(one) in touched] if touched else []


def settle_record(
    record: Any, *, by: User, fields: Collection[str] | None = None
) -> list[Question]:
    """Settle the questions of one patient after ``record`` was written; see ``settle``."""
    patient = record if isinstance(record, Patient) else _patient_of(record)
    name = record._meta.model_name
    return settle(
        by=by,
        study_id=patient.study_id,
        patients=[patient.pk],
        about=[(KINDS.get(name, name), record.pk)],
        fields=fields,
    )


def refuse_itself(record: Record) -> None:
    """Refuse a record whose own dates contradict each other, before the database does.

    The same rules look at it again beside the patient's other records, once it is stored.

    Raises:
        ValidationFailed: with both dates.
    """
    _refuse(out_of_order([record]), {(record.kind, record.pk)}, None)


def _patient_of(record: Any) -> Patient:
    patient: Patient = record.visit.patient if hasattr(record, "visit_id") else record.patient
    return patient


def _key(patient_id: int, finding: Finding) -> Key:
    first = finding.places[0]
    return patient_id, first.kind, first.pk, finding.mark


def _stored_key(question: Question) -> Key:
    return question.patient_id, question.kind, question.record_id, question.mark


def _touches(
    finding: Finding, about: Collection[tuple[str, int]], fields: Collection[str] | None
) -> bool:
    return any(
        (one.kind, one.pk) in about
        and (fields is None or one.field in fields or _made_of(one.field) & set(fields))
        for one in finding.places
    )


def _made_of(field: str) -> set[str]:
    """Return the fields that a reckoned value, or a value with a unit or sign, is made of."""
    if field == "das28":
        return {"tjc28", "sjc28", "ptga_mm", "esr", "crp_value", "crp_unit"}
    stem = field.removesuffix("_value")
    return {f"{stem}_unit", f"{stem}_sign", f"{stem}_printed", "drug" if field == "dose" else stem}


def _refuse(
    touched: Iterable[Finding],
    about: Collection[tuple[str, int]],
    fields: Collection[str] | None,
) -> None:
    """Refuse what can't be true, at the field that was just written."""
    problems: dict[str, list[str]] = {}
    for one in touched:
        if one.hard:
            here = [n for n, place in enumerate(one.places) if (place.kind, place.pk) in about]
            written = [n for n in here if fields is None or one.places[n].field in fields] or here
            text = words.sentence(one, turned=written[0] == 1)
            problems.setdefault(one.places[written[0]].field, []).append(text)
    if problems:
        field, sentences = next(iter(problems.items()))
        raise ValidationFailed(
            f"{field}: {sentences[0]}",
            field_errors=problems,
            details=[text for several in problems.values() for text in several],
        )


def _ask(touched: dict[Key, Finding], stored: dict[Key, Question]) -> list[Finding]:
    """Ask about what is new and not ticked; return what is new and ticked."""
    kept = kept_marks()
    if kept is None:
        return []
    answered = {key for key, one in stored.items() if one.state == QuestionState.KEPT}
    new = [one for key, one in touched.items() if key not in answered]
    asked = [one for one in new if one.mark not in kept]
    if asked:
        raise Unusual(asked, [words.question(one) for one in asked])
    return new


def _store(
    by: User | None, study_id: int, found: dict[Key, Finding], stored: dict[Key, Question]
) -> None:
    """Store new findings as open questions, open again what came back, close what is gone.

    Where limits or a window moved, a question says what is usual now.
    """
    now = timezone.now()
    Question.objects.bulk_create(
        (
            Question(
                study_id=study_id,
                patient_id=key[0],
                rule=one.rule,
                hard=one.hard,
                kind=key[1],
                record_id=key[2],
                mark=one.mark,
                places=[asdict(place) for place in one.places],
                usual=dict(one.usual),
                raised_at=now,
                raised_by=by,
            )
            for key, one in found.items()
            if key not in stored
        ),
        batch_size=AT_ONCE,
    )
    moved = [
        (stored[key], one)
        for key, one in found.items()
        if key in stored and stored[key].usual != dict(one.usual)
    ]
    for question, one in moved:
        question.usual = dict(one.usual)
    Question.objects.bulk_update([one for one, _ in moved], ["usual"], batch_size=AT_ONCE)
    back = [
        one.pk for key, one in stored.items() if key in found and one.state == QuestionState.SETTLED
    ]
    gone = [
        one.pk
        for key, one in stored.items()
        if key not in found and one.state != QuestionState.SETTLED
    ]
    if back:
        Question.objects.filter(pk__in=back).update(state=QuestionState.OPEN)
    if gone:
        Question.objects.filter(pk__in=gone).update(state=QuestionState.SETTLED)


def _keep_ticked(by: User, ticked: list[Finding], patients: Collection[int]) -> None:
    marks = [one.mark for one in ticked]
    asked = Question.objects.open().filter(patient__in=patients, mark__in=marks)
    for one in asked.select_related("patient__study"):
        keep(by=by, question=one, reason="")


def keep(*, by: User, question: Question, reason: str) -> None:
    """Store the answer that the value stays, in the caller's transaction; audited."""
    finding = finding_of(question)
    QuestionAnswer.objects.create(
        question=question,
        found=words.found(finding),
        reason=reason,
        answered_at=timezone.now(),
        answered_by=by,
    )
    Question.objects.filter(pk=question.pk).update(state=QuestionState.KEPT)
    audit.record(
        EventKind.QUESTION_ANSWERED,
        by=by,
        study_code=question.patient.study.code,
        target=question,
        data={
            "patient": question.patient.pseudonym,
            "rule": question.rule,
            "found": words.found(finding),
            "reason": reason,
        },
    )


def finding_of(question: Question) -> Finding:
    """Return what a stored question is about."""
    return Finding(
        question.rule, words.places_of(question.places), hard=question.hard, usual=question.usual
    )
