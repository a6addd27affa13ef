"""Sentences that answer a planner, each figure from the statistics themselves."""

from __future__ import annotations

import pytest

from analytics.planning.forms import PlanningForm
from analytics.planning.questions import QUESTIONS
from analytics.stats.planning.auc import auc_power, auc_sample_size
from analytics.stats.planning.icc import icc_sample_size


def asked(key, **changes):
    """A question as its form asks it at first, with some fields changed."""
    question = QUESTIONS[key]
    form = PlanningForm(question=question)
    first = {name: field.initial for name, field in form.fields.items()}
    return question, PlanningForm({"question": key, **first, **changes}, question=question)


def answer(key, **changes):
    question, form = asked(key, **changes)
    assert form.is_valid(), form.errors
    return question.answer(form.cleaned_data)


@pytest.mark.parametrize("key", list(QUESTIONS))
@pytest.mark.parametrize("ask", ["size", "power"])
def test_every_question_is_answered_as_it_stands(key, ask):
    found = answer(key, ask=ask)
    assert not found.refused
    assert "patient" in found.sentence
    assert found.method


def test_an_auc_names_both_groups_and_the_power_reached():
    plan = auc_sample_size(0.7, power=0.8, ratio=2.0)
    said = answer("auc", auc="0.7", power="0.8", ratio="2").sentence
    assert f"{plan.events + plan.non_events} patients" in said
    assert f"({plan.events} with the outcome and {plan.non_events} without it)" in said
    assert f"{100 * float(plan.power):.3g} %" in said
    assert "error probability of 5 %" in said
    reached = auc_power(0.7, events=10, non_events=20)
    said = answer("auc", ask="power", auc="0.7", events="10", non_events="20").sentence
    assert f"is {100 * float(reached.power):.3g} %" in said


def test_an_icc_is_planned_by_the_width_of_its_interval():
    plan = icc_sample_size(0.9, readers=3, width=0.05)
    said = answer("icc", readers="3", width="0.05").sentence
    assert said.startswith(f"{plan.patients} patients, each read by 3 readers")
    assert f"{plan.width:.2f} wide" in said


def test_what_cannot_be_is_refused_in_words():
    found = answer("two-aucs", auc_first="0.8", auc_second="0.8")
    assert "must differ" in found.refused
    assert "_" not in found.refused
    assert not found.sentence


@pytest.mark.parametrize(
    ("key", "changes", "field"),
    [
        ("auc", {"auc": "0.4"}, "auc"),
        ("auc", {"ask": "power", "events": ""}, "events"),
        ("auc", {"power": ""}, "power"),
        ("two-means", {"sd": "-1"}, "sd"),
        ("icc", {"width": ""}, "width"),
        ("paired-shares", {"only_first": "many"}, "only_first"),
    ],
)
def test_an_impossible_expectation_stands_beside_its_field(key, changes, field):
    _, form = asked(key, **changes)
    assert not form.is_valid()
    assert field in form.errors
