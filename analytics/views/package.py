"""The package of a run as a download, by page and by API."""

from __future__ import annotations

from base64 import b64encode

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from analytics.package.build import CONTENT_TYPE, build_package
from analytics.results.stored_run import StoredRun
from analytics.views.base import chosen_report, enter
from analytics.views.downloads import attachment, record_download
from ra_registry.cohort.access import StudyAccess
from ra_registry.core.permissions import Permission


@login_required
@require_safe
def file(request: HttpRequest, code: str) -> HttpResponse:
    """Send the package of the current run, or of the one that ``?run=`` names."""
    access = enter(request, code)
    check_right(access)
    return package_response(chosen_report(request, access), access)


def check_right(access: StudyAccess) -> None:
    """Refuse who may see analyses but not export: a package holds the data of every patient.

    Raises PermissionDenied.
    """
    if not access.whole_study(Permission.EXPORT_DATA):
        raise PermissionDenied


def package_response(report: StoredRun, access: StudyAccess) -> HttpResponse:
    """Return a run's package as a download, which goes to the audit trail with its hash.

    The hash is in the header ``Repr-Digest`` (RFC 9530) as well. Raises OlderResults and
    NotComputed as ``build_package`` does.
    """
    code, run = access.study.code, report.run
    package = build_package(report, code)
    record_download(access, {"package": "zip", "sha256": package.sha256, "run": run.pk})
    response = HttpResponse(package.content, content_type=CONTENT_TYPE)
    response.headers["Content-Disposition"] = attachment(code, report, "package", "zip")
    digest = b64encode(bytes.fromhex(package.sha256)).decode()
    response.headers["Repr-Digest"] = f"sha-256=:{digest}:"
    return response
