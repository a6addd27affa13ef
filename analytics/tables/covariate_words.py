"""How the plan's covariates enter a model, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.results.covariates import CovariateAccount
from analytics.results.stored_run import StoredRun
from analytics.tables import formats
from analytics.tables.names import inside
from analytics.tables.terms import term_name


def adjusted_for(stored: StoredRun) -> str:
    """Name each covariate with its form; one that stands as it is needs no more than its name."""
    said = []
    accounts = {one.variable: one for one in stored.results.covariates}
    for covariate in stored.plan.covariates:
        name = inside(term_name(stored, covariate.variable))
        account = accounts.get(covariate.variable)
        words = form_words(account) if account else ""
        said.append(f"{name} ({words})" if words else name)
    return "; ".join(said) or _("none")


def form_words(account: CovariateAccount) -> str:
    """Say the form of a covariate; nothing for one that stands as it is."""
    if account.form == "log2":
        return _("per doubling")
    if account.form == "spline":
        return _spline(account)
    if account.form == "categories" and account.groups:
        return _categories(account)
    return ""


def _spline(account: CovariateAccount) -> str:
    n = len(account.knots)
    if not n:
        return _("restricted cubic spline")
    places = ", ".join(formats.number(knot) for knot in account.knots)
    return ngettext(
        "restricted cubic spline with %(n)d knot at %(places)s",
        "restricted cubic spline with %(n)d knots at %(places)s",
        n,
    ) % {"n": n, "places": places}


def _categories(account: CovariateAccount) -> str:
    reference, *others = (one.label for one in account.groups)
    return _("categories %(others)s against %(reference)s") % {
        "others": ", ".join(others),
        "reference": reference,
    }


def interactions(stored: StoredRun) -> list[str]:
    """Name the pairs whose interaction the model holds."""
    named = {one.variable: term_name(stored, one.variable) for one in stored.plan.covariates}
    primary = term_name(stored, stored.primary) if stored.primary else _("the primary exposure")
    return [
        _("%(first)s with %(second)s")
        % {
            side: named.get(key, primary)
            for side, key in (("first", one.first), ("second", one.second))
        }
        for one in stored.plan.interactions
    ]


def notes(stored: StoredRun) -> list[str]:
    """Say of splines and interactions what their coefficients need to be read."""
    said = []
    if any(one.form == "spline" for one in stored.plan.covariates):
        said.append(
            _(
                "Knots lie at Harrell's quantiles of all known values and stay there in every "
                "model, resample and imputed data set; one coefficient of a spline means nothing."
            )
        )
    if stored.plan.interactions:
        said.append(held_at())
    return said


def refits(stored: StoredRun) -> str:
    """Say what a refit in a resample or a fold doesn't choose anew, or nothing."""
    parts = []
    if any(one.form == "spline" for one in stored.plan.covariates):
        parts.append(_("the knots of splines"))
    if stored.plan.interactions:
        parts.append(_("the means at which products are centred"))
    if not parts:
        return ""
    return _(
        "Every refit takes %(parts)s from the whole sample, so what choosing them adds to the "
        "optimism is not counted."
    ) % {"parts": _(" and ").join(parts)}


def held_at() -> str:
    """Say what an odds ratio means beside an interaction that its variable is part of."""
    return _(
        "A variable in an interaction has the odds ratio that holds where the other one is at its "
        "mean (a number), or in its reference category (no, where it is yes or no)."
    )
