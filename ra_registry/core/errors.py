"""Errors of the domain. Services raise them; the edge maps each to one response."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any


class DomainError(Exception):
    """Something the user asked for can't be done, and the message says why and what to do.

    ``details`` holds one sentence per place (row, column, joint) where there are several, ``hint``
    what a program can do about it, by words of its own.
    """

    status = HTTPStatus.UNPROCESSABLE_ENTITY
    code = "invalid"

    def __init__(self, message: str, *, details: list[str] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.details = details or []
        self.hint: dict[str, str] = {}


class ValidationFailed(DomainError):
    """The input has the wrong content; ``field_errors`` names each field."""

    status = HTTPStatus.BAD_REQUEST
    code = "validation_failed"

    def __init__(
        self,
        message: str,
        *,
        field_errors: dict[str, list[str]] | None = None,
        details: list[str] | None = None,
    ) -> None:
        super().__init__(message, details=details)
        self.field_errors = field_errors or {}


class Conflict(DomainError):
    """Somebody, or another tab, was quicker: the stored state is not what the form started from."""

    status = HTTPStatus.CONFLICT
    code = "conflict"


class Locked(Conflict):
    """The record is submitted, accepted or frozen and can't be changed in place."""

    code = "locked"


class NotAllowed(DomainError):
    """The person is inside the study but lacks the right."""

    status = HTTPStatus.FORBIDDEN
    code = "not_allowed"


class UploadRefused(DomainError):
    """The uploaded file is not what it should be."""

    status = HTTPStatus.BAD_REQUEST
    code = "upload_refused"


def error_body(
    code: str,
    message: str,
    *,
    details: list[str] | None = None,
    fields: dict[str, Any] | None = None,
    hint: dict[str, str] | None = None,
) -> dict[str, Any]:
    """Return the one shape in which programs are told of an error, with a hint if there is one."""
    error: dict[str, Any] = {
        "code": code,
        "message": message,
        "details": details or [],
        "fields": fields or {},
    }
    if hint:
        error["hint"] = hint
    return {"error": error}
