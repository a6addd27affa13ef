"""Which term of the model is the stronger, and how far the model's figures can be trusted."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.paper import words
from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.results.stored_run import StoredRun
from analytics.results.validation import ModelValidation
from analytics.stats.regression.dominance import Dominance, TermStrength
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.tables.covariate_words import refits
from analytics.tables.names import inside
from analytics.tables.needed import needed
from analytics.tables.terms import term_name
from analytics.topics.validation import prediction_tables, tables

# In how many resamples the order must hold before a sentence says "stronger".
SURE = 0.95


def validation(stored: StoredRun) -> Section:
    """Return strength, performance and calibration of the first outcome's model."""
    outcomes = stored.outcomes()
    nothing = Paragraph(needed(stored, _("A model")), remark=True)
    parts = outcome_parts(stored, outcomes[0].endpoint) if outcomes else [nothing]
    return Section("validation", _("Validation of the model"), tuple(parts))


def further(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the same for another outcome, under a heading."""
    return [Heading(_("Validation of the model")), *outcome_parts(stored, outcome)]


def outcome_parts(stored: StoredRun, outcome: str) -> list[Part]:
    """Return strength, performance and calibration of one outcome's model."""
    found = stored.validation(outcome)
    result = found.result
    if isinstance(result, NotEstimable):
        return [Paragraph(result.reason, remark=True)]
    options = {"outcome": outcome}
    strength, performance = (
        tables.strength(stored, outcome),
        tables.performance(stored, outcome),
    )
    figure = FigurePart(
        "calibration",
        _("Calibration of the model of %(outcome)s") % {"outcome": inside(found.label)},
        _legend(result),
        options,
    )
    lost = tables.not_converged(result)
    benefit = prediction_tables.net_benefit(stored, outcome)
    return [
        Paragraph(strength_sentence(stored, result.dominance), (strength.name,)),
        TablePart(strength, "strength", options),
        Paragraph(performance_sentence(result), (performance.name, figure.name)),
        *(Paragraph(said, remark=True) for said in (lost, refits(stored)) if said),
        TablePart(performance, "performance", options),
        figure,
        *([TablePart(benefit, "net-benefit", options)] if benefit.rows else []),
    ]


def _legend(found: ModelValidation) -> str:
    """Say what the marks are; nothing of those that aren't drawn."""
    marks = [
        (found.apparent, _("open diamonds, the patients that the model was made from")),
        (found.left_out, _("filled circles with whiskers and dashed line, patients left out")),
    ]
    drawn = [said for of, said in marks if not isinstance(of.calibration, NotEstimable)]
    share = _("Share with the outcome by predicted risk")
    diagonal = _("The diagonal is perfect calibration.")
    return f"{': '.join(filter(None, [share, '; '.join(drawn)]))}. {diagonal}"


def methods(stored: StoredRun) -> list[Paragraph]:
    """Say how net benefit gets its intervals, where the plan asks for them."""
    if not (stored.plan.bootstrap_tests and stored.plan.outcomes):
        return []
    text = _(
        "Net benefit of cross-validated predictions, with percentile intervals over resamples of "
        "patients."
    )
    return [Paragraph(text, cites=("vickers",))]


def strength_sentence(stored: StoredRun, found: Dominance | NotEstimable) -> str:
    """Say which term is the stronger only where nearly all resamples agree."""
    if isinstance(found, NotEstimable):
        return _("The order of strength of the terms is %(reason)s.") % {
            "reason": words.not_estimable(found.reason)
        }
    first, *others = found.terms
    name = term_name(stored, first.term)
    held = found.first_held
    facts = {"measured": words.opening("; ".join(_measured(stored, one) for one in found.terms))}
    if isinstance(held, NotEstimable):
        return _("%(measured)s. How sure the order is: %(reason)s.") % {
            **facts,
            "reason": words.not_estimable(held.reason),
        }
    facts |= {"share": formats.percent(held)}
    if held < SURE:
        return _(
            "Which term is the strongest is not certain: %(term)s had the largest chi-square, but "
            "in %(share)s of resamples only. %(measured)s."
        ) % {**facts, "term": inside(name)}
    facts |= {"term": words.opening(name)}
    if len(others) == 1:
        return (
            _(
                "%(term)s was the stronger term: its chi-square was the largest in %(share)s of "
                "resamples. %(measured)s."
            )
            % facts
        )
    return (
        _(
            "%(term)s was the strongest term: its chi-square was the largest in %(share)s of "
            "resamples. %(measured)s."
        )
        % facts
    )


def _measured(stored: StoredRun, term: TermStrength) -> str:
    return _(
        "%(term)s: likelihood-ratio chi-square %(chi)s, %(share)s of the sum, AUC lost without it "
        "%(lost)s"
    ) % {
        "term": inside(term_name(stored, term.term)),
        "chi": formats.number(term.test.statistic),
        "share": formats.percent(term.share, 0),
        "lost": words.estimate(term.auc_lost, term.auc_lost_interval, 2),
    }


def performance_sentence(found: ModelValidation) -> str:
    """Say how well the model tells patients apart, as it appears and corrected."""
    area, crossed = found.optimism.auc, found.cross_validation.pooled
    said = {
        "apparent": words.estimate(area.apparent, None, 2),
        "corrected": words.estimate(area.corrected, None, 2),
        "crossed": words.estimate(crossed, None, 2),
    }
    if isinstance(crossed, NotEstimable):
        text = _(
            "The model's area under the ROC curve was %(apparent)s on the patients it was made "
            "from and %(corrected)s corrected for optimism; for patients left out "
            "(cross-validation) it and the calibration slope are %(crossed)s."
        )
        return text % said
    text = _(
        "The model's area under the ROC curve was %(apparent)s on the patients it was made from, "
        "%(corrected)s corrected for optimism and %(crossed)s for patients left out "
        "(cross-validation), whose calibration slope was %(slope)s."
    )
    return text % {**said, "slope": _slope(found)}


def _slope(found: ModelValidation) -> str:
    """The calibration slope of patients left out, with its interval."""
    calibration = found.left_out.calibration
    if isinstance(calibration, NotEstimable):
        return words.not_estimable(calibration.reason)
    return words.estimate(calibration.slope.value, calibration.slope.interval, 2)
