"""Where the cohort's own records are corrected."""

from __future__ import annotations

from collections.abc import Callable, Collection

from django.urls import reverse

from ra_registry.cohort.models import ClinicalAssessment, Patient, Treatment, Visit

Key = tuple[str, int]


def record_urls(keys: Collection[Key]) -> dict[Key, str]:
    """Return the addresses of the forms that correct records. One query a kind."""
    found: dict[Key, str] = {}
    for kind, urls in URLS.items():
        wanted = [pk for one, pk in keys if one == kind]
        if wanted:
            found |= {(kind, pk): url for pk, url in urls(wanted).items()}
    return found


def _patients(wanted: list[int]) -> dict[int, str]:
    patients = Patient.objects.filter(pk__in=wanted).select_related("study")
    return {
        one.pk: reverse("cohort:edit-patient", args=[one.study.code, one.pseudonym])
        for one in patients
    }


def _visits(wanted: list[int]) -> dict[int, str]:
    visits = Visit.objects.filter(pk__in=wanted).select_related("patient__study", "planned")
    return {one.pk: _url("cohort:visit", one) for one in visits}


def _assessments(wanted: list[int]) -> dict[int, str]:
    found = ClinicalAssessment.objects.filter(pk__in=wanted)
    found = found.select_related("visit__patient__study", "visit__planned")
    return {one.pk: _url("cohort:assessment", one.visit) for one in found}


def _treatments(wanted: list[int]) -> dict[int, str]:
    treatments = Treatment.objects.filter(pk__in=wanted).select_related("patient__study")
    return {
        one.pk: reverse(
            "cohort:treatment", args=[one.patient.study.code, one.patient.pseudonym, one.pk]
        )
        for one in treatments
    }


def _url(name: str, visit: Visit) -> str:
    patient = visit.patient
    return reverse(name, args=[patient.study.code, patient.pseudonym, visit.planned.code])


URLS: dict[str, Callable[[list[int]], dict[int, str]]] = {
    "patient": _patients,
    "visit": _visits,
    "assessment": _assessments,
    "treatment": _treatments,
}
