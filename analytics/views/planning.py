"""Planning a study: sample size and power."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from analytics.planning.forms import PlanningForm
from analytics.planning.questions import QUESTIONS
from analytics.views.base import open_room, show


@login_required
@require_safe
def planning(request: HttpRequest, code: str) -> HttpResponse:
    """Answer one question of a planner; nothing is stored, so the address keeps the answer."""
    room = open_room(request, code)
    key = request.GET.get("question", next(iter(QUESTIONS)))
    question = QUESTIONS.get(key)
    if question is None:
        raise Http404
    asked = "ask" in request.GET
    form = PlanningForm(request.GET if asked else None, question=question)
    answer = question.answer(form.cleaned_data) if asked and form.is_valid() else None
    page = reverse("analytics:planning", args=[code])
    response = show(
        request,
        room,
        "planning",
        {
            "questions": [
                {
                    "label": one.title,
                    "url": f"{page}?question={one.key}",
                    "active": one.key == key,
                    "count": None,
                }
                for one in QUESTIONS.values()
            ],
            "question": question,
            "form": form,
            "answer": answer,
        },
        without_results=True,
    )
    if form.errors or (answer and answer.refused):
        response.status_code = 422
    return response
