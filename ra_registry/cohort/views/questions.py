"""Open questions of a study: the list, and one of them to answer."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.forms.patients import centres_for
from ra_registry.cohort.forms.questions import KeepForm
from ra_registry.cohort.models import Question
from ra_registry.cohort.models.question import QuestionState
from ra_registry.cohort.questions import listing, words
from ra_registry.cohort.questions.answering import keep_value
from ra_registry.cohort.questions.listing import QuestionFilters
from ra_registry.cohort.views.pages import Crumbs
from ra_registry.cohort.views.studies import study_crumbs
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission

PAGE_SIZE = 50
SEVERITIES = {"hard": gettext_lazy("Contradictions"), "soft": gettext_lazy("Unusual values")}


@login_required
@require_safe
def question_list(request: HttpRequest, code: str) -> HttpResponse:
    """Show the questions: filtered, 50 a page. htmx replaces the table only."""
    access = study_access(request.user, code, Permission.VIEW_PATIENTS)
    request.study_access = access
    filters = filters_from(request.GET)
    found = listing.questions(access, filters)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": listing.rows(page.object_list),
        "filters": filters,
        "centres": centres_for(access, Permission.VIEW_PATIENTS),
        "rules": words.RULES.items(),
        "severities": SEVERITIES.items(),
        "states": QuestionState.choices,
        "edits": access.allows(Permission.EDIT_PATIENTS),
        "breadcrumbs": [*study_crumbs(access), {"label": _("Open questions")}],
    }
    template = "cohort/_question_table.html" if request.htmx else "cohort/questions.html"
    return render(request, template, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, code: str, question_id: int) -> HttpResponse:
    """Show one question with its answers; those who may edit the patient keep the value."""
    access = study_access(request.user, code, Permission.VIEW_PATIENTS)
    request.study_access = access
    writes = request.method == "POST"
    if writes:
        access = study_access(request.user, code, Permission.EDIT_PATIENTS)
    needed = Permission.EDIT_PATIENTS if writes else Permission.VIEW_PATIENTS
    found = listing.find_question(access, question_id, needed)
    form = KeepForm(request.POST or None)
    status = 200
    if writes and form.is_valid():
        try:
            keep_value(by=request.user, question=found, reason=form.cleaned_data["reason"])
        except DomainError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            messages.success(request, _("The value stays; your answer is kept beside it."))
            return redirect(reverse("cohort:questions", args=[code]))
    [row] = listing.rows(Question.objects.filter(pk=found.pk).select_related("patient__study"))
    context = {
        "row": row,
        "form": form,
        "answers": found.answers.select_related("answered_by"),
        "edits": _may_edit(access, found),
        "breadcrumbs": [*questions_crumbs(access), {"label": found.patient.pseudonym}],
    }
    invalid = writes and form.errors
    return render(
        request,
        "cohort/question.html",
        context,
        status=(status if status > 200 else 400) if invalid else 200,
    )


def questions_crumbs(access: StudyAccess) -> Crumbs:
    """Return the way to the list of questions."""
    url = reverse("cohort:questions", args=[access.study.code])
    return [*study_crumbs(access), {"label": _("Open questions"), "url": url}]


def filters_from(query: QueryDict) -> QuestionFilters:
    """Return the list's filters from the address; what is not known narrows nothing."""
    given = {
        name: query.get(name, "").replace("\x00", "").strip()
        for name in ("q", "centre", "rule", "severity")
    }
    state = query.get("state", QuestionState.OPEN.value)
    for name, allowed in (("rule", list(words.RULES)), ("severity", list(SEVERITIES))):
        if given[name] not in allowed:
            given[name] = ""
    return QuestionFilters(**given, state=state if state in QuestionState.values else "")


def _may_edit(access: StudyAccess, found: Question) -> bool:
    centres = access.centre_ids(Permission.EDIT_PATIENTS)
    allowed = access.allows(Permission.EDIT_PATIENTS) and found.patient.voided_at is None
    return allowed and (centres is None or found.patient.centre_id in centres)
