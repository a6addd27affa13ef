"""ROC: area, cut-off, and how sure the cut-off is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.options import ADJUSTMENT_NAMES
from analytics.paper import words
from analytics.paper.document import FigurePart, Heading, Paragraph, Part, Section, TablePart
from analytics.results.roc import MarkerRoc, OutcomeRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.stats.roc.accuracy import Accuracy
from analytics.stats.roc.bootstrap import Optimism
from analytics.tables import formats, limits
from analytics.tables.exposures import counted_exposures
from analytics.tables.formats import Ends
from analytics.tables.names import inside
from analytics.tables.needed import needed
from analytics.topics.roc import cautions
from analytics.topics.roc.tables.cutoffs import certainty, cutoffs
from analytics.topics.roc.tables.panel import panel
from analytics.topics.roc.tables.resampled import accuracy_resampled


def roc(stored: StoredRun) -> Section:
    """Return the curves for the first outcome."""
    outcomes = stored.outcomes()
    parts = outcome_parts(stored, outcomes[0].endpoint) if outcomes else [_nothing(stored)]
    return Section("roc", _("ROC curve and cut-off"), tuple(parts))


def further(stored: StoredRun, outcome: str) -> list[Part]:
    """Return the same for another outcome, under a heading."""
    return [Heading(_("ROC curve and cut-off")), *outcome_parts(stored, outcome)]


def outcome_parts(stored: StoredRun, outcome: str) -> list[Part]:
    """Return panel, curve, cut-offs and certainty of the primary exposure for one outcome."""
    code = stored.primary
    if code is None:
        return [_nothing(stored)]
    options = {"outcome": outcome}
    exact = {**options, "analyte": code}
    if not any(_estimable(one) for one in stored.roc(outcome).markers):
        return [Paragraph(area_sentence(stored, outcome, code), remark=True)]
    areas = panel(stored, outcome)
    figure = FigurePart(
        "roc",
        _("ROC curve of %(analyte)s for %(outcome)s")
        % {"analyte": stored.variable(code), "outcome": inside(stored.endpoint(outcome).label)},
        _(
            "Cross: cut-off with %(ci)s of sensitivity and specificity. Thick line: where the "
            "cut-off falls in resamples."
        )
        % {"ci": stored.ci},
        exact,
    )
    found = stored.marker(outcome, code)
    against = cautions.directions(stored, outcome)
    parts: list[Part] = [
        Paragraph(area_sentence(stored, outcome, code), (areas.name, figure.name)),
        *([Paragraph(against, remark=True)] if against else []),
        figure,
        TablePart(areas, "roc", options),
    ]
    return [*parts, *_cutoff_parts(stored, found, exact)]


def _cutoff_parts(stored: StoredRun, found: MarkerRoc, exact: dict[str, str]) -> list[Part]:
    """The cut-off with its tables; where there is none, and none was published, why."""
    said, published = cutoff_sentence(stored, found), published_sentence(stored, found)
    if isinstance(found.best, NotEstimable) and not published:
        return [Paragraph(said)]
    outcome, code = exact["outcome"], exact["analyte"]
    best, sure = cutoffs(stored, outcome, code), certainty(stored, outcome, code)
    again = accuracy_resampled(stored, outcome, code)
    parts: list[Part] = [
        Paragraph(said, (best.name, sure.name)),
        TablePart(best, "cutoffs", exact),
        TablePart(sure, "certainty", exact),
    ]
    parts += [Paragraph(published)] if published else []
    return [*parts, TablePart(again, "accuracy-resampled", exact)] if again.rows else parts


def _estimable(marker: MarkerRoc) -> bool:
    return not isinstance(marker.auc.value, NotEstimable)


def methods(stored: StoredRun) -> list[Paragraph]:
    """Say how the odds at a cut-off and, where the plan asks for it, what is resampled are made."""
    if not stored.plan.outcomes or not stored.plan.exposures:
        return []
    odds = _(
        "Diagnostic odds ratio at a cut-off: odds of a positive test with the outcome over those "
        "without it, with Woolf's interval."
    )
    said = [Paragraph(odds, cites=("glas",))]
    if not stored.plan.bootstrap_tests:
        return said
    resampled = _(
        "Bootstrap as well, as the plan asks: areas of two curves by stratified resamples of whole "
        "patients; accuracy of cut-offs, held and chosen anew in each resample."
    )
    return [*said, Paragraph(resampled, cites=("hanley",))]


def area_sentence(stored: StoredRun, outcome: str, code: str) -> str:
    """Say the area of an exposure, its P and which direction was planned."""
    curves = stored.roc(outcome)
    found = curves.marker(code)
    area, name, label = found.auc, stored.variables[code].name, inside(curves.label)
    if isinstance(area.value, NotEstimable):
        return _("The area under the ROC curve of %(analyte)s for %(outcome)s is %(missing)s.") % {
            "analyte": name,
            "outcome": label,
            "missing": words.not_estimable(area.value.reason),
        }
    text = _(
        "For %(outcome)s (%(events)d with it, %(others)d without)%(left_out)s the area under the "
        "ROC curve of %(analyte)s was %(area)s, %(tested)s. %(direction)s values were planned to "
        "speak for the outcome."
    ) % {
        "outcome": label,
        "events": area.n_events,
        "others": area.n_non_events,
        "left_out": words.excluded(area.sample),
        "analyte": name,
        "area": words.estimate(area.value, area.interval, 2),
        "tested": _tested(curves, code),
        "direction": _("High") if curves.direction == "high" else _("Low"),
    }
    return " ".join(filter(None, [text, _largest(stored, curves, code)]))


def _tested(curves: OutcomeRoc, code: str) -> str:
    """Say P as it is and adjusted over the panel, or once why there is none."""
    p = curves.marker(code).auc.p
    if isinstance(p, NotEstimable):
        return words.p(p)
    return _(
        "%(p)s against 0.5 and %(adjusted)s after adjustment over %(exposures)s (%(method)s)"
    ) % {
        "p": words.p(p),
        "adjusted": words.p(curves.adjusted(code)),
        "exposures": counted_exposures(curves.family.size),
        "method": ADJUSTMENT_NAMES[curves.family.method],
    }


def cutoff_sentence(stored: StoredRun, found: MarkerRoc) -> str:
    """Say the cut-off with its bootstrap interval, its accuracy and what choosing it flatters."""
    if isinstance(found.best, NotEstimable):
        return _("A cut-off is %(missing)s.") % {"missing": words.not_estimable(found.best.reason)}
    unit = stored.variables[found.analyte].unit
    text = _(
        "The cut-off %(criterion)s was %(cutoff)s %(unit)s%(interval)s, with sensitivity "
        "%(sensitivity)s and specificity %(specificity)s%(odds)s."
    ) % {
        "criterion": _criterion(stored.plan.cutoff_criterion),
        "cutoff": formats.number(limits.best(found)),
        "unit": unit,
        "interval": _bootstrap(limits.interval(found, found.bootstrap.midpoint), unit),
        "odds": _odds(found),
        **_rates(found.accuracy[0].accuracy),
    }
    others = len(found.optima) - 1
    tied = (
        ngettext("It ties with %(count)d other.", "It ties with %(count)d others.", others)
        % {"count": others}
        if others
        else ""
    )
    return " ".join(filter(None, [text, tied, _optimism(found.bootstrap.youden_optimism)]))


def published_sentence(stored: StoredRun, found: MarkerRoc) -> str:
    """Say how a cut-off from the literature does here, where the plan names one."""
    if found.published is None:
        return ""
    return _(
        "The published cut-off of %(cutoff)s %(unit)s, applied as it is, had sensitivity "
        "%(sensitivity)s and specificity %(specificity)s."
    ) % {
        "cutoff": formats.number(found.published.cutoff),
        "unit": stored.variables[found.analyte].unit,
        **_rates(found.published.accuracy),
    }


def _nothing(stored: StoredRun) -> Paragraph:
    return Paragraph(needed(stored, _("A ROC curve")), remark=True)


def _largest(stored: StoredRun, curves: OutcomeRoc, code: str) -> str:
    """Say which area is the largest, where there are several."""
    areas = {
        marker.analyte: marker.auc.value
        for marker in curves.markers
        if not isinstance(marker.auc.value, NotEstimable)
    }
    if len(areas) < 2:
        return ""
    best = max(areas, key=lambda each: areas[each])
    if best == code:
        return _("It was the largest of %(areas)d areas.") % {"areas": len(areas)}
    return _("The largest of %(areas)d areas was that of %(analyte)s (%(area)s).") % {
        "areas": len(areas),
        "analyte": stored.variables[best].name,
        "area": formats.fixed(areas[best], 2),
    }


def _criterion(key: str) -> str:
    return {
        "youden": _("with the largest Youden index"),
        "closest-topleft": _("closest to perfect sensitivity and specificity"),
    }[key]


def _rates(accuracy: Accuracy) -> dict[str, str]:
    return {
        "sensitivity": words.rate(accuracy.sensitivity),
        "specificity": words.rate(accuracy.specificity),
    }


def _odds(found: MarkerRoc) -> str:
    """Say the diagnostic odds ratio of the first best cut-off, where the run has it."""
    if not found.odds:
        return ""
    odds = found.odds[0]
    return _(" (diagnostic odds ratio %(odds)s)") % {
        "odds": words.estimate(odds.value, odds.interval)
    }


def _bootstrap(interval: Ends | NotEstimable, unit: str) -> str:
    if isinstance(interval, NotEstimable):
        return _(" (no bootstrap interval: %(why)s)") % {"why": words.clause(interval.reason)}
    return _(" (bootstrap %(level)s interval %(interval)s %(unit)s)") % {
        "level": f"{100 * interval.level:g} %",
        "interval": formats.interval(interval),
        "unit": unit,
    }


def _optimism(found: Optimism) -> str:
    if isinstance(found.corrected, NotEstimable):
        return ""
    return _(
        "Chosen on the same patients, its Youden index of %(apparent)s is optimistic by "
        "%(optimism)s; corrected it is %(corrected)s."
    ) % {
        "apparent": formats.fixed(found.apparent, 2),
        "optimism": formats.fixed(found.optimism, 2),
        "corrected": formats.fixed(found.corrected, 2),
    }
