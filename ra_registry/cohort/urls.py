"""Addresses of studies, their patients and their members."""

from __future__ import annotations

from django.urls import path

from ra_registry.cohort.views import (
    assessments,
    audit,
    members,
    patient,
    patients,
    questions,
    set_up,
    studies,
    treatments,
    visits,
    voiding,
)

app_name = "cohort"

STUDY = "studies/<slug:code>/"
PATIENT = STUDY + "patients/<str:pseudonym>/"
VISIT = PATIENT + "visits/<slug:planned_code>/"
TREATMENT = PATIENT + "treatments/<int:treatment_id>/"

urlpatterns = [
    path("studies/new/", studies.create, name="create-study"),
    path(STUDY, studies.overview, name="study"),
    path(STUDY + "edit/", studies.edit, name="edit-study"),
    path(STUDY + "centres/add/", set_up.add_centre, name="add-centre"),
    path(STUDY + "centres/<slug:centre_code>/", set_up.edit_centre, name="edit-centre"),
    path(STUDY + "schedule/add/", set_up.add_planned_visit, name="add-planned-visit"),
    path(
        STUDY + "schedule/<slug:planned_code>/",
        set_up.edit_planned_visit,
        name="edit-planned-visit",
    ),
    path(STUDY + "members/", members.members, name="members"),
    path(STUDY + "members/invite/", members.invite, name="invite"),
    path(STUDY + "members/<int:membership_id>/end/", members.end, name="end-role"),
    path(STUDY + "audit/", audit.trail, name="audit"),
    path(STUDY + "audit/verify/", audit.verify, name="verify-audit"),
    path(STUDY + "patients/", patients.patient_list, name="patients"),
    path(STUDY + "patients/download/", patients.download, name="download-patients"),
    path(STUDY + "patients/enrol/", patients.enrol, name="enrol"),
    path(STUDY + "questions/", questions.question_list, name="questions"),
    path(STUDY + "questions/<int:question_id>/", questions.question, name="question"),
    path(PATIENT, patient.patient, name="patient"),
    path(PATIENT + "edit/", patient.edit, name="edit-patient"),
    path(PATIENT + "void/", patient.void, name="void-patient"),
    path(PATIENT + "history/", patient.history, name="patient-history"),
    path(VISIT, visits.visit, name="visit"),
    path(VISIT + "void/", visits.void, name="void-visit"),
    path(VISIT + "assessment/", assessments.assessment, name="assessment"),
    path(VISIT + "assessment/preview/", assessments.preview, name="preview-assessment"),
    path(VISIT + "assessment/void/", assessments.void, name="void-assessment"),
    path(PATIENT + "treatments/add/", treatments.add, name="add-treatment"),
    path(TREATMENT, treatments.edit, name="treatment"),
    path(TREATMENT + "stop/", treatments.stop, name="stop-treatment"),
    path(TREATMENT + "void/", treatments.void, name="void-treatment"),
    path(STUDY + "voided/<slug:kind>/<str:key>/restore/", voiding.restore, name="restore"),
]
