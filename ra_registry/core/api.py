"""Bodies and errors of the API."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.parsers import JSONParser
from rest_framework.response import Response

from ra_registry.core.errors import DomainError, ValidationFailed, error_body
from ra_registry.core.json_bodies import Unstorable, read_json


class BodyTooLarge(exceptions.APIException):
    """The body of a request is larger than any that is meant."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"
    default_detail = "The body is too large."


class BoundedJSONParser(JSONParser):
    """JSON up to the size that forms have as well; deeper nesting than Python reads is refused."""

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: dict[str, Any] | None = None,
    ) -> Any:
        length = (parser_context or {})["request"].META.get("CONTENT_LENGTH") or 0
        if int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise BodyTooLarge
        try:
            return read_json(stream.read())
        except RecursionError as error:
            raise exceptions.ParseError("JSON parse error - nested too deeply") from error
        except Unstorable as error:
            raise ValidationFailed(str(error)) from error
        except ValueError as error:
            raise exceptions.ParseError(_("JSON parse error - %s") % error) from error


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Give every error one shape: ``{"error": {"code", "message", "details", "fields"}}``."""
    if isinstance(error, DomainError):
        fields = error.field_errors if isinstance(error, ValidationFailed) else {}
        return Response(
            error_body(
                error.code, error.message, details=error.details, fields=fields, hint=error.hint
            ),
            status=error.status,
        )
    if isinstance(error, RequestDataTooBig):
        error = BodyTooLarge()
    elif isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError("The request is malformed.")
    # The views module imports this one as its default, so it can only be imported here.
    from rest_framework.views import exception_handler as default_handler

    response = default_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        fields = response.data if isinstance(response.data, dict) else {}
        details = [str(item) for item in response.data] if not fields else []
        response.data = error_body(
            "validation_failed", "The request has invalid fields.", details=details, fields=fields
        )
        return response
    code = getattr(error, "default_code", "")
    if isinstance(error, Http404):
        code, message = "not_found", "Not found."
    elif isinstance(error, PermissionDenied):
        code, message = "not_allowed", "Your role does not allow this."
    else:
        message = str(getattr(error, "detail", error))
    response.data = error_body(code, message)
    return response


def checked(serializer: type[Any], data: Any) -> dict[str, Any]:
    """Return a request's content as the serializer reads it, or raise with each field's problem."""
    shape = serializer(data=data)
    shape.is_valid(raise_exception=True)
    return dict(shape.validated_data)
