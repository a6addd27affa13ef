"""Facts planted in a study that would un-blind a reader, each recognisable wherever it turns up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from ra_registry.assays.models import Measurement, Sample
from ra_registry.cohort.models import Centre, ClinicalAssessment, Patient, Treatment, Visit
from ra_registry.imaging.models import ImagingExamination
from scoring.models import Assignment
from tests.factories.furnished import StudyThings

FIRST_DAY = date(1987, 6, 23)
BIRTH_YEAR = 1913
FIRST_KEY = 88_310_000
"""Primary keys of the planted world begin here, so that a key in an answer can be recognised."""

NUMBERED = (
    "cohort_patient",
    "cohort_visit",
    "cohort_centre",
    "imaging_imagingexamination",
    "assays_sample",
    "scoring_campaign",
    "scoring_case",
    "scoring_casetimepoint",
    "scoring_assignment",
    "scoring_reading",
    "scoring_sitescore",
)


def number_from_afar() -> None:
    """Let keys of what is made from now on begin at ``FIRST_KEY``; undone with the transaction."""
    with connection.cursor() as cursor:
        for place, table in enumerate(NUMBERED):
            first = FIRST_KEY + 1000 * place
            cursor.execute(f"ALTER SEQUENCE {table}_id_seq RESTART WITH {first}")


@dataclass(frozen=True)
class Canaries:
    """What must never be found, by what it is."""

    texts: dict[str, str]

    def in_text(self, text: str) -> list[str]:
        """Return what of the planted facts occurs in the text."""
        folded = text.casefold()
        return [what for what, canary in self.texts.items() if canary.casefold() in folded]


def plant(things: StudyThings) -> Canaries:
    """Write recognisable facts over the study's records and return how they would be seen."""
    texts: dict[str, str] = {"a primary key": str(FIRST_KEY)[:4]}
    texts |= _plant_patients(things)
    texts |= _plant_laboratory(things)
    texts |= _plant_colleague(things)
    for number, centre in enumerate(things.study.centres.order_by("pk")):
        name = f"Quillfeather Hospital {number}"
        Centre.objects.filter(pk=centre.pk).update(name=name)
        texts[f"centre {number}"] = name
    return Canaries(texts)


def _plant_patients(things: StudyThings) -> dict[str, str]:
    texts = {"birth year": str(BIRTH_YEAR), "note": "plover", "drug": "xanthozumab"}
    for number, patient in enumerate(things.world.patients):
        pseudonym = f"QX-{number}-PLOVER"
        Patient.objects.filter(pk=patient.pk).update(
            pseudonym=pseudonym,
            birth_year=BIRTH_YEAR,
            symptom_onset=FIRST_DAY,
            diagnosed_on=FIRST_DAY,
            enrolled_on=FIRST_DAY,
        )
        texts[f"pseudonym {number}"] = pseudonym
    for number, visit in enumerate(Visit.objects.filter(study=things.study).order_by("pk")):
        day = FIRST_DAY + timedelta(days=37 * number)
        Visit.objects.filter(pk=visit.pk).update(took_place_on=day, note="seen by plover")
        ImagingExamination.objects.filter(visit=visit).update(acquired_on=day, note="plover film")
        texts |= {f"visit date as {text}": text for text in spellings(day)}
    Treatment.objects.filter(patient__study=things.study).update(
        drug="xanthozumab", started_on=FIRST_DAY
    )
    return texts


def _plant_laboratory(things: StudyThings) -> dict[str, str]:
    study = things.study
    Patient.objects.filter(study=study).update(
        rf_value=Decimal("7331.57"),
        rf_sign=">",
        rf_printed=">7331.57",
        acpa_value=Decimal("7332.58"),
        acpa_printed="7332.58",
    )
    ClinicalAssessment.objects.filter(visit__study=study).update(
        crp_value=Decimal("733.359"), crp_sign=">", crp_printed=">733.359"
    )
    for number, sample in enumerate(Sample.objects.filter(study=study)):
        Sample.objects.filter(pk=sample.pk).update(code=f"TUBE-PLOVER-{number}")
    measured = Measurement.objects.filter(
        well__plate__batch=things.batch, concentration__isnull=False
    )
    concentration = f"{measured.earliest('pk').concentration:.6g}"
    return {
        "RF": "7331.57",
        "ACPA": "7332.58",
        "CRP": "733.359",
        "sample": "TUBE-PLOVER",
        "concentration": concentration,
        "plate": things.batch.plates.get().barcode,
        "assay file": things.batch.file.name,
    }


def _plant_colleague(things: StudyThings) -> dict[str, str]:
    colleague = things.world.second_reader
    colleague.full_name, colleague.email = "Ottoline Vexley", "vexley@plover.example.org"
    colleague.save()
    tokens = Assignment.objects.filter(reader=colleague).values_list("token", flat=True)
    return {
        "colleague": "Vexley",
        "colleague's address": "vexley@",
        "colleague's signature": things.others_reading.content_hash,
        "seed of the draws": str(things.campaign.seed),
        **{f"colleague's case {number}": str(token) for number, token in enumerate(tokens)},
    }


def spellings(day: date) -> list[str]:
    """Return the date in the ways that pages, files and people write it."""
    return [
        day.isoformat(),
        f"{day:%d/%m/%Y}",
        f"{day:%m/%d/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day:%Y%m%d}",
        f"{day.day} {day:%B %Y}",
        f"{day.day} {day:%b %Y}",
        f"{day:%b} {day.day}, {day.year}",
        f"{day:%B %Y}",
    ]
