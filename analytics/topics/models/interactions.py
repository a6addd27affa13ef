"""What the interactions of a model say, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.paper import words
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.logistic import LogisticResult, TermTest
from analytics.stats.regression.products import TIMES
from analytics.stats.results import NotEstimable
from analytics.tables.covariate_words import held_at
from analytics.tables.model_words import REMARKABLE, chosen
from analytics.tables.terms import plain_name


def is_interaction(term: str) -> bool:
    """Whether a term of a model is a product of two others."""
    return TIMES in term


def interaction_sentences(stored: StoredRun, result: LogisticResult) -> list[str]:
    """Say of each interaction whether the odds ratios differ, and how the others are then read."""
    said = [_one(stored, result, one) for one in result.terms if is_interaction(one.term)]
    return [*said, held_at()] if said else []


def _one(stored: StoredRun, result: LogisticResult, tested: TermTest) -> str:
    first, second = (plain_name(stored, factor) for factor in tested.term.split(TIMES))
    facts = {"first": first, "second": second, "test": _tested(stored, result, tested)}
    p = tested.test.p
    if isinstance(p, NotEstimable):
        return _("Interaction of %(first)s with %(second)s: %(test)s.") % facts
    if p < REMARKABLE:
        return (
            _(
                "Interaction of %(first)s with %(second)s: %(test)s. The odds ratio of one differs "
                "with the other."
            )
            % facts
        )
    return (
        _(
            "Interaction of %(first)s with %(second)s: %(test)s. The data don't show that the odds "
            "ratio of one differs with the other; they don't show either that it is the same."
        )
        % facts
    )


def _tested(stored: StoredRun, result: LogisticResult, tested: TermTest) -> str:
    """The likelihood-ratio test, and the ratio of odds ratios where there is one."""
    own = [one for one in result.coefficients if one.term == tested.term]
    test = _("%(p)s (%(variant)s, %(df)s df)") % {
        "p": words.p(tested.test.p),
        "variant": tested.test.variant,
        "df": f"{tested.test.df:g}",
    }
    if len(own) != 1:
        return test
    ratio = words.estimate(own[0].odds_ratio, chosen(stored, own[0]))
    return _("ratio of odds ratios %(ratio)s, %(test)s") % {"ratio": ratio, "test": test}
