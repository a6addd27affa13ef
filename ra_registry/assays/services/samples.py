"""Registering samples, one at a time or for a whole visit, and voiding them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext

from ra_registry.accounts.models import User
from ra_registry.assays.models import Sample
from ra_registry.assays.models.sample import Material
from ra_registry.cohort import clock
from ra_registry.cohort.errors import AlreadyRecorded
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import PlannedVisit, Question, Study, Visit
from ra_registry.cohort.providers import kind_of
from ra_registry.cohort.questions.settling import settle
from ra_registry.cohort.services.assessments import refuse_voided
from ra_registry.cohort.services.records import insert, invalid, not_in_future, refuse_voided_key
from ra_registry.cohort.services.voiding import void_record
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
    anew: bool = False,
) -> Sample:
    """Register a tube that was filled at a visit.

    Without a code one is made of pseudonym and visit; without a day the visit's is taken.

    Raises:
        AlreadyRecorded: the study has a sample of that code; or none was given and the visit has a
            sample of this material.
        VoidedUnderKey: a sample of that code, or the visit's of this material, is voided and can be
            restored, and this one is not said to be another tube.
        RecordVoided: the visit or its patient is voided.
        ValidationFailed: the code is unusable, or the day is in the future.
    """
    refuse_voided(visit)
    if not code:
        _refuse_second(visit, material)
        if not anew:
            gone = _voided(visit.study_id).filter(visit=visit, material=material).first()
            refuse_voided_key(Sample(visit=visit), gone)
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
        voided=_voided(visit.study_id).filter(code__iexact=sample.code).first,
        anew=anew,
        message=_taken(visit.study_id, sample.code),
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
    A visit whose sample is voided is left to a person, who restores it or registers another tube.

    Raises:
        Conflict: somebody registered samples of the same codes at this moment.
    """
    visits = Visit.objects.active().filter(study=study, planned=planned)
    if centres is not None:
        visits = visits.filter(patient__centre__in=centres)
    sampled = Sample.objects.filter(visit=OuterRef("pk"), material=material)
    visits = visits.filter(~Exists(sampled)).select_related("patient", "planned")
    taken = set(Sample.objects.filter(study=study).values_list(Lower("code"), flat=True))
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


def left_to_a_person(
    *, study: Study, planned: PlannedVisit, material: str, centres: Collection[int] | None = None
) -> int:
    """Return how many visits have a voided sample of the material and no other. One query."""
    samples = Sample.objects.filter(visit=OuterRef("pk"), material=material)
    visits = Visit.objects.active().filter(study=study, planned=planned)
    if centres is not None:
        visits = visits.filter(patient__centre__in=centres)
    return visits.filter(Exists(samples), ~Exists(samples.kept())).count()


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


def void_sample(*, by: User, sample: Sample, reason: str) -> Sample:
    """Void a sample: its results leave every analysis; see ``voiding.void_record``."""
    return void_record(by=by, record=sample, reason=reason)


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


def _taken(study_id: int, code: str) -> str:
    """Return what is said of a code that is in use, also where its tube is hidden."""
    stored = find_by_code(study_id, code)
    above = None if stored is None else stored.voided_above()
    if above is None:
        return gettext("The study has a sample %(code)s already.") % {"code": code}
    return gettext(
        "%(code)s is the code of a sample that hangs on %(name)s, which is voided. Restore that, "
        "or choose another code."
    ) % {"code": code, "name": kind_of(above).name(above)}


def _refuse_second(visit: Visit, material: str) -> None:
    """Refuse a nameless second tube: it is more often a double click than another tube."""
    existing = _current(visit.study_id).filter(visit=visit, material=material).first()
    if existing is not None:
        raise AlreadyRecorded(
            gettext(
                "%(visit)s of %(patient)s has the sample %(code)s (%(material)s) already. Give "
                "another code to register a further tube."
            )
            % {
                "visit": visit.planned,
                "patient": visit.patient,
                "code": existing.code,
                "material": existing.get_material_display().lower(),
            },
            existing=existing,
        )


def _current(study_id: int) -> QuerySet[Sample]:
    """Return the samples that hold their code, those of voided visits and patients included."""
    return Sample.objects.kept().filter(study_id=study_id)


def _voided(study_id: int) -> QuerySet[Sample]:
    """Return the voided samples, the last one first."""
    gone = Sample.objects.filter(study_id=study_id, voided_at__isnull=False)
    related = gone.select_related("visit__patient__study", "visit__planned")
    return related.order_by("-voided_at", "-pk")


def _codes_starting_with(visit: Visit) -> set[str]:
    """Return the codes that name the patient, of voided samples too: none is made twice."""
    samples = Sample.objects.filter(
        study_id=visit.study_id, code__icontains=visit.patient.pseudonym
    )
    return set(samples.values_list(Lower("code"), flat=True))
