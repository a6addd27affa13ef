"""The account of the plan's covariates: in which form, with which knots and categories."""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.covariates import CovariateAccount, CovariateGroup
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Term
from analytics.topics.shared.covariates import Entered, entered

AGAINST = "against "  # unseen


def covariate_accounts(data: DataSet, plan: Plan) -> tuple[CovariateAccount, ...]:
    """Return how each covariate is entered; one whose form its values don't allow has no parts."""
    return tuple(_account(one) for one in entered(data, plan))


def _account(one: Entered) -> CovariateAccount:
    known = int(np.count_nonzero(np.isfinite(one.values)))
    form = one.covariate.form
    try:
        term = one.term()
    except InputError:
        return CovariateAccount(one.name, form, known, one.values.size - known, (), ())
    return CovariateAccount(
        variable=one.name,
        form=form,
        known=known,
        missing=one.values.size - known,
        knots=tuple(map(float, one.knots)) if form == "spline" else (),
        groups=groups_of(term) if form == "categories" else (),
    )


def groups_of(term: Term) -> tuple[CovariateGroup, ...]:
    """Return the categories of a term, its reference first."""
    counts = np.nansum(term.columns, axis=0)
    known = int(np.count_nonzero(np.isfinite(term.columns).all(axis=1)))
    labels = [name.removeprefix(f"{term.name}: ") for name in term.column_names]
    others = [
        CovariateGroup(label, int(count)) for label, count in zip(labels, counts, strict=True)
    ]
    reference = term.step.removeprefix(AGAINST)
    return (CovariateGroup(reference, known - sum(one.n for one in others)), *others)
