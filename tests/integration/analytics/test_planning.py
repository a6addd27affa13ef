"""The page that plans a study: it works before anything is computed, and stores nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from analytics.planning.questions import QUESTIONS
from tests.factories.cohorts import make_study, manager_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def study():
    return make_study()


@pytest.fixture
def page(study, sign_in):
    client = sign_in(manager_of(study))
    return lambda **asked: client.get(reverse("analytics:planning", args=[study.code]), asked)


@pytest.mark.parametrize("key", list(QUESTIONS))
def test_each_question_opens(key, page):
    shown = page(question=key)
    assert shown.status_code == 200
    assert str(QUESTIONS[key].lead)[:30] in shown.content.decode()


def test_the_address_holds_question_and_answer(page):
    shown = page(question="auc", ask="size", auc="0.75", ratio="1", alpha="0.05", power="0.9")
    assert shown.status_code == 200
    assert "patients" in shown.context["answer"].sentence
    assert shown.context["answer"].sentence in shown.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"question": "auc", "ask": "size", "auc": "2"},
        {"question": "auc", "ask": "maybe"},
        {"question": "two-aucs", "ask": "size", "auc_first": "0.8", "auc_second": "0.8",
         "correlation_events": "0", "correlation_non_events": "0", "ratio": "1",
         "alpha": "0.05", "power": "0.8"},
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_said(asked, page):
    shown = page(**asked)
    assert shown.status_code == 422


def test_an_unknown_question_is_not_found(page):
    assert page(question="everything").status_code == 404
