"""The OpenAPI schema: errors, rights and scopes of every operation, stated in one place."""

from __future__ import annotations

import inspect
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular import openapi
from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS


class ErrorDetailSerializer(serializers.Serializer):
    """What went wrong, and where."""

    code = serializers.CharField(help_text="Stable word for programs.")
    message = serializers.CharField(help_text="One sentence for people.")
    details = serializers.ListField(
        child=serializers.CharField(), help_text="A sentence for each place: row, column, site."
    )
    hint = serializers.DictField(
        required=False,
        child=serializers.CharField(),
        help_text=_("What a program can do about it, for example which record to restore."),
    )
    fields_ = serializers.DictField(
        help_text="Problems by field, parameter or cell of the request."
    )

    def get_fields(self) -> dict[str, serializers.Field]:
        """Give ``fields`` its name, which is taken by the serializer itself."""
        declared = super().get_fields()
        declared["fields"] = declared.pop("fields_")
        return declared


class ErrorSerializer(serializers.Serializer):
    """The one shape of every error."""

    error = ErrorDetailSerializer()


ERRORS = {
    HTTPStatus.BAD_REQUEST: "A parameter or field is not what it should be.",
    HTTPStatus.UNAUTHORIZED: "No token, or one that is unknown, expired or revoked.",
    HTTPStatus.FORBIDDEN: "The role lacks the right, or the token lacks the scope.",
    HTTPStatus.NOT_FOUND: "There is no such thing, or it is outside the person's scope.",
    HTTPStatus.CONFLICT: "The stored state doesn't allow it: locked, or changed meanwhile.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is too large.",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "The body is of a type that isn't read here.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The content can't be stored; the details say where and why.",
}
ON_EVERY_OPERATION = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
ON_WRITES = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.CONFLICT,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
)


class AutoSchema(openapi.AutoSchema):
    """Reads the summary from the action's docstring and the rights from the view.

    A view's ``more_errors`` names statuses by action that go beyond those of its method.
    """

    def get_summary(self) -> str:
        lines = self._action_doc().splitlines()
        if lines:
            return lines[0].rstrip(".")
        if self._is_list_view():
            return f"List {self.view.plural}"
        return f"Show one {self.view.noun}"

    def get_description(self) -> str:
        _, _, told = self._action_doc().partition("\n")
        parts = [told.strip() or inspect.getdoc(self.view.__class__) or "", self._needs()]
        return "\n\n".join(part for part in parts if part)

    def get_tags(self) -> list[str]:
        return [self.view.tag]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status in self._error_statuses():
            answer = OpenApiResponse(ErrorSerializer, description=ERRORS[status])
            bodies.setdefault(str(int(status)), self._get_response_for_code(answer, str(status)))
        return bodies

    def _error_statuses(self) -> list[HTTPStatus]:
        statuses = {*ON_EVERY_OPERATION, HTTPStatus.BAD_REQUEST}
        if self.method not in SAFE_METHODS:
            statuses.update(ON_WRITES)
        more = getattr(self.view, "more_errors", {}).get(getattr(self.view, "action", None), ())
        return sorted(statuses | set(more))

    def _action_doc(self) -> str:
        """The docstring of the project's own action; inherited ones tell nothing here."""
        action = getattr(self.view, getattr(self.view, "action", None) or self.method.lower())
        own = not action.__module__.startswith(("rest_framework.", "drf_spectacular."))
        return (inspect.getdoc(action) or "") if own else ""

    def _needs(self) -> str:
        reads = self.method in SAFE_METHODS
        scope = "read" if reads else getattr(self.view, "write_scope", None)
        right = getattr(self.view, "permission", None)
        if not reads:
            right = getattr(self.view, "write_permission", None) or right
        whole = " for every centre" if getattr(self.view, "whole_study", False) else ""
        needs = f"Needs the right `{right}`{whole}. " if right else ""
        return f"{needs}Scope of a token: `{scope}`."
