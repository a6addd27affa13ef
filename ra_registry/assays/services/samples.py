"""Registering samples, one at a time or for a whole visit, and voiding them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower

from ra_registry.accounts.models import User
from ra_registry.assays.models import Sample
from ra_registry.assays.models.sample import Material
from ra_registry.cohort import clock
from ra_registry.cohort.errors import AlreadyRecorded
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import PlannedVisit, Question, Study, Visit
from ra_registry.cohort.questions.settling import settle, settle_record
from ra_registry.cohort.services.assessments import refuse_voided
from ra_registry.cohort.services.records import insert, invalid, not_in_future, void
from ra_registry.core import audit
from ra_registry.core.errors import Conflict
from ra_registry.core.events import EventKind
from ra_registry.core.identifiers import misreading

CODES_IN_AUDIT = 200


@transaction.atomic
def register_sample(
    *,
    by: User,
    visit: Visit,
    code: str = "",
    material: str = Material.PLASMA,
    taken_on: date | None = None,
) -> Sample:
    """Register a tube that was filled at a visit.

    Without a code one is made of pseudonym and visit; without a day the visit's is taken.

    Raises:
        AlreadyRecorded: the study has a sample of that code; or none was given and the visit has a
            sample of this material.
        RecordVoided: the visit or its patient is voided.
        ValidationFailed: the code is unusable, or the day is in the future.
    """
    refuse_voided(visit)
    if not code:
        _refuse_second(visit, material)
        code = automatic_code(visit, taken=_codes_starting_with(visit))
    sample = Sample(
        study_id=visit.study_id,
        visit=visit,
        code=code,
        material=material,
        taken_on=taken_on or visit.took_place_on,
    )
    not_in_future(today=clock.today_of(visit.patient), taken_on=sample.taken_on)
    insert(
        sample,
        by=by,
        existing=lambda: find_by_code(visit.study_id, sample.code),
        message=f"The study has a sample {sample.code} already.",
    )
    record_registration(by=by, study=visit.study, samples=[sample])
    return sample


@transaction.atomic
def register_for_visit(
    *,
    by: User,
    study: Study,
    planned: PlannedVisit,
    material: str = Material.PLASMA,
    centres: Collection[int] | None = None,
) -> list[Sample]:
    """Register one sample for every patient's visit that has none of this material yet.

    ``centres`` narrows it to the patients of some centres. A second time finds nothing to do.

    Raises:
        Conflict: somebody registered samples of the same codes at this moment.
    """
    visits = Visit.objects.active().filter(study=study, planned=planned)
    if centres is not None:
        visits = visits.filter(patient__centre__in=centres)
    sampled = Sample.objects.filter(visit=OuterRef("pk"), material=material, voided_at__isnull=True)
    visits = visits.filter(~Exists(sampled)).select_related("patient", "planned")
    taken = set(_current(study.pk).values_list(Lower("code"), flat=True))
    samples = []
    for visit in visits.order_by("patient__pseudonym"):
        code = automatic_code(visit, taken=taken)
        taken.add(code.lower())
        samples.append(
            Sample(
                study=study,
                visit=visit,
                code=code,
                material=material,
                taken_on=visit.took_place_on,
                created_by=by,
            )
        )
    store_samples(by=by, study=study, samples=samples)
    return samples


def store_samples(*, by: User, study: Study, samples: list[Sample]) -> list[Question]:
    """Store many samples with one audit event, in the caller's transaction; none does nothing.

    Returns the open questions about them.

    Raises:
        ValidationFailed: a sample breaks a rule of its model.
        Conflict: somebody registered one of the codes at this moment.
    """
    if not samples:
        return []
    for sample in samples:
        _check_text(sample)
    with pghistory.context(user=by.pk, reason=""):
        try:
            with transaction.atomic():
                Sample.objects.bulk_create(samples)
        except IntegrityError as error:
            raise Conflict(
                "Somebody registered some of these samples at the same moment. Nothing of yours "
                "was stored: look at the list of samples, then try again."
            ) from error
    return record_registration(by=by, study=study, samples=samples)


def _check_text(sample: Sample) -> None:
    """Check code, material and day; the rows it points to were just read."""
    try:
        sample.clean_fields(exclude=["study", "visit", "created_by"])
    except ValidationError as error:
        raise invalid(error) from error


def record_registration(*, by: User, study: Study, samples: list[Sample]) -> list[Question]:
    """Mark the study changed and write the audit event of new samples, in the transaction.

    Returns the open questions about them.
    """
    questions = settle(
        by=by,
        study_id=study.pk,
        patients={sample.visit.patient_id for sample in samples},
        about=[("sample", sample.pk) for sample in samples],
    )
    mark_study_changed(study.pk)
    audit.record(
        EventKind.SAMPLES_REGISTERED,
        by=by,
        study_code=study.code,
        target=samples[0] if len(samples) == 1 else None,
        data={
            "samples": len(samples),
            "codes": [sample.code for sample in samples[:CODES_IN_AUDIT]],
        },
    )
    return questions


@transaction.atomic
def void_sample(*, by: User, sample: Sample, reason: str) -> Sample:
    """Void a sample: its results leave every analysis, and its code can be registered again.

    Raises:
        ValidationFailed: no reason is given.
    """
    if void(sample, by=by, reason=reason):
        settle_record(sample, by=by)
        mark_study_changed(sample.study_id)
        audit.record(
            EventKind.RECORD_VOIDED,
            by=by,
            study_code=sample.study.code,
            target=sample,
            data={
                "patient": sample.visit.patient.pseudonym,
                "sample": sample.code,
                "reason": reason.strip(),
            },
        )
    return sample


def automatic_code(visit: Visit, *, taken: Collection[str]) -> str:
    """Return pseudonym and visit as a code, numbered if that is ``taken`` (in small letters).

    ``S-`` stands in front where spreadsheet programs would change it. A code that somebody types is
    what the tube's label says, so it is stored as it is.
    """
    stem = f"{visit.patient.pseudonym}-{visit.planned.code.upper()}"
    if misreading(stem) is not None:
        stem = f"S-{stem}"
    code, number = stem, 1
    while code.lower() in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


def find_by_code(study_id: int, code: str) -> Sample | None:
    """Return the study's current sample of a code, whatever its capitals."""
    return _current(study_id).filter(code__iexact=code).first()


def _refuse_second(visit: Visit, material: str) -> None:
    """Refuse a nameless second tube: it is more often a double click than another tube."""
    existing = _current(visit.study_id).filter(visit=visit, material=material).first()
    if existing is not None:
        raise AlreadyRecorded(
            f"{visit.planned} of {visit.patient} has the {material} sample {existing.code} "
            "already. Give another code to register a further tube.",
            existing=existing,
        )


def _current(study_id: int) -> QuerySet[Sample]:
    return Sample.objects.filter(study_id=study_id, voided_at__isnull=True)


def _codes_starting_with(visit: Visit) -> set[str]:
    samples = _current(visit.study_id).filter(code__istartswith=visit.patient.pseudonym)
    return set(samples.values_list(Lower("code"), flat=True))
