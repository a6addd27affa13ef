"""Samples: the list, registering one or many, voiding one."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ra_registry.assays import selectors
from ra_registry.assays.forms import SampleForm, SampleListForm, SamplesForVisitForm
from ra_registry.assays.models.sample import Material
from ra_registry.assays.selectors import SampleFilters
from ra_registry.assays.selectors.samples import MEASURED
from ra_registry.assays.services.sample_list import Registered, register_list
from ra_registry.assays.services.samples import (
    left_to_a_person,
    register_for_visit,
    register_sample,
)
from ra_registry.assays.views.common import posted, samples_crumbs
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.patients import centres_for
from ra_registry.cohort.models import Question, Visit
from ra_registry.cohort.views.pages import form_page, saved
from ra_registry.cohort.views.voiding import voiding_page
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission

PAGE_SIZE = 50


@login_required
@require_safe
def sample_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the samples: searched, filtered, 50 a page. htmx replaces the table only."""
    access = study_access(request.user, code, Permission.VIEW_ASSAYS)
    request.study_access = access
    filters = filters_from(request.GET)
    found = selectors.samples(access, filters)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "filters": filters,
        "counts": selectors.sample_counts(access),
        "planned": access.study.planned_visits.all(),
        "states": MEASURED.items(),
        "registers": access.allows(Permission.IMPORT_ASSAYS),
    }
    template = "assays/_sample_table.html" if request.htmx else "assays/samples.html"
    return render(request, template, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, code: str) -> HttpResponse:
    """Register one sample; the patient's page fills in patient and visit."""
    access = _registering(request, code)
    form = SampleForm(
        posted(request),
        visits=_visits(access),
        centres=centres_for(access, Permission.IMPORT_ASSAYS),
        initial={name: request.GET.get(name, "") for name in ("patient", "visit")},
    )
    sample = saved(form, lambda: register_sample(by=request.user, anew=form.anew, **form.values()))
    if sample is not None:
        messages.success(request, f"Sample {sample.code} is registered.")
        return redirect("assays:samples", code)
    return form_page(
        request,
        form,
        title="Register a sample",
        action="Register",
        crumbs=samples_crumbs(access),
        template="assays/sample_form.html",
        visit_form=SamplesForVisitForm(planned=access.study.planned_visits.all()),
    )


@login_required
@require_POST
def register_visit(request: HttpRequest, code: str) -> HttpResponse:
    """Register a sample for every patient whose visit has none."""
    access = _registering(request, code)
    form = SamplesForVisitForm(request.POST, planned=access.study.planned_visits.all())
    if not form.is_valid():
        messages.error(request, "Choose the visit and the material.")
        return redirect("assays:register-sample", code)
    planned, material = form.cleaned_data["visit"], form.cleaned_data["material"]
    chosen = {
        "study": access.study,
        "planned": planned,
        "material": material,
        "centres": access.centre_ids(Permission.IMPORT_ASSAYS),
    }
    found = register_for_visit(by=request.user, **chosen)
    left = left_to_a_person(**chosen)
    if found:
        done = ngettext(
            "%(n)d sample of %(visit)s is registered.",
            "%(n)d samples of %(visit)s are registered.",
            len(found),
        )
        messages.success(request, done % {"n": len(found), "visit": planned})
    elif not left:
        text = _("Every recorded %(visit)s has a sample already (%(material)s).")
        shown = {"visit": planned, "material": Material(material).label.lower()}
        messages.info(request, text % shown)
    if left:
        text = ngettext(
            "%(n)s visit has a voided sample: restore it, or register another tube.",
            "%(n)s visits have a voided sample: restore them, or register other tubes.",
            left,
        )
        messages.warning(request, text % {"n": left})
    return redirect("assays:samples", code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, code: str) -> HttpResponse:
    """Register a pasted list, or say what is wrong with which line."""
    access = _registering(request, code)
    form = SampleListForm(posted(request), initial={"lines": _lines_for(request.GET)})
    error: DomainError | None = None
    if form.is_valid():
        try:
            registered = register_list(
                by=request.user,
                study=access.study,
                text=form.cleaned_data["lines"],
                centres=access.centre_ids(Permission.IMPORT_ASSAYS),
                anew=form.cleaned_data["anew"],
            )
        except DomainError as problem:
            error = problem
        else:
            messages.success(request, _registered(registered))
            _warn(request, registered.questions)
            return redirect("assays:samples", code)
    context = {
        "form": form,
        "error": error,
        "planned": access.study.planned_visits.all(),
        "breadcrumbs": [*samples_crumbs(access), {"label": "Register a list"}],
    }
    status = (error.status if error else 400) if request.method == "POST" else 200
    return render(request, "assays/sample_list_form.html", context, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, code: str, sample_id: int) -> HttpResponse:
    """Void a sample, with a reason, after showing what hangs on it."""
    access = _registering(request, code)
    sample = selectors.find_sample(access, sample_id, Permission.IMPORT_ASSAYS)
    text = _(
        "The sample leaves every list and its results every analysis. Nothing is deleted: "
        "wells that hold it still name it, and it can be restored."
    )
    return voiding_page(
        request,
        access,
        sample,
        title=f"Void {sample.code}",
        text=text,
        crumbs=samples_crumbs(access),
        done=_("%(code)s is voided; it can be restored, or its code registered again.")
        % {"code": sample.code},
    )


def filters_from(query: QueryDict) -> SampleFilters:
    """Return the list's filters from the address; what is not known narrows nothing."""
    given = {
        name: query.get(name, "").replace("\x00", "").strip() for name in ("q", "visit", "measured")
    }
    if given["measured"] not in MEASURED:
        given["measured"] = ""
    return SampleFilters(**given)


def _registered(registered: Registered) -> str:
    n = len(registered.samples)
    done = ngettext("%d sample is registered.", "%d samples are registered.", n) % n
    if not registered.known:
        return done
    known = ngettext("%d was there already.", "%d were there already.", registered.known)
    return f"{done} {known % registered.known}"


def _warn(request: HttpRequest, questions: list[Question]) -> None:
    """Say that something of what was stored is unusual, and where it is answered."""
    if questions:
        told = ngettext(
            "%(n)d of them raises a question: look at the study's open questions.",
            "%(n)d of them raise questions: look at the study's open questions.",
            len(questions),
        )
        messages.warning(request, told % {"n": len(questions)})


def _registering(request: HttpRequest, code: str) -> StudyAccess:
    access = study_access(request.user, code, Permission.IMPORT_ASSAYS)
    request.study_access = access
    return access


def _visits(access: StudyAccess) -> QuerySet[Visit]:
    visits = Visit.objects.visible_to(access.user, Permission.IMPORT_ASSAYS).active()
    return visits.filter(study=access.study).select_related("study", "patient__study", "planned")


def _lines_for(query: QueryDict) -> str:
    """Return a list to complete: a line for each code that a plate file names."""
    return "\n".join(f"{code.replace(chr(0), '')},,,," for code in query.getlist("code"))
