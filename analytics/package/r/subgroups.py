"""The primary exposure in declared subgroups, and the test that its odds ratio differs."""

from __future__ import annotations

from analytics.design.adjustment import Subgroup
from analytics.design.options import YES_NO
from analytics.package.r.columns import Columns, event
from analytics.package.r.covariates import column, covariate, member
from analytics.package.r.logistic import FITS, searched
from analytics.package.r.text import Figure, check, ends, listed, logical, number, section
from analytics.results.stored_run import StoredRun
from analytics.results.subgroups import OutcomeSubgroups, SubgroupModel
from analytics.stats.results import NotEstimable

PENALISED = "Firth penalised likelihood"  # unseen


def lines(report: StoredRun, columns: Columns) -> list[str]:
    """Return the checks of every declared variable, for each outcome."""
    found: list[str] = []
    for outcome in report.results.subgroups:
        found.append(section(f"Subgroups of {outcome.label}"))
        for declared, one in zip(report.plan.subgroups, outcome.variables, strict=True):
            if isinstance(one.model, NotEstimable):
                found += check(_what(outcome, declared), "list()", {"odds ratio": one.model})
            else:
                found += _model(report, columns, outcome, declared, one.model)
    return found


def _model(
    report: StoredRun,
    columns: Columns,
    outcome: OutcomeSubgroups,
    declared: Subgroup,
    model: SubgroupModel,
) -> list[str]:
    """Both fits: with a slope in each group, and with products that are tested together."""
    groups = {group.label: _group(columns, declared, group.label) for group in model.groups}
    exposure = column(report, columns, report.plan.primary_exposure or "")
    slopes = {f"in {label}": f"{part} * {exposure}" for label, part in groups.items()}
    others = dict(list(groups.items())[1:]) | _covariates(report, columns, model)
    products = {name: slopes[name] for name in list(slopes)[1:]}
    asked = event(outcome.endpoint)
    method = model.result.method or ""
    fit = f"{FITS[method]}({asked}, {_frame(slopes | others)}, {number(report.plan.level)})"
    tested = (
        f"likelihood_ratio({asked}, {_frame({'exposure': exposure} | others)}, {_frame(products)}, "
        f"{logical(value=method == PENALISED)})"
    )
    stored: dict[str, Figure] = {}
    for group in model.groups:
        name = f"in {group.label}"
        stored |= {
            f"{name}, odds ratio": group.odds_ratio,
            **ends(f"{name}, Wald", group.wald),
            **ends(f"{name}, profile", searched(group.profile)),
        }
    interaction: dict[str, Figure] = {
        "likelihood ratio": model.interaction.statistic,
        "df": model.interaction.df,
        "P": model.interaction.p,
    }
    what = _what(outcome, declared)
    return [*check(what, fit, stored), *check(f"{what}, interaction", tested, interaction)]


def _what(outcome: OutcomeSubgroups, declared: Subgroup) -> str:
    return f"{outcome.label} by {declared.variable}"


def _group(columns: Columns, declared: Subgroup, label: str) -> str:
    values = covariate(columns, declared.variable)
    if declared.variable in YES_NO:
        return values if label == "yes" else f"(1 - {values})"
    return member(values, declared.variable, declared.cuts, label)


def _covariates(report: StoredRun, columns: Columns, model: SubgroupModel) -> dict[str, str]:
    """The covariates beside the groups, a column each, by the names that the fit gave them."""
    keys = {one.variable for one in report.plan.covariates}
    return {
        one.name: column(report, columns, one.name)
        for one in model.result.coefficients
        if one.term in keys and one.term != _by(model)
    }


def _by(model: SubgroupModel) -> str:
    """The variable that makes the groups: its term stands behind the slopes."""
    return model.result.terms[1].term


def _frame(parts: dict[str, str]) -> str:
    return f"data.frame({listed(parts)}, check.names = FALSE)"
