"""The logistic model of an outcome, in the report."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.paper import words
from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.results.models import MultivariableModel
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.logistic import Coefficient, LogisticResult, TermTest
from analytics.stats.results import NotEstimable
from analytics.tables import cautions, formats
from analytics.tables.model_words import FIRTH, chosen, fitted, penalised
from analytics.tables.names import inside
from analytics.tables.needed import needed
from analytics.tables.terms import step, term_name
from analytics.topics.models import tables
from analytics.topics.models.interactions import interaction_sentences, is_interaction


def multivariable(stored: StoredRun) -> Section:
    """Return the model of the first outcome with the forest plot of all."""
    outcomes = stored.outcomes()
    nothing = Paragraph(needed(stored, _("A model")), remark=True)
    parts: list[Part] = outcome_parts(stored, outcomes[0].endpoint) if outcomes else [nothing]
    if any(not isinstance(fitted(found.result), NotEstimable) for found in stored.results.models):
        parts.append(_forest(stored))
    return Section("multivariable", _("Multivariable model"), tuple(parts))


def _forest(stored: StoredRun) -> FigurePart:
    return FigurePart(
        "forest",
        _("Odds ratios of every model"),
        _("Squares: odds ratio per step of the term, with its %(level)s, on a log axis.")
        % {"level": stored.ci},
    )


def further(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the model of another outcome, under a heading."""
    return [Heading(_("Multivariable model")), *outcome_parts(stored, outcome)]


def outcome_parts(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the model's sentences and its table for one outcome."""
    found = stored.model(outcome)
    fit = fitted(found.result)
    if isinstance(fit, NotEstimable):
        return [Paragraph(f"{found.label}: {fit.reason}", remark=True)]
    result, _quality = fit
    options = {"outcome": outcome}
    table = tables.model(stored, outcome)
    return [
        Paragraph(model_sentence(stored, found, result), (table.name,)),
        *_interactions(stored, result),
        *_remarks(stored, result),
        TablePart(table, "model", options),
    ]


def _interactions(stored: StoredRun, result: LogisticResult) -> list[Part]:
    said = interaction_sentences(stored, result)
    return [Paragraph(" ".join(said))] if said else []


def _remarks(stored: StoredRun, result: LogisticResult) -> list[Part]:
    """What a reader must know of the model: separated data, few events a parameter."""
    said = [penalised(stored, [result])] if result.method == FIRTH else []
    said.append(cautions.events(result))
    return [Paragraph(words, remark=True) for words in said if words]


def model_sentence(stored: StoredRun, found: MultivariableModel, result: LogisticResult) -> str:
    """Say each term's odds ratio with its interval, and how many events carry the model."""
    terms = [(one, _own(result, one)) for one in result.terms if not is_interaction(one.term)]
    ratios = [_ratio(stored, tested, own[0]) for tested, own in terms if len(own) == 1]
    curves = [_curve(stored, tested, len(own)) for tested, own in terms if len(own) > 1]
    text = _(
        "In a logistic model of %(outcome)s (%(method)s, %(events)s in %(patients)s"
        "%(left_out)s, %(ratio)s events per parameter) the odds ratio of %(terms)s."
    ) % {
        "outcome": inside(found.label),
        "method": result.method,
        "events": words.counted_events(result.n_events),
        "patients": words.patients(result.sample.n_used),
        "left_out": words.excluded(result.sample),
        "ratio": formats.number(result.events_per_parameter),
        "terms": _("; that of ").join(ratios),
    }
    return " ".join([text, *curves])


def _own(result: LogisticResult, tested: TermTest) -> list[Coefficient]:
    """The coefficients of one term."""
    return [one for one in result.coefficients if one.term == tested.term]


def _ratio(stored: StoredRun, tested: TermTest, coefficient: Coefficient) -> str:
    return _("%(term)s (%(step)s) was %(ratio)s, likelihood ratio %(p)s") % {
        "term": inside(term_name(stored, tested.term)),
        "step": step(stored, coefficient.step, tested.term),
        "ratio": words.estimate(coefficient.odds_ratio, chosen(stored, coefficient)),
        "p": words.p(tested.test.p),
    }


def _curve(stored: StoredRun, tested: TermTest, coefficients: int) -> str:
    return _("%(term)s, whose %(n)d coefficients are tested together: likelihood ratio %(p)s.") % {
        "term": words.opening(term_name(stored, tested.term)),
        "n": coefficients,
        "p": words.p(tested.test.p),
    }
