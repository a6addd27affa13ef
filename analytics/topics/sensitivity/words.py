"""What a row of a sensitivity analysis changes, in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import singledispatch

from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy, ngettext

from analytics.design.described import Endpoint, ScoreEndpoint
from analytics.design.limit import signed
from analytics.design.named import is_change
from analytics.results.decisions import (
    BelowLimitBy,
    BelowLimitPolicy,
    Decision,
    DecisionKind,
    DetectableThreshold,
    FilmPolicy,
    MainAnalysis,
    MissingFilm,
    MultipleImputation,
    OtherReplicateRule,
    OtherThreshold,
    SingleReader,
    WithoutAssumedScores,
)
from analytics.results.sensitivity import ComparisonRow, Remark, RemarkCode
from analytics.tables.endpoints import SIGNS, limit_words, value

GROUPS: dict[DecisionKind, Promise] = {
    "main": gettext_lazy("Main analysis"),
    "threshold": gettext_lazy("Threshold of change"),
    "detectable": gettext_lazy("Smallest detectable change"),
    "reader": gettext_lazy("One reader alone"),
    "film": gettext_lazy("Missing follow-up film"),
    "surgery": gettext_lazy("Operated sites"),
    "below-limit": gettext_lazy("Below the limit"),
    "replicates": gettext_lazy("Replicates that disagree"),
    "missing": gettext_lazy("Missing values"),
}
FILMS: dict[FilmPolicy, Promise] = {
    "linear-extrapolation": gettext_lazy("linear extrapolation"),
    "last-observation": gettext_lazy("last film carried forward"),
    "mean-change": gettext_lazy("mean change of the others"),
    "conditional-mean": gettext_lazy("regression on baseline"),
}
FILM_RULES: dict[FilmPolicy, Promise] = {
    "linear-extrapolation": gettext_lazy(
        "baseline plus the slope to the last earlier film, continued"
    ),
    "last-observation": gettext_lazy("the last earlier film carried forward"),
    "mean-change": gettext_lazy("baseline plus the mean change of patients with both films"),
    "conditional-mean": gettext_lazy(
        "regression of the last score on baseline in patients with both films"
    ),
}
BELOW_LIMIT: dict[BelowLimitPolicy, Promise] = {
    "half-limit": gettext_lazy("limit / 2"),
    "root-two": gettext_lazy("limit / √2"),
    "ros": gettext_lazy("regression on order statistics"),
    "exclude": gettext_lazy("left out"),
}


# In front of what is said of a decision beside others of its kind.
HEADINGS: dict[DecisionKind, Promise] = {
    "main": gettext_lazy("Main analysis: %(own)s"),
    "film": gettext_lazy("Missing film: %(own)s"),
    "below-limit": gettext_lazy("Below the limit: %(own)s"),
    "missing": gettext_lazy("Missing values: %(own)s"),
}
REMARKS: dict[RemarkCode, Promise] = {
    "fewer-than-two-readers": gettext_lazy(
        "Fewer than two readers have read, so no reader is set apart."
    ),
    "no-film-missing": gettext_lazy("No patient lacks the follow-up visit, so no film is imputed."),
    "nothing-below-limit": gettext_lazy(
        "No value of the primary exposure lies below its limit, so no policy for such "
        "values is compared."
    ),
    "nothing-missing": gettext_lazy(
        "Nothing is missing, so multiple imputation would repeat the main analysis."
    ),
    "adjudicated": gettext_lazy(
        "An adjudicated score is no mean of the planned readers, so neither missing films nor "
        "operated sites are tried otherwise."
    ),
}


def group(kind: DecisionKind) -> str:
    """Return which decision a row changes."""
    return str(GROUPS[kind])


def label(decision: Decision, endpoint: Endpoint) -> str:
    """Return what a row is called; ``endpoint`` is what its change is of."""
    said = own(decision, endpoint)
    if isinstance(decision, DetectableThreshold):
        level = f"{100 * decision.level:g} %"
        return gettext("SDC %(level)s: %(rule)s") % {"level": level, "rule": said}
    heading = HEADINGS.get(decision.kind)
    return said if heading is None else str(heading) % {"own": said}


def pair_label(row: ComparisonRow, first: Endpoint, second: Endpoint) -> str:
    """Return what a row of a comparison is called: what both sides have in common once."""
    one, two = label(row.first_decision, first), label(row.second_decision, second)
    return one if one == two else f"{one} / {own(row.second_decision, second)}"


@singledispatch
def note(decision: Decision, endpoint: Endpoint) -> str:
    """Return how a row was made, or nothing where its label says it all."""
    return ""


@note.register
def _(decision: DetectableThreshold, endpoint: Endpoint) -> str:
    sdc = decision.sdc
    if sdc is None:
        return ""
    return ngettext(
        "SDC %(value)s = %(formula)s, from %(count)d patient",
        "SDC %(value)s = %(formula)s, from %(count)d patients",
        sdc.patients,
    ) % {"value": f"{sdc.value:.2f}", "formula": sdc.formula, "count": sdc.patients}


@note.register
def _(decision: SingleReader, endpoint: Endpoint) -> str:
    if not isinstance(endpoint, ScoreEndpoint) or endpoint.campaign.surgery_policy == "exclude":
        return ""
    return gettext(
        "as this reader scored, without scores that the protocol assumes for operated sites"
    )


@note.register
def _(decision: MissingFilm, endpoint: Endpoint) -> str:
    return str(FILM_RULES[decision.policy])


@note.register
def _(decision: WithoutAssumedScores, endpoint: Endpoint) -> str:
    words = gettext("%(count)d left out: the protocol assumes a score for operated sites")
    return words % {"count": decision.patients}


@note.register
def _(decision: BelowLimitBy, endpoint: Endpoint) -> str:
    words = (
        gettext("%(count)d below their limit")
        if decision.policy == "exclude"
        else gettext("%(count)d below their limit; ranks stay tied at the common limit")
    )
    return words % {"count": decision.results}


@note.register
def _(decision: OtherReplicateRule, endpoint: Endpoint) -> str:
    return ngettext(
        "%(count)d result has replicates on different sides of a limit",
        "%(count)d results have replicates on different sides of a limit",
        decision.results,
    ) % {"count": decision.results}


@note.register
def _(decision: MultipleImputation, endpoint: Endpoint) -> str:
    words = gettext("%(count)d data sets by chained equations, pooled by Rubin's rules")
    return words % {"count": decision.imputations}


def pair_note(row: ComparisonRow, first: Endpoint, second: Endpoint) -> list[str]:
    """Return how both sides of a comparison's row were made, the same words once."""
    notes = (note(row.first_decision, first), note(row.second_decision, second))
    return list(dict.fromkeys(filter(None, notes)))


def remarks(found: Sequence[Remark]) -> list[str]:
    """Return why kinds of alternatives are missing."""
    return [_remark(one) for one in found]


@singledispatch
def own(decision: Decision, endpoint: Endpoint) -> str:
    """Return what a decision is called beside others of its kind."""
    raise TypeError(decision)


@own.register
def _(decision: MainAnalysis, endpoint: Endpoint) -> str:
    limit = endpoint.limit
    if limit is None:
        return value(endpoint)
    if limit.by == "points" and is_change(endpoint):
        return _beyond(endpoint, f"{float(limit.value or 0):g}")
    return f"{value(endpoint)} {limit_words(limit, endpoint)}"


@own.register
def _(decision: OtherThreshold, endpoint: Endpoint) -> str:
    words = _beyond(endpoint, f"{decision.threshold:g}")
    return words[0].upper() + words[1:]


@own.register
def _(decision: DetectableThreshold, endpoint: Endpoint) -> str:
    if decision.sdc is None:
        return _beyond(endpoint, gettext("SDC"))
    size = signed(endpoint.limit, decision.sdc.value) if endpoint.limit else decision.sdc.value
    return _beyond(endpoint, f"{size:z.2f}")


@own.register
def _(decision: SingleReader, endpoint: Endpoint) -> str:
    words = (
        gettext("Reader %(place)d alone")
        if decision.pool is None
        else gettext("Reader %(place)d of the pool of %(pool)d alone")
    )
    return words % {"place": decision.place, "pool": decision.pool}


@own.register
def _(decision: MissingFilm, endpoint: Endpoint) -> str:
    return str(FILMS[decision.policy])


@own.register
def _(decision: WithoutAssumedScores, endpoint: Endpoint) -> str:
    return gettext("Without patients with assumed scores")


@own.register
def _(decision: BelowLimitBy, endpoint: Endpoint) -> str:
    return str(BELOW_LIMIT[decision.policy])


@own.register
def _(decision: OtherReplicateRule, endpoint: Endpoint) -> str:
    return gettext("Replicates that disagree: the other rule")


@own.register
def _(decision: MultipleImputation, endpoint: Endpoint) -> str:
    return gettext("multiple imputation")


def _beyond(endpoint: Endpoint, limit: str) -> str:
    sign = SIGNS[endpoint.limit.side] if endpoint.limit else ""
    return gettext("change %(sign)s %(limit)s") % {"sign": sign, "limit": limit.replace("-", "−")}


def _remark(found: Remark) -> str:
    if found.code != "no-baseline-to-impute-from":
        return str(REMARKS[found.code])
    return ngettext(
        "%(count)d patient lacks the follow-up visit; without a baseline reading by every planned "
        "reader no film can be imputed.",
        "%(count)d patients lack the follow-up visit; without a baseline reading by every planned "
        "reader no film can be imputed.",
        found.patients or 0,
    ) % {"count": found.patients}
