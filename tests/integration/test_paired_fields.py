"""A moment and its person are set together: every pair of every model has its constraint.

Pairs are found from the models themselves, so that a new pair can't be forgotten.
"""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import models
from django.db.models import Q

PROJECT = {"core", "accounts", "cohort", "imaging", "assays", "scoring", "analytics", "demo"}


# A recompute is asked for by whoever writes, and nobody in particular when the system does; a
# study's first result policy and a question found in older records have no author either.
ALSO_BY_THE_SYSTEM = {
    ("analytics.AnalysisState", "requested_at"),
    ("assays.ResultPolicy", "made_at"),
    ("cohort.Question", "raised_at"),
}


def is_history(model: type[models.Model]) -> bool:
    """History rows copy columns; their promises are those of the rows they were copied from."""
    return any(field.name == "pgh_obj" for field in model._meta.fields)


def pairs() -> list[tuple[type[models.Model], str, str]]:
    """Every ``x_at`` beside an ``x_by`` of the project's models."""
    found = []
    for model in apps.get_models():
        if model._meta.app_label not in PROJECT or is_history(model):
            continue
        names = {field.name for field in model._meta.concrete_fields}
        found += [
            (model, name, f"{name[:-3]}_by")
            for name in sorted(names)
            if name.endswith("_at") and f"{name[:-3]}_by" in names
        ]
    return found


def required(model: type[models.Model], name: str) -> bool:
    return not model._meta.get_field(name).null


def expected(at: str, by: str) -> Q:
    return Q(**{f"{at}__isnull": True, f"{by}__isnull": True}) | Q(
        **{f"{at}__isnull": False, f"{by}__isnull": False}
    )


def test_pairs_are_found() -> None:
    found = {(model._meta.label, at) for model, at, _ in pairs()}
    assert ("cohort.Patient", "voided_at") in found
    assert ("cohort.Membership", "ended_at") in found
    assert ("scoring.Reading", "submitted_at") in found


@pytest.mark.parametrize(
    ("model", "at", "by"),
    [pytest.param(*pair, id=f"{pair[0]._meta.label}.{pair[1]}") for pair in pairs()],
)
def test_a_moment_and_its_person_go_together(model: type[models.Model], at: str, by: str) -> None:
    if required(model, at) and required(model, by):
        return
    if at == "created_at":
        # Rows that an import or the demo writes have no person; the moment is always there.
        assert required(model, at)
        return
    if (model._meta.label, at) in ALSO_BY_THE_SYSTEM:
        return
    conditions = [
        constraint.condition
        for constraint in model._meta.constraints
        if isinstance(constraint, models.CheckConstraint)
    ]
    assert expected(at, by) in conditions
