"""Addresses of the API, version 1."""

from __future__ import annotations

from django.urls import path, re_path, register_converter
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from analytics.api import endpoint_views as endpoints
from analytics.api import export_views as exports
from analytics.api import views as analyses
from ra_registry.accounts import api_schema as _token_scheme  # noqa: F401 - registers itself
from ra_registry.assays.api import file_views as assay_files
from ra_registry.assays.api import result_views as assay_results
from ra_registry.assays.api import views as assays
from ra_registry.assays.api.converters import SampleCodeConverter
from ra_registry.cohort.api import questions as cohort_questions
from ra_registry.cohort.api import views as cohort
from ra_registry.cohort.api.voiding import VoidingViewSet
from ra_registry.imaging.api import views as imaging
from scoring.api import room_views as room
from scoring.api import views as scoring

app_name = "v1"

register_converter(SampleCodeConverter, "sample_code")

STUDY = "studies/<slug:code>"


@extend_schema(exclude=True)
class UnknownAddressView(APIView):
    """Answers every other address in the API's own words instead of with a page."""

    permission_classes = [IsAuthenticated]

    def initial(self, request: Request, *args: object, **kwargs: object) -> Response:
        super().initial(request, *args, **kwargs)
        raise NotFound("There is no such address; all of them end with a slash.")


router = SimpleRouter(use_regex_path=False)
router.register("studies", cohort.StudyListViewSet, "study")
router.register(f"{STUDY}/centres", cohort.CentreViewSet, "centre")
router.register(f"{STUDY}/planned-visits", cohort.PlannedVisitViewSet, "planned-visit")
router.register(f"{STUDY}/patients", cohort.PatientViewSet, "patient")
router.register(f"{STUDY}/visits", cohort.VisitViewSet, "visit")
router.register(f"{STUDY}/assessments", cohort.AssessmentViewSet, "assessment")
router.register(f"{STUDY}/treatments", cohort.TreatmentViewSet, "treatment")
router.register(f"{STUDY}/records/<slug:kind>", VoidingViewSet, "record")
router.register(f"{STUDY}/questions", cohort_questions.QuestionViewSet, "question")
router.register(f"{STUDY}/plausibility", cohort_questions.LimitsViewSet, "limits")
router.register(f"{STUDY}/examinations", imaging.ExaminationViewSet, "examination")
router.register(f"{STUDY}/campaigns", scoring.CampaignViewSet, "campaign")
router.register(f"{STUDY}/readings", scoring.ReadingViewSet, "reading")
router.register(f"{STUDY}/site-scores", scoring.SiteScoreViewSet, "site-score")
router.register(f"{STUDY}/samples", assays.SampleViewSet, "sample")
router.register(f"{STUDY}/panels", assays.PanelViewSet, "panel")
router.register(f"{STUDY}/assay-files", assay_files.AssayFileViewSet, "assay-file")
router.register(f"{STUDY}/batches", assays.BatchViewSet, "batch")
router.register(f"{STUDY}/measurements", assays.MeasurementViewSet, "measurement")
router.register(f"{STUDY}/results", assay_results.ResultViewSet, "result")
router.register(f"{STUDY}/result-policies", assay_results.ResultPolicyViewSet, "result-policy")
router.register(f"{STUDY}/endpoints", endpoints.EndpointViewSet, "endpoint")
router.register(f"{STUDY}/analyses", analyses.AnalysisViewSet, "analysis")
router.register(f"{STUDY}/exports", exports.ExportViewSet, "export")
router.register("reading/campaigns", room.RoomCampaignViewSet, "room-campaign")
router.register("reading/cases", room.CaseViewSet, "case")

urlpatterns = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    *router.urls,
    re_path("", UnknownAddressView.as_view(), name="unknown"),
]
