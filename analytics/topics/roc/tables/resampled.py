"""The accuracy of cut-offs over resamples, where the plan asks for bootstrap intervals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from analytics.results.roc import MarkerRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.stats.roc.accuracy_bootstrap import AccuracyBootstrap, ResampledMeasure
from analytics.tables import formats, limits
from analytics.tables.table import Column, Table


def accuracy_resampled(stored: StoredRun, outcome: str, code: str) -> Table:
    """Sensitivity, specificity and predictive values of each cut-off over resamples."""
    marker = stored.marker(outcome, code)
    return Table(
        f"accuracy-resampled-{outcome}-{code}",
        _("Cut-offs over resamples"),
        [
            Column(_("Cut-off"), "text"),
            Column(_("Positive when, %(unit)s") % {"unit": stored.variables[code].unit}, "text"),
            *(
                Column(_("%(rate)s (%(ci)s)") % {"rate": rate, "ci": stored.ci}, "share")
                for rate in (_("Sensitivity"), _("Specificity"), _("PPV"), _("NPV"))
            ),
            Column(_("Resamples"), "count"),
        ],
        list(_rows(marker)),
        note=note(stored, marker),
    )


def note(stored: StoredRun, marker: MarkerRoc) -> str:
    """Say what the intervals hold, or that the plan doesn't ask for them."""
    found = marker.resampled
    if found is None:
        return _("The plan doesn't ask for bootstrap intervals of accuracy.")
    record = found.rechosen.resampling
    said = _(
        "Percentile intervals over %(resamples)d stratified resamples, seed %(seed)d. A cut-off "
        "that is held carries the uncertainty of these patients alone; one chosen anew in each "
        "resample carries that of the choice as well."
    ) % {"resamples": record.resamples, "seed": record.seed}
    if stored.plan.prevalence is None:
        return said
    return f"{said} " + _("PPV and NPV at a prevalence of %(share)s.") % {
        "share": f"{100 * stored.plan.prevalence:g} %"
    }


def _rows(marker: MarkerRoc) -> Iterator[list[Any]]:
    found = marker.resampled
    if found is None:
        return
    for label, one in (
        (_("best here, held"), found.held),
        (_("best here, chosen anew"), found.rechosen),
        (_("published, held"), found.published),
    ):
        if one is not None:
            yield [label, _positive_when(marker, one), *_measures(one), one.sensitivity.used]


def _positive_when(marker: MarkerRoc, found: AccuracyBootstrap) -> str:
    if isinstance(found.cutoff, NotEstimable):
        return formats.NOT_ESTIMABLE
    return limits.positive_when(marker, found.cutoff)


def _measures(found: AccuracyBootstrap) -> list[tuple[Any, Any]]:
    measures: tuple[ResampledMeasure, ...] = (
        found.sensitivity,
        found.specificity,
        found.positive_predictive,
        found.negative_predictive,
    )
    return [(one.value, one.interval) for one in measures]
