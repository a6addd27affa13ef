"""What a model's predicted risks are worth: calibration in groups, and net benefit."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.tables.table import Column, Table
from analytics.topics.validation.tables import unknown


def calibration_groups(stored: StoredRun, outcome: str) -> Table:
    """Groups of similar predicted risk: the mean prediction against the share observed."""
    columns = [
        Column(_("Predictions"), "text"),
        Column(_("Patients"), "count"),
        Column(_("Mean predicted"), "percent"),
        Column(_("Events"), "count"),
        Column(_("Observed ({interval})").format(interval=stored.ci), "share"),
    ]
    name = f"calibration-{outcome}"
    title = _("Calibration by predicted risk of %(outcome)s") % {
        "outcome": stored.endpoint(outcome).label
    }
    found = stored.validation(outcome).result
    if isinstance(found, NotEstimable):
        return unknown(name, title, columns, found)
    sides = ((_("Cross-validated"), found.left_out), (_("Apparent"), found.apparent))
    rows = [
        [
            words,
            group.observed.n,
            group.mean_predicted,
            group.observed.successes,
            (group.observed.value, group.observed.wilson),
        ]
        for words, predictions in sides
        if not isinstance(predictions.calibration, NotEstimable)
        for group in predictions.calibration.groups
    ]
    note = _(
        "Groups by quantiles of the prediction (type 7), equal limits merged; Wilson intervals."
    )
    return Table(name, title, columns, rows, note=note)


def decision(stored: StoredRun, outcome: str) -> Table:
    """Net benefit of acting on the model, on everybody and on nobody, by threshold."""
    columns = [
        Column(_("Threshold"), "percent"),
        Column(_("Model, cross-validated"), "ratio"),
        Column(_("Model, apparent"), "ratio"),
        Column(_("Treat all"), "ratio"),
        Column(_("Treat none"), "ratio"),
    ]
    name = f"decision-{outcome}"
    title = _("Net benefit of acting on the risk of %(outcome)s") % {
        "outcome": stored.endpoint(outcome).label
    }
    found = stored.validation(outcome).result
    if isinstance(found, NotEstimable):
        return unknown(name, title, columns, found)
    apparent = found.apparent.decision
    if isinstance(apparent, NotEstimable):
        return unknown(name, title, columns, apparent)
    unseen = found.left_out.decision
    missing, benefit = (
        (unseen, {})
        if isinstance(unseen, NotEstimable)
        else (None, {point.threshold: point.model for point in unseen.points})
    )
    rows = [
        [
            point.threshold,
            benefit.get(point.threshold, missing),
            point.model,
            point.treat_all,
            0.0,
        ]
        for point in apparent.points
    ]
    note = _(
        "Net benefit per patient (Vickers & Elkin): true positives less false positives weighted "
        "by the threshold's odds, at this sample's share of events (%(share)s). Apparent "
        "predictions flatter the curve; cross-validated ones are of patients left out."
    ) % {"share": formats.percent(apparent.prevalence)}
    return Table(name, title, columns, rows, note=note)


def net_benefit(stored: StoredRun, outcome: str) -> Table:
    """Net benefit of the model with intervals, where the plan asks for them."""
    columns = [
        Column(_("Threshold"), "percent"),
        Column(_("Model (%(ci)s)") % {"ci": stored.ci}, "estimate", places=3),
        Column(_("Model over treat all (%(ci)s)") % {"ci": stored.ci}, "estimate", places=3),
    ]
    name = f"net-benefit-{outcome}"
    title = _("Net benefit over resamples")
    if not stored.plan.bootstrap_tests:
        note = _("The plan doesn't ask for bootstrap intervals of net benefit.")
        return Table(name, title, columns, [], note=note)
    result = stored.validation(outcome).result
    found = result if isinstance(result, NotEstimable) else result.benefits
    if found is None or isinstance(found, NotEstimable):
        return unknown(name, title, columns, found or NotEstimable(""))
    rows = [
        [
            one.point.threshold,
            (one.point.model, one.model),
            (one.point.model - one.point.treat_all, one.over_treat_all),
        ]
        for one in found.benefits
    ]
    note = _(
        "Predictions of patients left out by cross-validation, held as they are: percentile "
        "intervals over %(resamples)d resamples of patients, seed %(seed)d, in which the share of "
        "events varies. They hold no uncertainty of the model itself."
    ) % {"resamples": found.resampling.resamples, "seed": found.resampling.seed}
    return Table(name, title, columns, rows, note=note)
