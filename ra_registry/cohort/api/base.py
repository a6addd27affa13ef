"""What every API view below a study shares: one gate, and rows that start at what one may see."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from rest_framework.generics import get_object_or_404
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from ra_registry.accounts.api import Scope
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.core.permissions import Permission


class StudyViewSet(GenericViewSet):
    """Actions inside one study: 404 outside the person's studies, 403 without the right.

    ``permission`` is what reading needs, ``write_permission`` what other methods need where that
    differs. ``whole_study`` also demands it for every centre. ``noun`` and ``plural`` name a row in
    the schema.
    """

    tag: str
    noun: str
    plural: str
    model: type[Model]
    permission: Permission
    write_permission: Permission | None = None
    write_scope: Scope | None = None
    whole_study = False
    access: StudyAccess

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        needed = self.permission
        # A method that nothing answers is refused as such, whoever asks.
        writes = request.method not in SAFE_METHODS and request.method.lower() in self.action_map
        if writes and self.write_permission is not None:
            needed = self.write_permission
        self.access = study_access(
            request.user, kwargs["code"], needed, whole_study=self.whole_study
        )
        request.study_access = self.access

    def rows(self) -> QuerySet[Any]:
        """Return the study's rows that the person may see; ``page_ordering`` orders them."""
        raise NotImplementedError

    def get_queryset(self) -> QuerySet[Any]:
        """Return ``rows``; none when the schema is written, where nobody asks."""
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        return self.rows()

    def find(self, **key: Any) -> Any:
        """Return one of the rows, or 404."""
        return get_object_or_404(self.get_queryset(), **key)


class StudyRows(StudyViewSet, ReadOnlyModelViewSet):
    """A list of a study's rows, and each of them."""
