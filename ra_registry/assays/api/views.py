"""Samples, panels, batches and measurements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.mixins import ListModelMixin
from rest_framework.request import Request
from rest_framework.response import Response

from ra_registry.accounts.api import Scope
from ra_registry.assays.api import filters, serializers
from ra_registry.assays.models import Batch, KitLotLimit, Measurement, Panel, Sample, Well
from ra_registry.assays.selectors import with_status
from ra_registry.assays.services.acceptance import void_batch
from ra_registry.cohort.api.base import StudyRows, StudyViewSet
from ra_registry.core.api import checked
from ra_registry.core.paging import LargeTablePagination
from ra_registry.core.permissions import Permission

TAG = "Assays"


class SampleViewSet(StudyRows):
    """Tubes of patients' blood, by the code that plate files call them."""

    tag, noun, plural = TAG, "sample", "samples"
    model = Sample
    permission = Permission.VIEW_ASSAYS
    serializer_class = serializers.SampleSerializer
    filterset_class = filters.SampleFilters
    lookup_field = "code"
    lookup_url_kwarg = "sample_code"
    lookup_value_converter = "sample_code"

    def rows(self) -> QuerySet[Any]:
        return visible_samples(self).select_related("visit__patient", "visit__planned")


class PanelViewSet(ListModelMixin, StudyViewSet):
    """Kits with their analytes, and their lots with the limits of the certificates."""

    tag, noun, plural = TAG, "panel", "panels"
    model = Panel
    permission = Permission.VIEW_ASSAYS
    serializer_class = serializers.PanelSerializer

    def rows(self) -> QuerySet[Any]:
        limits = KitLotLimit.objects.select_related("analyte").order_by("analyte__name")
        return Panel.objects.prefetch_related("spots__analyte", Prefetch("lots__limits", limits))


class BatchViewSet(StudyRows):
    """Results of accepted files, newest first. One by itself comes with its plates and curves."""

    tag, noun, plural = TAG, "batch", "batches"
    model = Batch
    permission = Permission.VIEW_ASSAYS
    write_permission = Permission.IMPORT_ASSAYS
    write_scope = Scope.WRITE_ASSAYS
    whole_study = True
    filterset_class = filters.BatchFilters
    page_ordering = ("-pk",)
    lookup_field = "token"
    lookup_value_converter = "uuid"

    def get_serializer_class(self) -> type[serializers.BatchSerializer]:
        one = self.action == "retrieve"
        return serializers.BatchDetailSerializer if one else serializers.BatchSerializer

    def rows(self) -> QuerySet[Any]:
        batches = Batch.objects.visible_to(self.request.user).filter(study=self.access.study)
        if self.action == "retrieve":
            batches = batches.prefetch_related("plates")
        # The files themselves are megabytes and not part of any answer.
        return batches.select_related("file", "panel", "lot").defer(
            "file__content", "file__layout_content"
        )

    @extend_schema(request=serializers.VoidSerializer, responses=serializers.BatchSerializer)
    @action(detail=True, methods=["post"])
    def void(self, request: Request, code: str, token: UUID) -> Response:
        """Take a batch back.

        Its results count no longer; every row stays to be seen.
        """
        batch = self.find(token=token)
        void_batch(
            batch=batch, by=request.user, **checked(serializers.VoidSerializer, request.data)
        )
        return Response(self.get_serializer(self.find(token=token)).data)


class MeasurementViewSet(StudyRows):
    """Results of samples in accepted batches: the file's text beside every number made of it.

    Batches that were taken back are left out. A role for one centre shows its patients' samples.
    """

    tag, noun, plural = TAG, "measurement", "measurements"
    model = Measurement
    permission = Permission.VIEW_ASSAYS
    serializer_class = serializers.MeasurementSerializer
    filterset_class = filters.MeasurementFilters
    pagination_class = LargeTablePagination
    page_ordering = ("well_id", "pk")
    lookup_value_converter = "int"

    def rows(self) -> QuerySet[Any]:
        # Planning one query over all these tables takes longer than running three.
        wells = Well.objects.select_related(
            "plate__batch", "sample__visit__patient", "sample__visit__planned"
        )
        measured = Measurement.objects.filter(
            well__sample__in=visible_samples(self), well__plate__batch__voided_at__isnull=True
        )
        return with_status(measured).prefetch_related("analyte", Prefetch("well", wells))


def visible_samples(view: StudyViewSet) -> QuerySet[Sample]:
    """Return the study's samples that the person may see, of records that are not voided."""
    return Sample.objects.visible_to(view.request.user).active().filter(study=view.access.study)
